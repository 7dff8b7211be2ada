package io.bitcycle.cli;

import io.bitcycle.hardware.HardwareConfig;
import io.bitcycle.hardware.array.ArrayTiming;
import io.bitcycle.hardware.array.Dataflow;
import io.bitcycle.json.BadInputException;
import io.bitcycle.json.Position;
import io.bitcycle.json.Problem;
import io.bitcycle.numeric.IntegerFormat;
import io.bitcycle.report.RunFolder;
import io.bitcycle.report.RunSummary;
import io.bitcycle.simulator.Accelerator;
import io.bitcycle.simulator.AcceleratorSession;
import io.bitcycle.simulator.DramTrace;
import io.bitcycle.simulator.Workers;
import io.bitcycle.tensor.CodeTensor;
import io.bitcycle.tensor.npy.NpyArray;
import io.bitcycle.tensor.npy.NpyType;
import io.bitcycle.workload.MatrixOp;
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

/** {@code gemm}: one matrix product on the array. */
@Command(
        name = "gemm",
        header = "Runs one matrix product A [M, K] x B [K, N] on the array.",
        description = {
            "",
            "With --out, writes accumulators.npy (int64, [M, N]; not in shape fidelity), summary.json, ops.csv and "
                    + "manifest.json.",
            ""
        })
