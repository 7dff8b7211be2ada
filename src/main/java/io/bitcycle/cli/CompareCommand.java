package io.bitcycle.cli;

import io.bitcycle.hardware.HardwareConfig;
import io.bitcycle.precision.PrecisionSchedule;
import io.bitcycle.precision.ScheduleSpec;
import io.bitcycle.report.RunFolder;
import io.bitcycle.report.SimulatedRun;
import io.bitcycle.report.Survey;
import io.bitcycle.report.SurveyRow;
import io.bitcycle.report.chart.SurveyChart;
import io.bitcycle.report.page.ReportPage;
import io.bitcycle.simulator.Accelerator;
import io.bitcycle.simulator.Workers;
import io.bitcycle.training.ProgressListener;
import io.bitcycle.training.ShapeRun;
import io.bitcycle.workload.NetworkReader;
import io.bitcycle.workload.NetworkSpec;
import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code compare}: networks under schedules on hwconfigs, side by side. */
@Command(
        name = "compare",
        header = "Compares whole training runs of networks under schedules on hwconfigs.",
        description =
                "Each network is trained as long as its trace's source trains it, from shapes alone. Tells what each run"
                        + " costs, what a schedule saves against static precision, and how much of the saving in BitOPs"
                        + " is left as cycles, time and energy. With --out: compare.csv, compare.json, compare.svg, and report.html, which"
                        + " says what to choose and why.")
final class CompareCommand implements Callable<Integer> {
    /** The eleven models of the CPT paper. */
    private static final String ELEVEN = "resnet38-cifar100,resnet74-cifar100,resnet110-cifar100,resnet152-cifar100,"
            + "resnet164-cifar100,mobilenetv2-cifar100,resnet18-imagenet,resnet34-imagenet,resnet50-imagenet,"
            + "transformer-wikitext103,lstm-ptb";

    @Spec
    private CommandSpec command;

    @Mixin
    private HardwareOption.Several hardware;

    @Option(
            names = "--trace",
            paramLabel = "T",
            split = ",",
            defaultValue = ELEVEN,
            description = "traces, separated by commas: files, or names in traces/ (default: the CPT paper's eleven)")
    private List<String> traces;

    @Mixin
    private ScheduleOptions schedules;

    @Mixin
    private QuantizerOption quantizer;

    @Mixin
    private SeedOption seed;

    @Mixin
    private ThreadsOption threads;

    @Mixin
    private OutOption.IfAsked out;

    @Override
    public Integer call() throws IOException {
        List<HardwareConfig> configs = hardware.loadAll();
        List<NetworkSpec> networks =
                traceFiles().stream().map(NetworkReader::read).toList();
        if (schedules.isAutomatic()) {
            throw Errors.option("--bits auto", "needs values to train with; allowed here: MIN:MAX");
        }
        quantizer.require("--bits", schedules.bits());
        quantizer.require("--grad-bits", schedules.gradBits());
        networks.forEach(quantizer::require);
        for (HardwareConfig config : configs) {
            OperandWidths widths = new OperandWidths(config)
                    .check("--bits", schedules.bits())
                    .check("--grad-bits", schedules.gradBits());
            networks.forEach(widths::check);
            widths.throwIfAny();
        }
        for (HardwareConfig config : configs) {
            for (NetworkSpec network : networks) {
                VectorNumeric.require(config, network, quantizer.quantizer());
                schedules.requireWidths(config, plan(network).iterations());
            }
        }
        List<Job> jobs = new ArrayList<>();
        List<Accelerator> accelerators =
                configs.stream().map(hardware::accelerator).toList();
        accelerators.forEach(Accelerator::requireNoValues);
        for (NetworkSpec network : networks) {
            ShapeRun.Plan plan = plan(network);
            for (Accelerator accelerator : accelerators) {
                for (ScheduleSpec spec : specs()) {
                    jobs.add(new Job(network, plan, accelerator, spec, create(spec, plan.iterations())));
                }
            }
        }
        Optional<RunFolder> folder = out.openFor(List.of());
        Survey survey = new Survey(run(jobs));
        accelerators.forEach(Accelerator::saveMappings);
        PrintWriter print = command.commandLine().getOut();
        survey.lines().forEach(print::println);
        if (folder.isPresent()) {
            folder.get().write("compare.csv", survey.csv());
            folder.get().write("compare.json", survey.json());
            folder.get().write("compare.svg", SurveyChart.lines(survey));
            folder.get().finish(out.manifest(seed.seed(), inputs()));
            Path path = folder.get().path();
            folder.get().write(ReportPage.FILE, ReportPage.lines(List.of(path)));
            print.println();
            print.println("written to " + path + ", report in " + path.resolve(ReportPage.FILE));
        }
        return Errors.FINE;
    }

