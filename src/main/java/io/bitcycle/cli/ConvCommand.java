package io.bitcycle.cli;

import io.bitcycle.hardware.HardwareConfig;
import io.bitcycle.numeric.CounterRandom;
import io.bitcycle.precision.Precision;
import io.bitcycle.report.Figures;
import io.bitcycle.report.RunFolder;
import io.bitcycle.report.RunSummary;
import io.bitcycle.simulator.Accelerator;
import io.bitcycle.simulator.AcceleratorSession;
import io.bitcycle.simulator.DramTrace;
import io.bitcycle.simulator.Workers;
import io.bitcycle.tensor.CodeTensor;
import io.bitcycle.tensor.FloatTensor;
import io.bitcycle.tensor.Noise;
import io.bitcycle.tensor.npy.NpyArray;
import io.bitcycle.tensor.npy.NpyType;
import io.bitcycle.training.layer.ErrorNoise;
import io.bitcycle.training.layer.QuantizedConv;
import io.bitcycle.training.layer.Step;
import io.bitcycle.training.layer.TensorObserver;
import io.bitcycle.workload.ActivationShape;
import io.bitcycle.workload.ConvShape;
import io.bitcycle.workload.Operation;
import io.bitcycle.workload.layer.ConvSpec;
import io.bitcycle.workload.work.ConvWork;
import io.bitcycle.workload.work.Quantization;
import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code conv}: one quantized convolution through all three passes. */
@Command(
        name = "conv",
        header = "Runs one quantized convolution forward and, given an output gradient, backward.",
        description = "Writes codes, forward accumulators and results as .npy files, and what they cost.")
final class ConvCommand implements Callable<Integer> {
    private static final String LAYER = "conv";

    @Spec
    private CommandSpec command;

    @Mixin
    private HardwareOption.WithDefault hardware;

    @Option(names = "--input", required = true, paramLabel = "X.npy", description = "float activations [N, C, H, W]")
    private Path input;

    @Option(
            names = "--weight",
            required = true,
            paramLabel = "W.npy",
            description = "float weights [O, C/groups, K, K]")
    private Path weight;

    @Option(
            names = "--grad-output",
            paramLabel = "E.npy",
            description = "float gradient of the output [N, O, Ho, Wo]; without it, forward only")
    private Path gradOutput;

    @Option(
            names = "--grad-noise",
            paramLabel = "N.npy",
            description = "rounding noise in [-0.5, 0.5) of that gradient (default: drawn from --seed)")
    private Path gradNoise;

    @Option(
            names = "--stride",
            paramLabel = "N",
            defaultValue = "1",
            description = "step of the kernel (default: ${DEFAULT-VALUE})")
    private int stride;

    @Option(
            names = "--padding",
            paramLabel = "N",
            defaultValue = "0",
            description = "zeros on each side (default: ${DEFAULT-VALUE})")
    private int padding;

    @Option(
            names = "--groups",
            paramLabel = "N",
            defaultValue = "1",
            description = "groups of channels (default: ${DEFAULT-VALUE})")
    private int groups;

    @Option(
            names = "--forward-bits",
            paramLabel = "B",
            defaultValue = "8",
            description = "width of activations and weights (default: ${DEFAULT-VALUE})")
    private int forwardBits;

    @Option(
            names = "--backward-bits",
            paramLabel = "B",
            defaultValue = "8",
            description = "width of errors (default: ${DEFAULT-VALUE})")
    private int backwardBits;

    @Mixin
    private QuantizerOption quantizer;

    @Option(
            names = "--fidelity",
            paramLabel = "F",
            defaultValue = "exact",
            converter = Fidelity.WithValues.class,
            description = "step (the array register by register) or exact (fast) (default: ${DEFAULT-VALUE})")
    private Fidelity fidelity;

    @Mixin
    private DramTraceOptions.Forcible dramTrace;

    @Mixin
    private SeedOption seed;

    @Mixin
    private ThreadsOption threads;

    @Mixin
    private OutOption.Required out;

    @Mixin
    private OpsColumnsOption opsColumns;