final class GemmCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Mixin
    private HardwareOption.Required hardware;

    @Option(names = "--a", paramLabel = "A.npy", description = "codes [M, K], integers in an .npy file")
    private Path a;

    @Option(names = "--b", paramLabel = "B.npy", description = "codes [K, N], likewise")
    private Path b;

    @Option(
            names = "--shape",
            paramLabel = "MxNxK",
            converter = MatrixShape.Converter.class,
            description = "instead of files, for shape fidelity")
    private MatrixShape shape;

    @Option(names = "--a-bits", paramLabel = "N", required = true, description = "width of A's codes, 1 to 16")
    private int aBits;

    @Option(names = "--b-bits", paramLabel = "N", required = true, description = "width of B's codes, 1 to 16")
    private int bBits;

    @Option(names = "--a-signed", description = "A's codes are two's complement, else unsigned")
    private boolean aSigned;

    @Option(names = "--b-signed", description = "B's codes are two's complement, else unsigned")
    private boolean bSigned;

    @Option(
            names = "--dataflow",
            paramLabel = "F",
            converter = DataflowChoice.class,
            description = "os, ws or is: instead of the hwconfig's array.dataflow")
    private Dataflow dataflow;

    @Option(
            names = "--fidelity",
            paramLabel = "F",
            defaultValue = "exact",
            converter = Fidelity.Any.class,
            description =
                    "step (the array register by register), exact (values and cycles, fast) or shape (cycles alone) "
                            + "(default: ${DEFAULT-VALUE})")
    private Fidelity fidelity;

    @Option(
            names = "--vectors",
            paramLabel = "DIR",
            description = "a folder to write operands, expected accumulators and cycles to, as .npy and as hex for "
                    + "$$readmemh")
    private Path vectors;

    @Mixin
    private StepOptions step;

    @Mixin
    private DramTraceOptions dramTrace;

    @Mixin
    private SeedOption seed;

    @Mixin
    private ThreadsOption threads;

    @Mixin
    private OutOption.IfAsked out;

    @Mixin
    private OpsColumnsOption opsColumns;

    /** The dataflows by their short names. */
    static final class DataflowChoice extends Choice<Dataflow> {
        DataflowChoice() {
            super(List.of(Dataflow.values()), Dataflow::shortLabel);
        }
    }

    @Override
    public Integer call() throws IOException {
        checkOptions();
        HardwareConfig config =
                dataflow == null ? hardware.load() : hardware.load("array.dataflow=" + dataflow.label());
        checked(new OperandWidths(config)).throwIfAny();
        Accelerator accelerator = hardware.accelerator(config);
        IntegerFormat aFormat = new IntegerFormat(aBits, aSigned);
        IntegerFormat bFormat = new IntegerFormat(bBits, bSigned);
        Optional<GemmOperands> operands =
                fidelity == Fidelity.SHAPE ? Optional.empty() : Optional.of(operands(aFormat, bFormat));
        MatrixShape size = operands.map(GemmOperands::shape).orElseGet(this::shapeAlone);
        MatrixOp op = GemmOperands.operation(size, aFormat, bFormat, accelerator);
        PrintWriter console = command.commandLine().getOut();
        Optional<DramTrace> trace = dramTrace.plan(accelerator, List.of(op), step.force(), console);
        ArrayTiming timing = ArrayTiming.of(config.array(), size.m(), size.k(), size.n(), 1, aBits, bBits);
        try (Workers workers = new Workers(threads.threads());
                StepOptions.View view = step.view(
                        accelerator,
                        aFormat,
                        bFormat,
                        timing.cycles(),
                        fidelity == Fidelity.STEP
                                ? accelerator.mapping(op).run().cycles()
                                : 0,
                        console)) {
            // Not before everything that can be refused was.
            Optional<RunFolder> vectorFolder =
                    vectors == null ? Optional.empty() : Optional.of(OutOption.open("--vectors", vectors));
            Optional<RunFolder> folder = opsColumns.applied(out.openFor(List.of()));
            AcceleratorSession session = fidelity == Fidelity.STEP
                    ? accelerator.steppedSession(workers, view)
                    : accelerator.session(workers);
            session.phase("gemm");
            Optional<long[]> sums = operands.map(codes -> codes.multiply(session));
            if (sums.isEmpty()) {
                session.count(op);
            }
            accelerator.saveMappings();
            view.finish();
            if (trace.isPresent()) {
                dramTrace.write(trace.get(), console);
            }
            if (vectorFolder.isPresent()) {
                GemmOperands codes = operands.orElseThrow();
                codes.vectors(session, sums.orElseThrow()).write(vectorFolder.get());
            }
            report(session, config, size, folder, sums);
        }
        return Errors.FINE;
    }

    private void checkOptions() {
        List<Problem> problems = new ArrayList<>();
        step.check(fidelity == Fidelity.STEP, (option, message) -> problem(problems, option, message));
        dramTrace.check((option, message) -> problem(problems, option, message));
        if (vectors != null && fidelity == Fidelity.SHAPE) {
            problem(problems, "--vectors", "has no values to write; allowed: with --fidelity step or exact");
        }
        if (shape != null && (a != null || b != null)) {
            problem(problems, "--shape", "stands instead of --a and --b; allowed: the one or the other");
        } else if (shape != null && fidelity != Fidelity.SHAPE) {
            problem(problems, "--shape", "has no values; allowed: with --fidelity shape, or --a and --b");
        } else if (shape == null && a == null) {
            problem(problems, "--a", "is missing; allowed: --a and --b, or --fidelity shape with --shape");
        } else if (shape == null && b == null) {
            problem(problems, "--b", "is missing; allowed: --a and --b, or --fidelity shape with --shape");
        }
        problems.addAll(checked(new OperandWidths()).problems());
        if (!problems.isEmpty()) {
            throw new BadInputException(problems);
        }
    }

    private OperandWidths checked(OperandWidths widths) {
        return widths.check("--a-bits " + aBits, aBits).check("--b-bits " + bBits, bBits);
    }

    private static void problem(List<Problem> problems, String option, String message) {
        problems.add(Problem.at(Position.of(option), "", message));
    }

    private GemmOperands operands(IntegerFormat aFormat, IntegerFormat bFormat) {
        NpyFile aFile = new NpyFile("--a", a);
        NpyFile bFile = new NpyFile("--b", b);
        CodeTensor aCodes = aFile.convert(array -> matrix(aFile, array).toCodes(aFormat));
        CodeTensor bCodes = bFile.convert(array -> matrix(bFile, array).toCodes(bFormat));
        if (aCodes.dim(1) != bCodes.dim(0)) {
            throw bFile.bad("has the shape " + Arrays.toString(bCodes.shape()) + "; allowed: [" + aCodes.dim(1)
                    + ", N], since --a has the shape " + Arrays.toString(aCodes.shape()));
        }
        if ((long) aCodes.dim(0) * bCodes.dim(1) > Integer.MAX_VALUE) {
            throw bFile.bad(
                    "makes a product of " + aCodes.dim(0) + " x " + bCodes.dim(1) + "; allowed: at most 2^31 - 1 sums");
        }
        return new GemmOperands(aCodes, bCodes);
    }

    /** In shape fidelity the files, if given, say their shapes only. */
    private MatrixShape shapeAlone() {
        return shape != null
                ? shape
                : operands(new IntegerFormat(aBits, aSigned), new IntegerFormat(bBits, bSigned))
                        .shape();
    }

    private static NpyArray matrix(NpyFile file, NpyArray array) {
        int[] dims = array.shape();
        if (dims.length != 2 || dims[0] == 0 || dims[1] == 0) {
            throw file.bad("has the shape " + Arrays.toString(dims) + "; allowed: two dimensions, each at least 1");
        }
        return array;
    }

    private void report(
            AcceleratorSession session,
            HardwareConfig config,
            MatrixShape size,
            Optional<RunFolder> folder,
            Optional<long[]> sums)
            throws IOException {
        BigInteger macs = BigInteger.valueOf((long) size.m() * size.n() * size.k());
        RunSummary summary = RunSummary.of(
                session.ledger(), session.ledger().entries(), macs.multiply(BigInteger.valueOf((long) aBits * bBits)));
        PrintWriter console = command.commandLine().getOut();
        console.println(config.name() + ", " + config.array().dataflow().label() + ": " + size.m() + " x " + size.k()
                + " times " + size.k() + " x " + size.n() + ", " + new IntegerFormat(aBits, aSigned) + " by "
                + new IntegerFormat(bBits, bSigned));
        summary.lines().forEach(console::println);
        if (folder.isEmpty()) {
            return;
        }
        if (sums.isPresent()) {
            folder.get()
                    .write("accumulators.npy", new NpyArray.Integers(NpyType.INT64, sums.get(), size.m(), size.n()));
        }
        folder.get().write("summary.json", summary.toJson());
        folder.get().write(session.ledger());
        Map<String, Path> inputs = new LinkedHashMap<>();
        inputs.put("hwconfig", hardware.file());
        Optional.ofNullable(a).ifPresent(file -> inputs.put("a", file));
        Optional.ofNullable(b).ifPresent(file -> inputs.put("b", file));
        folder.get().finish(out.manifest(seed.seed(), inputs));
        console.println("written to " + folder.get().path());
    }
}
