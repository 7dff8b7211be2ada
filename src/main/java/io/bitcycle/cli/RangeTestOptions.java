package io.bitcycle.cli;

import io.bitcycle.precision.PrtMode;
import io.bitcycle.training.RangeTestRun;
import java.util.List;
import picocli.CommandLine.Option;

/** The options of the precision range test. */
final class RangeTestOptions {
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
            defaultValue = "10",
            description = "iterations averaged at either end of them (default: ${DEFAULT-VALUE})")
    private int window;

    @Option(
            names = "--prt-threshold",
            paramLabel = "P",
            defaultValue = "1",
            description = "gain in training accuracy that counts, in percentage points (default: ${DEFAULT-VALUE})")
    private double thresholdPercent;

    /** The modes by name. */
    static final class ModeChoice extends Choice<PrtMode> {
        ModeChoice() {
            super(List.of(PrtMode.values()), PrtMode::label);
        }
    }

    /** The test of a range of forward precisions. */
    RangeTestRun.Plan plan(BitRange bits, int gradBits) {
        if (window < 1 || 2L * window > iterations) {
            throw Errors.option(
                    "--prt-window " + window, "is out of range; allowed: 1 to half of --prt-iterations " + iterations);
        }
        if (!(thresholdPercent >= 0 && thresholdPercent <= 100)) {
            throw Errors.option("--prt-threshold " + thresholdPercent, "is out of range; allowed: 0 to 100");
        }
        return new RangeTestRun.Plan(
                mode, bits.min(), bits.max(), gradBits, iterations, window, thresholdPercent / 100);
    }
}
