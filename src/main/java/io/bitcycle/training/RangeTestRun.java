package io.bitcycle.training;

import io.bitcycle.precision.Precision;
import io.bitcycle.precision.PrecisionRangeTest;
import io.bitcycle.precision.PrtMetric;
import io.bitcycle.precision.PrtMode;
import io.bitcycle.precision.PrtWindow;
import io.bitcycle.simulator.Accelerator;
import io.bitcycle.simulator.AcceleratorSession;
import io.bitcycle.simulator.RunLedger;
import io.bitcycle.simulator.Workers;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * The precision range test, trained on the simulated array (DESIGN section 8). The weights it trains are thrown away; its
 * cycles and energy are in the ledger under {@link #PHASE}.
 */
public final class RangeTestRun {
    /** Phase of the ledger. */
    public static final String PHASE = "range-test";

    private RangeTestRun() {}

    /**
     * What to test.
     *
     * @param minBits first forward precision
     * @param maxBits last forward precision
     * @param gradBits precision of errors
     * @param iterations at each precision
     * @param window iterations at each end of them that are averaged
     * @param threshold gain in training accuracy that counts, 0.01 for one percentage point
     */
    public record Plan(
            PrtMode mode, int minBits, int maxBits, int gradBits, int iterations, int window, double threshold) {
        /** @throws IllegalArgumentException naming what is out of range */
        public Plan {
            if (minBits < 1 || minBits > maxBits) {
                throw new IllegalArgumentException("bits are " + minBits + ":" + maxBits + ", allowed is MIN:MAX");
            }
            if (window < 1 || 2L * window > iterations) {
                throw new IllegalArgumentException(
                        "the window is " + window + " of " + iterations + " iterations, allowed are 1 to half of them");
            }
        }

        /** Training iterations in all. */
        public long totalIterations() {
            return (long) (maxBits - minBits + 1) * iterations;
        }
    }

    /**
     * What came out.
     *
     * @param bitOps nominal bit operations it cost
     */
    public record Result(PrecisionRangeTest test, BigInteger bitOps, RunLedger ledger) {}

    public static Result run(
            Recipe recipe, Plan plan, Accelerator accelerator, Workers workers, ProgressListener listener) {
        AcceleratorSession session = accelerator.session(workers);
        session.phase(PHASE);
        List<PrtWindow> windows = new ArrayList<>();
        Trainer trainer = new Trainer(recipe, session);
        long done = 0;
        long bitProducts = 0;
        for (int bits = plan.minBits(); bits <= plan.maxBits(); bits++) {
            boolean isolated = plan.mode() == PrtMode.ISOLATED;
            if (isolated && bits > plan.minBits()) {
                trainer = new Trainer(recipe, session);
            }
            Precision precision = new Precision(bits, plan.gradBits());
            long first = isolated ? 0 : done;
            double start = 0;
            double end = 0;
            for (int i = 0; i < plan.iterations(); i++) {
                IterationRecord record = trainer.train(first + i, precision);
                bitProducts += (long) record.samples() * precision.bitProducts();
                start += i < plan.window() ? record.accuracy() : 0;
                end += i >= plan.iterations() - plan.window() ? record.accuracy() : 0;
                listener.progress(++done, plan.totalIterations(), precision + " bits");
            }
            windows.add(new PrtWindow(bits, start / plan.window(), end / plan.window()));
        }
        PrecisionRangeTest test = PrecisionRangeTest.judge(plan.mode(), PrtMetric.ACCURACY, plan.threshold(), windows);
        return new Result(
                test,
                BigInteger.valueOf(bitProducts).multiply(BigInteger.valueOf(recipe.forwardMacs())),
                session.ledger());
    }
}