    /** One run of the survey. */
    private record Job(
            NetworkSpec network,
            ShapeRun.Plan plan,
            Accelerator accelerator,
            ScheduleSpec spec,
            PrecisionSchedule schedule) {
        boolean isBaseline() {
            return spec.kind().name().equals(ScheduleOptions.BASELINE);
        }
    }

    /** What the others are measured against comes first. */
    private List<ScheduleSpec> specs() {
        return ScheduleOptions.baselineFirst(schedules.specsWithoutLoss());
    }

    private PrecisionSchedule create(ScheduleSpec spec, long iterations) {
        return schedules.create(spec, schedules.parameters(iterations));
    }

    /** The source's whole training. */
    private ShapeRun.Plan plan(NetworkSpec network) {
        SourceLength length = SourceLength.of(network, null);
        return new ShapeRun.Plan(
                network,
                quantizer.quantizer(),
                length.batch(),
                length.iterations(),
                length.samplesPerEpoch(),
                0,
                0,
                0,
                RunLengthOptions.RANGE_TEST_FROM);
    }

    private List<SurveyRow> run(List<Job> jobs) {
        SurveyRow[] rows = new SurveyRow[jobs.size()];
        try (Workers workers = new Workers(threads.threads());
                Progress progress = Progress.of(command)) {
            ProgressListener listener = progress.task("runs");
            AtomicLong done = new AtomicLong();
            workers.forEach(rows.length, i -> {
                rows[i] = run(jobs.get(i));
                listener.progress(done.incrementAndGet(), rows.length, rows[i].trace());
            });
        }
        return Arrays.asList(rows);
    }

    private SurveyRow run(Job job) {
        ShapeRun.Result result;
        try (Workers alone = new Workers(1)) {
            result = ShapeRun.run(job.plan(), job.schedule(), job.accelerator(), alone, ProgressListener.NONE);
        }
        SimulatedRun run = SimulatedRun.of(job.spec().name(), result, Map.of(), null);
        int tokens = job.network().input().tokens();
        return new SurveyRow(
                job.network().name(),
                job.accelerator().hardware().name(),
                run.title(),
                job.isBaseline(),
                job.plan().iterations(),
                result.visits(),
                BigInteger.valueOf(result.samples()).multiply(BigInteger.valueOf(tokens)),
                tokens == 1 ? "image" : "token",
                run.cost(),
                job.network()
                        .paperBitOps()
                        .flatMap(paper -> PaperBitOps.of(job.network(), paper, job.spec(), schedules))
                        .orElse(null));
    }

    private List<Path> traceFiles() {
        Path shipped = BitCycle.above(command).home().resolve("traces");
        return traces.stream()
                .distinct()
                .map(trace -> NamedFile.find("--trace", trace, shipped, "trace"))
                .toList();
    }

    private Map<String, Path> inputs() {
        Map<String, Path> inputs = new TreeMap<>(schedules.files());
        hardware.files().forEach(file -> inputs.put("hwconfig " + file.getFileName(), file));
        traceFiles().forEach(file -> inputs.put("trace " + file.getFileName(), file));
        return inputs;
    }
}