    @Override
    public Integer call() throws IOException {
        HardwareConfig config = hardware.load();
        VectorNumeric.requireFloat(config, "conv");
        Precision precision = precision(config);
        FloatTensor inputValues = new NpyFile("--input", input).readFinite();
        FloatTensor weightValues = new NpyFile("--weight", weight).readFinite();
        ConvSpec spec = spec(inputValues, weightValues);
        FloatTensor gradient = gradOutput == null ? null : gradient(spec, inputValues);
        ErrorNoise noise = noise(gradient);
        Accelerator accelerator = hardware.accelerator(config);
        PrintWriter print = command.commandLine().getOut();
        Optional<DramTrace> trace = dramTrace.plan(accelerator, operations(spec, inputValues, precision), print);
        RunFolder folder = opsColumns.applied(out.openFor(List.of())).orElseThrow();
        Map<String, NpyArray> tensors = new LinkedHashMap<>();
        AcceleratorSession session;
        try (Workers workers = new Workers(threads.threads())) {
            session = fidelity == Fidelity.STEP
                    ? accelerator.steppedSession(workers, (cycle, array) -> {})
                    : accelerator.session(workers);
            session.phase(LAYER);
            QuantizedConv layer = new QuantizedConv(spec, 0, weightValues, quantizer.quantizer(), false);
            Step step = new Step(session, precision, true, 0, noise, new Recorder(tensors));
            tensors.put("output", NpyArray.of(layer.forward(inputValues, step)));
            if (gradient != null) {
                tensors.put("grad_input", NpyArray.of(layer.backward(gradient, step)));
                tensors.put("grad_weight", NpyArray.of(layer.parameters().get(0).gradient()));
            }
        }
        accelerator.saveMappings();
        if (trace.isPresent()) {
            dramTrace.write(trace.get(), print);
        }
        for (Map.Entry<String, NpyArray> tensor : tensors.entrySet()) {
            folder.write(tensor.getKey() + ".npy", tensor.getValue());
        }
        int products = gradient == null ? forwardBits * forwardBits : precision.bitProducts();
        BigInteger bitOps = BigInteger.valueOf(shape(spec, inputValues).macs()).multiply(BigInteger.valueOf(products));
        RunSummary summary = RunSummary.of(session.ledger(), session.ledger().entries(), bitOps);
        folder.write("summary.json", summary.toJson());
        folder.write(session.ledger());
        folder.finish(out.manifest(seed.seed(), inputs()));
        summary.lines().forEach(print::println);
        print.println(Figures.grouped(tensors.size()) + " tensors written to " + folder.path());
        return Errors.FINE;
    }

    private Precision precision(HardwareConfig config) {
        quantizer.require("--forward-bits " + forwardBits, forwardBits);
        quantizer.require("--backward-bits " + backwardBits, backwardBits);
        new OperandWidths(config)
                .check("--forward-bits " + forwardBits, forwardBits)
                .check("--backward-bits " + backwardBits, backwardBits)
                .throwIfAny();
        try {
            return new Precision(forwardBits, backwardBits);
        } catch (IllegalArgumentException bad) {
            throw Errors.option("--forward-bits " + forwardBits + " --backward-bits " + backwardBits, bad.getMessage());
        }
    }

    private ConvSpec spec(FloatTensor inputValues, FloatTensor weightValues) {
        requireRank("--input " + input, inputValues, "[N, C, H, W]");
        requireRank("--weight " + weight, weightValues, "[O, C/groups, K, K]");
        if (weightValues.dim(2) != weightValues.dim(3)) {
            throw Errors.option(
                    "--weight " + weight,
                    "has a kernel of " + weightValues.dim(2) + "x" + weightValues.dim(3) + "; allowed: square kernels");
        }
        if (groups < 1 || inputValues.dim(1) != groups * weightValues.dim(1)) {
            throw Errors.option(
                    "--weight " + weight,
                    "has " + weightValues.dim(1) + " channels per group; " + inputValues.dim(1)
                            + " input channels and --groups " + groups + " need "
                            + (groups < 1 ? "groups from 1" : "" + inputValues.dim(1) / groups));
        }
        ConvSpec spec = new ConvSpec(
                LAYER, inputValues.dim(1), weightValues.dim(0), weightValues.dim(2), stride, padding, groups, true);
        try {
            shape(spec, inputValues);
        } catch (IllegalArgumentException impossible) {
            throw Errors.option("--input " + input, "does not fit: " + impossible.getMessage());
        }
        return spec;
    }

