package io.bitcycle.report.diff;

import io.bitcycle.file.WholeFile;
import io.bitcycle.tensor.CodeTensor;
import io.bitcycle.tensor.FloatTensor;
import io.bitcycle.tensor.npy.NpyArray;
import io.bitcycle.tensor.npy.NpyType;
import io.bitcycle.tensor.npy.NpyWriter;
import io.bitcycle.training.layer.TensorObserver;
import io.bitcycle.workload.TrainingPass;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Writes every tensor of an iteration to the run's folder, codes in the fewest bytes that hold their format. */
public final class TensorRecorder implements TensorObserver {
    private final Path run;
    private final long iteration;
    private final Map<List<String>, Integer> seen = new HashMap<>();
    private int order;

    /** @param run its folder, made if need be */
    public TensorRecorder(Path run, long iteration) {
        this.run = run;
        this.iteration = iteration;
    }

    /** Removes what an earlier run recorded in a folder. */
    public static void clear(Path run) throws IOException {
        Path tensors = run.resolve(TensorFile.FOLDER);
        if (!Files.exists(tensors)) {
            return;
        }
        try (Stream<Path> files = Files.walk(tensors)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** Removes what a process that was killed had not finished writing. */
    public static void removeUnfinished(Path run) throws IOException {
        Path tensors = run.resolve(TensorFile.FOLDER);
        if (!Files.exists(tensors)) {
            return;
        }
        try (Stream<Path> iterations = Files.list(tensors)) {
            for (Path iteration : iterations.toList()) {
                WholeFile.removeUnfinished(iteration);
            }
        }
    }

    @Override
    public void codes(String layer, String name, CodeTensor codes) {
        String pass = name.startsWith("folded")
                ? TrainingPass.BACKWARD_DATA.label()
                : name.startsWith("grad") ? TrainingPass.BACKWARD_WEIGHT.label() : TrainingPass.FORWARD.label();
        boolean signed = codes.format().signed();
        NpyType type = codes.format().bits() <= Byte.SIZE
                ? signed ? NpyType.INT8 : NpyType.UINT8
                : signed ? NpyType.INT16 : NpyType.UINT16;
        long[] values = new long[codes.size()];
        Arrays.setAll(values, codes::code);
        write(layer, pass, name, new NpyArray.Integers(type, values, codes.shape()));
    }

    @Override
    public boolean wantsAccumulators() {
        return true;
    }

    @Override
    public void forwardAccumulators(String layer, long[] sums, int... shape) {
        write(
                layer,
                TrainingPass.FORWARD.label(),
                "forward_accumulators",
                new NpyArray.Integers(NpyType.INT64, sums, shape));
    }

    @Override
    public void values(String layer, TrainingPass pass, String name, FloatTensor values) {
        write(layer, pass.label(), name, NpyArray.of(values));
    }

    @Override
    public void state(String name, FloatTensor values) {
        // LAYER.weight, LAYER.weight.velocity: a layer's name may have dots of its own.
        int end = name.endsWith(".velocity") ? name.length() - ".velocity".length() : name.length();
        int dot = name.lastIndexOf('.', end - 1);
        write(
                name.substring(0, dot),
                TensorFile.UPDATE,
                name.substring(dot + 1).replace('.', '_'),
                NpyArray.of(values));
    }

    private void write(String layer, String pass, String name, NpyArray array) {
        int times = seen.merge(List.of(layer, pass, name), 1, Integer::sum);
        TensorFile tensor = new TensorFile(iteration, order++, layer, pass, times == 1 ? name : name + "~" + times);
        Path file = run.resolve(tensor.path());
        try {
            Files.createDirectories(file.getParent());
            NpyWriter.write(file, array);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
