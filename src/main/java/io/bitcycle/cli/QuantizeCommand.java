package io.bitcycle.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bitcycle.numeric.CounterRandom;
import io.bitcycle.numeric.RandomPurpose;
import io.bitcycle.report.Figures;
import io.bitcycle.report.RunFolder;
import io.bitcycle.simulator.Workers;
import io.bitcycle.tensor.FloatTensor;
import io.bitcycle.tensor.Noise;
import io.bitcycle.tensor.NonFiniteException;
import io.bitcycle.tensor.QuantizedTensor;
import io.bitcycle.tensor.Range;
import io.bitcycle.tensor.npy.NpyArray;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code quantize}: codes of one tensor, and the values they stand for. */
@Command(
        name = "quantize",
        header = "Quantizes one tensor.",
        description = {
            "",
            "Writes codes.npy (int32), dequantized.npy, range.npy and offset.npy (float32; one per output channel of "
                    + "weights where the quantizer has one for each), summary.json and manifest.json.",
            ""
        })
final class QuantizeCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Mixin
    private QuantizerOption quantizer;

    @Option(
            names = "--tensor",
            paramLabel = "T",
            required = true,
            converter = RoleChoice.class,
            description = "weight (axis 0 is the output channel), activation or gradient (of the layer's output)")
    private Role role;

    @Option(names = "--bits", paramLabel = "B", required = true, description = "width of the codes, 1 to 16")
    private int bits;

    @Option(names = "--in", paramLabel = "X.npy", required = true, description = "the values, an .npy file")
    private Path in;

    @Option(
            names = "--noise",
            paramLabel = "N.npy",
            description =
                    "rounding noise of a gradient, in [-0.5, 0.5), of the same shape (default: drawn from --seed)")
    private Path noise;

    @Mixin
    private SeedOption seed;

    @Mixin
    private ThreadsOption threads;

    @Mixin
    private OutOption.Required out;

    /** What the tensor is to its layer. */
    private enum Role {
        WEIGHT,
        ACTIVATION,
        GRADIENT;

        private String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The roles by name. */
    static final class RoleChoice extends Choice<Role> {
        RoleChoice() {
            super(List.of(Role.values()), Role::label);
        }
    }

    @Override
    public Integer call() throws IOException {
        quantizer.require("--bits " + bits, bits);
        FloatTensor values = values();
        Noise recorded = noise == null ? null : recordedNoise(values);
        Noise drawn = CounterRandom.of(seed.seed()).stream(RandomPurpose.ERROR_NOISE, 0, 0)::fillSymmetric;
        RunFolder folder = out.openFor(List.of()).orElseThrow();
        try (Workers workers = new Workers(threads.threads())) {
            List<Range> ranges = switch (role) {
                case WEIGHT -> quantizer.quantizer().weightRanges(values, workers);
                case ACTIVATION -> List.of(quantizer.quantizer().activationRange(values, workers));
                case GRADIENT -> List.of(quantizer.quantizer().errorRange(values, workers));
            };
            QuantizedTensor quantized = switch (role) {
                case WEIGHT -> quantizer.quantizer().weight(values, ranges, bits, workers);
                case ACTIVATION -> quantizer.quantizer().activation(values, ranges.get(0), bits, workers);
                case GRADIENT ->
                    quantizer
                            .quantizer()
                            .error(values, ranges.get(0), bits, recorded == null ? drawn : recorded, workers);
            };
            write(folder, values, ranges, quantized);
        } catch (NonFiniteException e) {
            throw new NpyFile("--in", in).bad(e.getMessage());
        }
        return Errors.FINE;
    }

    private FloatTensor values() {
        NpyFile file = new NpyFile("--in", in);
        FloatTensor values = file.readFloats();
        if (values.size() == 0 || role == Role.WEIGHT && values.rank() == 0) {
            throw file.bad("has the shape " + Arrays.toString(values.shape()) + "; allowed: "
                    + (role == Role.WEIGHT ? "[O, ...] with " : "") + "at least one element");
        }
        return values;
    }

    /** Weights and activations are rounded to nearest: their recorded noise is 0, or the file is not theirs. */
    private Noise recordedNoise(FloatTensor values) {
        NpyFile file = new NpyFile("--noise", noise);
        FloatTensor recorded = file.readFloats();
        if (!Arrays.equals(recorded.shape(), values.shape())) {
            throw file.bad("has the shape " + Arrays.toString(recorded.shape()) + "; allowed: that of --in, "
                    + Arrays.toString(values.shape()));
        }
        if (role != Role.GRADIENT) {
            for (float value : recorded.data()) {
                if (value != 0) {
                    throw file.bad("has values other than 0; allowed: noise for gradients, since a " + role.label()
                            + " is rounded to nearest");
                }
            }
        }
        return file.convert(array -> Noise.of(array.toFloatTensor()));
    }

    private void write(RunFolder folder, FloatTensor values, List<Range> ranges, QuantizedTensor quantized)
            throws IOException {
        float[] range = new float[ranges.size()];
        float[] offset = new float[ranges.size()];
        for (int i = 0; i < range.length; i++) {
            range[i] = ranges.get(i).range();
            offset[i] = ranges.get(i).offset();
        }
        FloatTensor dequantized = quantized.dequantized();
        folder.write("codes.npy", NpyArray.of(quantized.codes()));
        folder.write("dequantized.npy", NpyArray.of(dequantized));
        folder.write("range.npy", NpyArray.of(FloatTensor.of(range, range.length)));
        folder.write("offset.npy", NpyArray.of(FloatTensor.of(offset, offset.length)));

        double greatestError = 0;
        for (int i = 0; i < values.size(); i++) {
            greatestError = Math.max(
                    greatestError,
                    Math.abs((double) values.data()[i] - dequantized.data()[i]));
        }
        ObjectNode summary = JsonNodeFactory.instance.objectNode();
        summary.put("quantizer", quantizer.quantizer().name());
        summary.put("tensor", role.label());
        summary.put("bits", bits);
        Arrays.stream(values.shape()).forEach(summary.putArray("shape")::add);
        summary.put("ranges", ranges.size());
        summary.put("greatest_error", greatestError);
        folder.write("summary.json", summary);

        Map<String, Path> inputs = new LinkedHashMap<>();
        inputs.put("in", in);
        Optional.ofNullable(noise).ifPresent(file -> inputs.put("noise", file));
        folder.finish(out.manifest(seed.seed(), inputs));

        PrintWriter console = command.commandLine().getOut();
        console.println(values.size() + " values -> " + quantized.codes().format() + " codes, " + ranges.size()
                + (ranges.size() == 1 ? " range" : " ranges") + ", greatest error "
                + Figures.significant(greatestError, 3));
        console.println("written to " + folder.path());
    }
}