    private static ConvShape shape(ConvSpec spec, FloatTensor input) {
        return spec.shape(input.dim(0), new ActivationShape(input.dim(1), input.dim(2), input.dim(3)));
    }

    /** What the layer will execute. */
    private List<Operation> operations(ConvSpec spec, FloatTensor inputValues, Precision precision) {
        Quantization quantization = new Quantization(
                quantizer.quantizer(), precision.weightBits(), precision.activationBits(), precision.backwardBits());
        ConvWork work = new ConvWork(LAYER, shape(spec, inputValues), quantization, false);
        List<Operation> operations = new ArrayList<>(work.forward(true));
        if (gradOutput != null) {
            operations.addAll(work.backward());
        }
        return operations;
    }

    private FloatTensor gradient(ConvSpec spec, FloatTensor inputValues) {
        FloatTensor values = new NpyFile("--grad-output", gradOutput).readFinite();
        ConvShape shape = shape(spec, inputValues);
        int[] expected = {shape.batch(), shape.outChannels(), shape.outHeight(), shape.outWidth()};
        if (!Arrays.equals(expected, values.shape())) {
            throw Errors.option(
                    "--grad-output " + gradOutput,
                    "has shape " + Arrays.toString(values.shape()) + "; allowed: the output's, "
                            + Arrays.toString(expected));
        }
        return values;
    }

    private ErrorNoise noise(FloatTensor gradient) {
        if (gradNoise == null) {
            return ErrorNoise.of(CounterRandom.of(seed.seed()));
        }
        if (gradient == null) {
            throw Errors.option("--grad-noise " + gradNoise, "needs --grad-output");
        }
        FloatTensor values = new NpyFile("--grad-noise", gradNoise).readFloats();
        if (!Arrays.equals(values.shape(), gradient.shape())) {
            throw Errors.option(
                    "--grad-noise " + gradNoise,
                    "has shape " + Arrays.toString(values.shape()) + "; allowed: that of --grad-output, "
                            + Arrays.toString(gradient.shape()));
        }
        try {
            return new RecordedNoise(Noise.of(values));
        } catch (IllegalArgumentException outside) {
            throw Errors.option("--grad-noise " + gradNoise, outside.getMessage());
        }
    }

    private static void requireRank(String option, FloatTensor tensor, String axes) {
        if (tensor.rank() != 4 || tensor.size() == 0) {
            throw Errors.option(
                    option, "has shape " + Arrays.toString(tensor.shape()) + "; allowed: " + axes + ", not empty");
        }
    }

    private Map<String, Path> inputs() {
        Map<String, Path> files = new LinkedHashMap<>();
        files.put("hwconfig", hardware.file());
        files.put("input", input);
        files.put("weight", weight);
        if (gradOutput != null) {
            files.put("grad_output", gradOutput);
        }
        if (gradNoise != null) {
            files.put("grad_noise", gradNoise);
        }
        return files;
    }

    /** The same noise for the error and, where the quantizer makes one, its folded copy. */
    private record RecordedNoise(Noise noise) implements ErrorNoise {
        @Override
        public Noise error(long iteration, int layer) {
            return noise;
        }

        @Override
        public Noise foldedError(long iteration, int layer) {
            return noise;
        }
    }

    /** Keeps every tensor under the name of its file. */
    private record Recorder(Map<String, NpyArray> tensors) implements TensorObserver {
        @Override
        public void codes(String layer, String name, CodeTensor codes) {
            tensors.put(name, NpyArray.of(codes));
        }

        @Override
        public boolean wantsAccumulators() {
            return true;
        }

        @Override
        public void forwardAccumulators(String layer, long[] sums, int... shape) {
            tensors.put("forward_accumulators", new NpyArray.Integers(NpyType.INT64, sums, shape));
        }
    }
}
