package io.bitcycle.training;

import io.bitcycle.precision.Precision;
import io.bitcycle.precision.PrtMetric;
import io.bitcycle.precision.PrtMode;
import io.bitcycle.precision.PrtRule;
import io.bitcycle.precision.PrtWindow;
import io.bitcycle.precision.RepeatedRangeTest;
import io.bitcycle.simulator.Accelerator;
import io.bitcycle.simulator.AcceleratorSession;
import io.bitcycle.simulator.RunLedger;
import io.bitcycle.simulator.Workers;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The precision range test, trained on the simulated array (DESIGN section 8). The weights it trains are thrown away; its
 * cycles and energy are in the ledger under {@link #PHASE}.
 */
public final class RangeTestRun {
    /** Phase of the ledger. */
    public static final String PHASE = "range-test";

    private final Plan plan;
    private final AcceleratorSession session;
    private final ProgressListener listener;
    private long done;
    private long trained;
    private final Map<Precision, Long> labels = new HashMap<>();

    private RangeTestRun(Plan plan, AcceleratorSession session, ProgressListener listener) {
        this.plan = plan;
        this.session = session;
        this.listener = listener;
    }

    /**
     * What to test.
     *
     * @param minBits first forward precision
     * @param maxBits last forward precision
     * @param gradBits precision of errors
     * @param iterations at each precision
     * @param window iterations at each end of them that are averaged
     * @param repeats seeds, from the recipe's upwards
     */
    public record Plan(PrtRule rule, int minBits, int maxBits, int gradBits, int iterations, int window, int repeats) {
        /** @throws IllegalArgumentException naming what is out of range */
        public Plan {
            if (minBits < 1 || minBits > maxBits) {
                throw new IllegalArgumentException("bits are " + minBits + ":" + maxBits + ", allowed is MIN:MAX");
            }
            if (window < 1 || 2L * window > iterations) {
                throw new IllegalArgumentException(
                        "the window is " + window + " of " + iterations + " iterations, allowed are 1 to half of them");
            }
            if (repeats < 1) {
                throw new IllegalArgumentException("repeats are " + repeats + ", allowed are 1 and more");
            }
        }

        /** Training iterations in all. */
        public long totalIterations() {
            return (long) (maxBits - minBits + 1) * iterations * repeats;
        }
    }

    /**
     * What came out.
     *
     * @param bitOps nominal bit operations it cost
     */
    public record Result(Plan plan, RepeatedRangeTest test, BigInteger bitOps, RunLedger ledger) {}

    public static Result run(
            Recipe recipe, Plan plan, Accelerator accelerator, Workers workers, ProgressListener listener) {
        AcceleratorSession session = accelerator.session(workers);
        session.phase(PHASE);
        RangeTestRun run = new RangeTestRun(plan, session, listener);
        List<RepeatedRangeTest.Seeded> bySeed = new ArrayList<>();
        for (int repeat = 0; repeat < plan.repeats(); repeat++) {
            Recipe seeded = recipe.withSeed(recipe.seed() + repeat);
            bySeed.add(new RepeatedRangeTest.Seeded(seeded.seed(), run.windows(seeded)));
        }
        return new Result(
                plan, new RepeatedRangeTest(plan.rule(), bySeed), recipe.bitOps(run.labels), session.ledger());
    }

    private List<PrtWindow> windows(Recipe recipe) {
        List<PrtWindow> windows = new ArrayList<>();
        boolean isolated = plan.rule().mode() == PrtMode.ISOLATED;
        Trainer trainer = new Trainer(recipe, session);
        long iteration = 0;
        for (int bits = plan.minBits(); bits <= plan.maxBits(); bits++) {
            if (isolated && bits > plan.minBits()) {
                trainer = new Trainer(recipe, session);
                iteration = 0;
            }
            Precision precision = new Precision(bits, plan.gradBits());
            List<IterationRecord> records = new ArrayList<>();
            for (int i = 0; i < plan.iterations(); i++) {
                IterationRecord record = trainer.train(iteration++, precision);
                records.add(record);
                labels.merge(precision, (long) record.samples(), Math::addExact);
                trained += record.samples();
                listener.progress(++done, plan.totalIterations(), () -> glance(recipe, record));
            }
            WindowMean start = WindowMean.of(plan.rule().metric(), records.subList(0, plan.window()));
            WindowMean end = WindowMean.of(
                    plan.rule().metric(), records.subList(records.size() - plan.window(), records.size()));
            windows.add(new PrtWindow(bits, start.mean(), end.mean(), StrictMath.hypot(start.noise(), end.noise())));
        }
        return windows;
    }

    private Glance glance(Recipe recipe, IterationRecord record) {
        return new Glance(
                List.of(record.precision() + " bits", String.format(Locale.ROOT, "loss %.3f", record.loss())),
                Optional.of(new Glance.Trained(
                        trained, recipe.data().unit(), session.ledger().energyPj(PHASE))));
    }

    /**
     * A metric over a window of iterations.
     *
     * @param noise standard error of the mean
     */
    record WindowMean(double mean, double noise) {
        static WindowMean of(PrtMetric metric, List<IterationRecord> window) {
            double sum = 0;
            double squares = 0;
            long samples = 0;
            for (IterationRecord record : window) {
                double value = metric == PrtMetric.ACCURACY ? record.accuracy() : record.loss();
                sum += value;
                squares += value * value;
                samples += record.samples();
            }
            double mean = sum / window.size();
            return new WindowMean(
                    mean,
                    metric == PrtMetric.ACCURACY
                            ? binomial(mean, samples)
                            : Math.sqrt(Math.max(0, squares / window.size() - mean * mean) / window.size()));
        }

        /** Of a share of so many samples, two hits and two misses added (Agresti and Coull, 1998). */
        private static double binomial(double share, long samples) {
            double tried = samples + 4;
            double p = (share * samples + 2) / tried;
            return Math.sqrt(p * (1 - p) / tried);
        }
    }
}
