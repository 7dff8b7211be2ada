package io.bitcycle.cli;

import io.bitcycle.precision.PrtMetric;
import io.bitcycle.precision.PrtMode;
import io.bitcycle.precision.PrtRule;
import io.bitcycle.simulator.Accelerator;
import io.bitcycle.simulator.Workers;
import io.bitcycle.training.Checkpoints;
import io.bitcycle.training.RangeTestRun;
import io.bitcycle.training.Recipe;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options of the precision range test. */
final class RangeTestOptions {
    private static final String TASK = "range test";
    /** Chance alone passes it once in a thousand times. */
    private static final double ISOLATED_NOISE = 3;

    private static final int WIDEST_DEFAULT_WINDOW = 10;
    private static final int MOST_NOISE = 100;
    private static final int MOST_REPEATS = 1000;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--prt-mode",
            paramLabel = "M",
            defaultValue = "isolated",
            converter = ModeChoice.class,
            description = "isolated: every precision starts from the same weights, batches and noise; continue: one run"
                    + " that raises the precision, as in the CPT paper (default: ${DEFAULT-VALUE})")
    private PrtMode mode;

    @Option(
            names = "--prt-iterations",
            paramLabel = "N",
            defaultValue = "40",
            description = "training iterations at each precision (default: ${DEFAULT-VALUE})")
    private int iterations;

    @Option(
            names = "--prt-window",
            paramLabel = "N",
            description =
                    "iterations averaged at either end of them (default: 10, or half of --prt-iterations if that is"
                            + " less)")
    private Integer window;

    @Option(
            names = "--prt-metric",
            paramLabel = "M",
            converter = MetricChoice.class,
            description = "accuracy or loss, of training (default: accuracy; loss of text)")
    private PrtMetric metric;

    @Option(
            names = "--prt-threshold",
            paramLabel = "P",
            defaultValue = "1",
            description =
                    "gain that counts: percentage points of accuracy, or hundredths of the loss (default: ${DEFAULT-VALUE})")
    private double thresholdPercent;

    @Option(
            names = "--prt-noise",
            paramLabel = "K",
            description = "standard errors that a gain must exceed the threshold by (default: 3; 0 with --prt-mode"
                    + " continue, as in the CPT paper)")
    private Double noiseFactor;

    @Option(
            names = {"--prt-repeats", "--repeats"},
            paramLabel = "N",
            defaultValue = "1",
            description = "times the test is run, with seeds from --seed upwards; its bounds are those of the means"
                    + " (default: ${DEFAULT-VALUE})")
    private int repeats;

    /** The modes by name. */
    static final class ModeChoice extends Choice<PrtMode> {
        ModeChoice() {
            super(List.of(PrtMode.values()), PrtMode::label);
        }
    }

    /** The metrics by name. */
    static final class MetricChoice extends Choice<PrtMetric> {
        MetricChoice() {
            super(List.of(PrtMetric.values()), PrtMetric::label);
        }
    }

    /** Runs a test and shows how far it is. */
    RangeTestRun.Result run(
            Recipe recipe,
            RangeTestRun.Plan plan,
            Accelerator accelerator,
            ThreadsOption threads,
            Optional<Checkpoints> checkpoints) {
        try (Workers workers = new Workers(threads.threads());
                Progress progress = Progress.of(command)) {
            return RangeTestRun.run(recipe, plan, accelerator, workers, progress.task(TASK), checkpoints);
        }
    }

    /**
     * The test of a range of forward precisions.
     *
     * @param text whether a language model is tested
     */
    RangeTestRun.Plan plan(BitRange bits, int gradBits, boolean text) {
        PrtMetric watched = metric != null ? metric : text ? PrtMetric.LOSS : PrtMetric.ACCURACY;
        if (iterations < 2) {
            throw Errors.option(
                    "--prt-iterations " + iterations,
                    "is out of range; allowed: 2 and more, of which the first are compared with the last");
        }
        if (window != null && (window < 1 || window > iterations / 2)) {
            throw Errors.option(
                    "--prt-window " + window,
                    "is out of range; allowed: 1 to " + iterations / 2 + ", half of --prt-iterations " + iterations);
        }
        if (!(thresholdPercent >= 0 && thresholdPercent <= 100)) {
            throw Errors.option("--prt-threshold " + thresholdPercent, "is out of range; allowed: 0 to 100");
        }
        double factor = noiseFactor != null ? noiseFactor : mode == PrtMode.CONTINUE ? 0 : ISOLATED_NOISE;
        if (!(factor >= 0 && factor <= MOST_NOISE)) {
            throw Errors.option("--prt-noise " + factor, "is out of range; allowed: 0 to " + MOST_NOISE);
        }
        if (repeats < 1 || repeats > MOST_REPEATS) {
            throw Errors.option("--repeats " + repeats, "is out of range; allowed: 1 to " + MOST_REPEATS);
        }
        return new RangeTestRun.Plan(
                new PrtRule(mode, watched, thresholdPercent / 100, factor),
                bits.min(),
                bits.max(),
                gradBits,
                iterations,
                window != null ? window : Math.min(WIDEST_DEFAULT_WINDOW, iterations / 2),
                repeats);
    }
}
