package io.bitcycle.cli;

import io.bitcycle.hardware.HardwareConfig;
import io.bitcycle.hardware.VectorConfig;
import io.bitcycle.precision.Precision;
import io.bitcycle.precision.PrecisionSchedule;
import io.bitcycle.precision.ScheduleParameters;
import io.bitcycle.precision.ScheduleSpec;
import io.bitcycle.report.Comparison;
import io.bitcycle.report.Manifest;
import io.bitcycle.report.RunFolder;
import io.bitcycle.report.RunSummary;
import io.bitcycle.report.SimulatedRun;
import io.bitcycle.report.timeline.Timeline;
import io.bitcycle.simulator.Accelerator;
import io.bitcycle.simulator.DramTrace;
import io.bitcycle.simulator.Workers;
import io.bitcycle.training.ShapeRun;
import io.bitcycle.workload.NetworkReader;
import io.bitcycle.workload.NetworkSpec;
import io.bitcycle.workload.Operation;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code simulate}: whole training runs from shapes. */
@Command(
        name = "simulate",
        header = "Counts a whole training run of a network from its shapes alone, in seconds.",
        description =
                "Cycles, traffic and energy are those of training, iteration by iteration; values, accuracy and overflows are"
                        + " not computed. By default CPT with 3 to 8 bits against static 8 bits, as long as the trace's source"
                        + " trains it.")
final class SimulateCommand implements Callable<Integer> {
    /** Of CIFAR and ImageNet models alike. */
    private static final NetworkSpec.Bookkeeping THE_CPT_PAPER = new NetworkSpec.Bookkeeping(
            SimulatedRun.PAPER_ITERATIONS, SimulatedRun.PAPER_BATCH, "Fu et al., ICLR 2021, section 4.1");

    @Spec
    private CommandSpec command;

    @Mixin
    private HardwareOption.Required hardware;

    @Option(
            names = "--trace",
            paramLabel = "T",
            required = true,
            description = "a trace: a file, or the name of one in traces/")
    private String trace;

    @Mixin
    private ScheduleOptions schedules;

    @Mixin
    private RunLengthOptions length;

    @Mixin
    private QuantizerOption quantizer;

    @Mixin
    private DramTraceOptions.Forcible dramTrace;

    @Mixin
    private TimelineOption timeline;

    @Mixin
    private SeedOption seed;

    @Mixin
    private ThreadsOption threads;

    @Mixin
    private OutOption.IfAsked out;

    @Mixin
    private OpsColumnsOption opsColumns;

    @Override
    public Integer call() throws IOException {
        HardwareConfig config = hardware.load();
        NetworkSpec network = NetworkReader.read(traceFile());
        if (schedules.isAutomatic()) {
            throw Errors.option(
                    "--bits auto", "needs values to train with; allowed here: MIN:MAX, and --prt to count the test");
        }
        quantizer.require(network);
        quantizer.require("--bits", schedules.bits());
        quantizer.require("--grad-bits", schedules.gradBits());
        new OperandWidths(config)
                .check("--bits", schedules.bits())
                .check("--grad-bits", schedules.gradBits())
                .check(network)
                .throwIfAny();
        VectorNumeric.require(config, network, quantizer.quantizer());
        ShapeRun.Plan plan = length.plan(network, quantizer.quantizer());
        Map<ScheduleSpec, PrecisionSchedule> runs = create(plan.iterations());
        schedules.requireWidths(config, plan.iterations());
        Accelerator accelerator = hardware.accelerator(config);
        accelerator.requireNoValues();
        timeline.require(plan.iterations());
        PrintWriter print = command.commandLine().getOut();
        Optional<DramTrace> dram = dramTrace.plan(
                accelerator, dramTrace.asked() ? onlyIteration(plan, runs, config.vector()) : List.of(), print);
        Optional<RunFolder> folder = opsColumns.applied(
                out.openFor(runs.keySet().stream().map(ScheduleSpec::folder).toList()));

        print.println(network.name() + ", shapes alone: " + length.describe(plan) + ", quantizer "
                + quantizer.quantizer().name());
        print.println(HardwareOption.describe(config));
        print.println();
        NarrowAccumulators.warning(
                        accelerator,
                        network,
                        plan.batch(),
                        quantizer.quantizer(),
                        widest(runs),
                        "training would count sums that do not fit as overflows")
                .ifPresent(command.commandLine().getErr()::println);
        List<SimulatedRun> done = simulate(runs, plan, accelerator);
        drawTimeline(runs, plan, accelerator);
        accelerator.saveMappings();
        if (dram.isPresent()) {
            dramTrace.write(dram.get(), print);
        }
        new Comparison(done, config.name(), Optional.empty()).lines().forEach(print::println);
        if (folder.isPresent()) {
            for (SimulatedRun run : done) {
                RunFolder child = folder.get().child(ScheduleSpec.folder(run.name()));
                run.write(child);
                child.finish(manifest());
            }
            folder.get().write("comparison.json", SimulatedRun.comparison(done));
            folder.get().finish(manifest());
            print.println("written to " + folder.get().path());
        }
        return Errors.FINE;
    }

