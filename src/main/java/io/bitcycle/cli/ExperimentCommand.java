package io.bitcycle.cli;

import io.bitcycle.report.RunFolder;
import io.bitcycle.report.experiment.ExperimentFolder;
import io.bitcycle.report.experiment.ExperimentRun;
import io.bitcycle.report.experiment.ExperimentSpec;
import io.bitcycle.report.experiment.ResultFiles;
import io.bitcycle.report.page.ReportPage;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code experiment}: many runs and their statistics. */
@Command(
        name = "experiment",
        header =
                "Trains networks x hwconfigs x schedules x seeds, and says what of the differences is more than chance.",
        description = {
            "",
            "Each run is one of train, kept below --out under a hash of all that decides its results: the same command "
                    + "again runs only what is missing. Writes results.csv (a row per run), statistics.csv (mean, standard "
                    + "deviation, 95 %% confidence interval, paired t-test and Wilcoxon's signed-rank test against the "
                    + "baseline), results.json and report.html.",
            ""
        })
final class ExperimentCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Parameters(paramLabel = "FILE", description = "an experiment, e.g. experiments/cpt-claims.json")
    private Path file;

    @Option(names = "--data", paramLabel = "D", description = "a data set instead of that in FILE, as train takes it")
    private String data;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "the folder of the experiment (default: runs/ and the name of FILE)")
    private Path out;

    @Option(
            names = "--shard",
            paramLabel = "I/N",
            converter = Shard.Converter.class,
            defaultValue = "1/1",
            description = "run only every N-th run, from the I-th on; merge puts the shards' folders together")
    private Shard shard;

    @Mixin
    private ThreadsOption threads;

    @Override
    public Integer call() throws IOException {
        ExperimentSpec asked = ExperimentSpec.read(file);
        ExperimentSpec spec = data == null ? asked : asked.on(data);
        ExperimentRunner runner = new ExperimentRunner(spec, BitCycle.above(command));
        Map<ExperimentRun, String> plan = runner.plan();
        Path to = out == null ? Path.of("runs", file.getFileName().toString().replaceFirst("\\.json$", "")) : out;
        OutOption.makeFolder("--out", to);
        ExperimentFolder folder = ExperimentFolder.create(to, file, plan);
        List<ExperimentRun> all = List.copyOf(plan.keySet());
        List<ExperimentRun> own = IntStream.range(0, all.size())
                .filter(shard::holds)
                .mapToObj(all::get)
                .toList();
        List<ExperimentRun> open =
                own.stream().filter(run -> !folder.isDone(run)).toList();
        PrintWriter err = command.commandLine().getErr();
        err.println(spec.name() + ": " + own.size() + " runs" + (shard.of() == 1 ? "" : " of " + all.size()) + ", "
                + (own.size() - open.size()) + " done before");
        AtomicInteger count = new AtomicInteger(own.size() - open.size());
        runner.run(open, folder, threads.threads(), run -> {
            err.println(count.incrementAndGet() + "/" + own.size() + "  " + run.describe());
            err.flush();
        });
        PrintWriter print = command.commandLine().getOut();
        if (!folder.missing().isEmpty()) {
            print.println("shard " + shard + " is done; bitcycle merge puts it and the others together");
            return Errors.FINE;
        }
        finish(folder, print);
        return Errors.FINE;
    }

    /** Results and report of a complete experiment. */
    static void finish(ExperimentFolder folder, PrintWriter print) throws IOException {
        ResultFiles.write(folder).forEach(print::println);
        RunFolder.writeFile(folder.path(), ReportPage.FILE, ReportPage.lines(List.of(folder.path())));
        print.println();
        print.println(
                "written to " + folder.path() + ", report in " + folder.path().resolve(ReportPage.FILE));
    }
}
