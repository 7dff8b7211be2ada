package io.bitcycle.cli;

import io.bitcycle.hardware.HardwareConfig;
import io.bitcycle.report.Manifest;
import io.bitcycle.report.RangeTestFiles;
import io.bitcycle.report.RangeTestTable;
import io.bitcycle.report.RunFolder;
import io.bitcycle.report.RunSummary;
import io.bitcycle.simulator.Accelerator;
import io.bitcycle.training.Checkpoints;
import io.bitcycle.training.RangeTestRun;
import io.bitcycle.training.Recipe;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code prt}: the precision range test alone. */
@Command(
        name = PrtCommand.RUN,
        header = "Finds the lowest precision at which a network learns, on the simulated array.",
        description = "The weights it trains are thrown away; its cycles and energy are counted.")
final class PrtCommand implements Callable<Integer> {
    /** What its run is called, and the folder of {@code train}'s. */
    static final String RUN = "prt";

    @Spec
    private CommandSpec command;

    @Mixin
    private HardwareOption.WithDefault hardware;

    @Mixin
    private LearningOptions learning;

    @Option(
            names = "--bits",
            paramLabel = "MIN:MAX",
            defaultValue = "2:8",
            converter = BitRange.Converter.class,
            description = "precisions of weights and activations to test (default: ${DEFAULT-VALUE})")
    private BitRange bits;

    @Option(
            names = "--grad-bits",
            paramLabel = "N",
            defaultValue = "8",
            converter = BitRange.Converter.class,
            description = "width of errors (default: ${DEFAULT-VALUE})")
    private BitRange gradBits;

    @Mixin
    private RangeTestOptions test;

    @Mixin
    private SeedOption seed;

    @Mixin
    private ThreadsOption threads;

    @Mixin
    private OutOption.IfAsked out;

    @Mixin
    private OpsColumnsOption opsColumns;

    @Mixin
    private CheckpointOptions checkpoints;

    @Override
    public Integer call() throws IOException {
        HardwareConfig config = hardware.load();
        Recipe recipe = learning.recipe(seed.seed());
        VectorNumeric.require(config, recipe);
        learning.requireBits("--bits", bits);
        new OperandWidths(config)
                .check("--bits", bits)
                .check("--grad-bits", gradBits)
                .check(recipe.network())
                .throwIfAny();
        RangeTestRun.Plan plan = test.plan(bits, gradBits.max(), recipe.data().isText());
        Manifest manifest = out.manifest(
                seed.seed(),
                Map.of("hwconfig", hardware.file(), "trace", learning.networkFile()),
                Map.of("data", recipe.data().sha256()));
        checkpoints.require(out.out(), Map.of(RUN, ""), manifest);
        Optional<RunFolder> folder = opsColumns.applied(out.open());
        Optional<Checkpoints> saved = folder.isEmpty()
                ? Optional.empty()
                : Optional.of(checkpoints.of(folder.get().path(), RUN, manifest, plan.iterations()));
        Accelerator accelerator = hardware.accelerator(config);
        RangeTestRun.Result result = test.run(recipe, plan, accelerator, threads, saved);
        accelerator.saveMappings();
        PrintWriter print = command.commandLine().getOut();
        char mark = BitCycle.above(command).terminal().unicode() ? '█' : '#';
        RangeTestTable.lines(result.test(), mark).forEach(print::println);
        RunSummary cost = RunSummary.of(result.ledger(), result.ledger().entries(), result.bitOps());
        print.println();
        print.println("cost of the test on " + config.name() + ":");
        cost.lines().forEach(print::println);
        if (folder.isPresent()) {
            RangeTestFiles.write(folder.get(), result, cost);
            folder.get().finish(manifest);
            checkpoints.finish();
            print.println("written to " + folder.get().path());
        }
        return Errors.FINE;
    }
}