    /** The operations of the run, which must be one training iteration. */
    private static List<Operation> onlyIteration(
            ShapeRun.Plan plan, Map<ScheduleSpec, PrecisionSchedule> runs, VectorConfig vector) {
        if (runs.size() > 1 || plan.iterations() > 1 || plan.evaluateEvery() > 0 || plan.rangeTest() > 0) {
            throw Errors.option(
                    "--dram-trace",
                    "has one training iteration; allowed: with one --schedule and --iterations 1, without --evaluate-every"
                            + " and --prt");
        }
        return ShapeRun.operations(plan, runs.values().iterator().next(), 0, vector);
    }

    private void drawTimeline(Map<ScheduleSpec, PrecisionSchedule> runs, ShapeRun.Plan plan, Accelerator accelerator)
            throws IOException {
        List<Timeline> timelines = new ArrayList<>();
        runs.forEach((spec, schedule) -> timeline.of(spec.name(), accelerator).ifPresent(drawn -> {
            ShapeRun.hear(plan, schedule, timeline.iteration(), accelerator, drawn);
            timelines.add(drawn);
        }));
        timeline.write(timelines);
    }

    private Path traceFile() {
        return NamedFile.find("--trace", trace, BitCycle.above(command).home().resolve("traces"), "trace");
    }

    /** What the others are measured against comes first. */
    private Map<ScheduleSpec, PrecisionSchedule> create(long iterations) {
        ScheduleParameters parameters = schedules.parameters(iterations);
        Map<ScheduleSpec, PrecisionSchedule> created = new LinkedHashMap<>();
        ScheduleOptions.baselineFirst(schedules.specsWithoutLoss())
                .forEach(spec -> created.put(spec, schedules.create(spec, parameters)));
        return created;
    }

    private static Precision widest(Map<ScheduleSpec, PrecisionSchedule> runs) {
        int forward = 0;
        int backward = 0;
        for (PrecisionSchedule schedule : runs.values()) {
            forward = Math.max(forward, schedule.evaluation().forwardBits());
            backward = Math.max(backward, schedule.evaluation().backwardBits());
        }
        return new Precision(forward, backward);
    }

    private List<SimulatedRun> simulate(
            Map<ScheduleSpec, PrecisionSchedule> runs, ShapeRun.Plan plan, Accelerator accelerator) {
        List<SimulatedRun> done = new ArrayList<>();
        try (Workers workers = new Workers(threads.threads());
                Progress progress = Progress.of(command)) {
            runs.forEach((spec, schedule) -> {
                // What never leaves its precision needs no test that finds one.
                ShapeRun.Plan own =
                        spec.kind().name().equals(ScheduleOptions.BASELINE) ? plan.withoutRangeTest() : plan;
                ShapeRun.Result result = ShapeRun.run(own, schedule, accelerator, workers, progress.task(spec.name()));
                Map<Precision, RunSummary> once = new LinkedHashMap<>();
                for (Precision precision : result.visits().keySet()) {
                    ShapeRun.Result one = ShapeRun.iteration(plan, precision, accelerator, workers);
                    once.put(precision, RunSummary.of(one.ledger(), one.ledger().entries(), one.bitOps()));
                }
                done.add(SimulatedRun.of(spec.name(), result, once, paperCount(spec, plan)));
            });
        }
        return done;
    }

    /** Null where options count iterations, the run itself is the paper's bookkeeping, or does not fit into it. */
    private SimulatedRun.PaperCount paperCount(ScheduleSpec spec, ShapeRun.Plan plan) {
        NetworkSpec.Bookkeeping paper = plan.network().paperBitOps().orElse(THE_CPT_PAPER);
        boolean same =
                plan.imagesPerEpoch() == 0 && plan.iterations() == paper.iterations() && plan.batch() == paper.batch();
        return same || length.inIterations() || !plan.network().chained()
                ? null
                : PaperBitOps.of(plan.network(), paper, spec, schedules)
                        .map(bitOps -> new SimulatedRun.PaperCount(paper.iterations(), paper.batch(), bitOps))
                        .orElse(null);
    }

    private Manifest manifest() throws IOException {
        Map<String, Path> inputs = new TreeMap<>(schedules.files());
        inputs.put("hwconfig", hardware.file());
        inputs.put("trace", traceFile());
        return out.manifest(seed.seed(), inputs);
    }
}
