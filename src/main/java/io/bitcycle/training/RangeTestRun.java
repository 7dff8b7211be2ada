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
import io.bitcycle.training.checkpoint.Checkpoint;
import io.bitcycle.training.checkpoint.ForeignCheckpointException;
import io.bitcycle.training.checkpoint.NamedIntegers;
import io.bitcycle.training.checkpoint.NamedTensor;
import java.io.UncheckedIOException;
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

    private final Recipe recipe;
    private final Plan plan;
    private final AcceleratorSession session;
    /** Of all seeds and precisions, in the order of training. */
    private final List<IterationRecord> records = new ArrayList<>();
    /** Of the seed and the precision that are trained now. */
    private Trainer trainer;
    /** Labels since the test began or went on. */
    private long trainedHere;

    private RangeTestRun(Recipe recipe, Plan plan, AcceleratorSession session) {
        this.recipe = recipe;
        this.plan = plan;
        this.session = session;
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
            return perSeed() * repeats;
        }

        private long perSeed() {
            return (long) (maxBits - minBits + 1) * iterations;
        }

        /** Where an iteration stands, counted from 0 through all seeds and precisions. */
        Step step(long index) {
            long ofSeed = index % perSeed();
            return new Step(
                    (int) (index / perSeed()),
                    new Precision(minBits + (int) (ofSeed / iterations), gradBits),
                    rule.mode() == PrtMode.ISOLATED ? ofSeed % iterations : ofSeed);
        }
    }

    /**
     * One iteration of a test.
     *
     * @param repeat the seed's number
     * @param iteration since the weights were drawn; 0 draws them
     */
    private record Step(int repeat, Precision precision, long iteration) {}

    /**
     * What came out.
     *
     * @param bitOps nominal bit operations it cost
     */
    public record Result(Plan plan, RepeatedRangeTest test, BigInteger bitOps, RunLedger ledger) {}

    /** A test that leaves no checkpoints. */
    public static Result run(
            Recipe recipe, Plan plan, Accelerator accelerator, Workers workers, ProgressListener listener) {
        return run(recipe, plan, accelerator, workers, listener, Optional.empty());
    }

    /**
     * A test that may leave checkpoints: killed at any moment and resumed, it gives the result of an undisturbed one, bit for
     * bit. The last checkpoint holds no weights.
     *
     * @throws ForeignCheckpointException when the checkpoint to go on from is of another test
     * @throws UncheckedIOException when a checkpoint cannot be read or written
     */
    public static Result run(
            Recipe recipe,
            Plan plan,
            Accelerator accelerator,
            Workers workers,
            ProgressListener listener,
            Optional<Checkpoints> checkpoints) {
        RangeTestRun run = new RangeTestRun(recipe, plan, accelerator.session(workers));
        checkpoints.flatMap(Checkpoints::latest).ifPresent(run::restore);
        run.finish(listener, checkpoints);
        return run.result();
    }

    private void finish(ProgressListener listener, Optional<Checkpoints> checkpoints) {
        long total = plan.totalIterations();
        listener.goesOnAfter(records.size());
        session.phase(PHASE);
        for (long i = records.size(); i < total; i++) {
            Step step = plan.step(i);
            if (step.iteration() == 0) {
                trainer = trainer(step);
            }
            IterationRecord record = trainer.train(step.iteration(), step.precision());
            records.add(record);
            trainedHere += record.samples();
            boolean last = i + 1 == total;
            checkpoints.ifPresent(to -> to.save(records.size(), last, () -> checkpoint(last)));
            listener.progress(i + 1, total, () -> glance(record));
        }
    }

    private Trainer trainer(Step step) {
        return new Trainer(recipe.withSeed(recipe.seed() + step.repeat()), session);
    }

    private Checkpoint checkpoint(boolean last) {
        return new Checkpoint(
                records,
                List.of(),
                session.state(),
                last ? List.of() : NamedTensor.copies(trainer.state()),
                last ? List.of() : NamedIntegers.copies(trainer.integers()));
    }

    private void restore(Checkpoint checkpoint) {
        records.addAll(checkpoint.iterations());
        if (records.size() < plan.totalIterations()) {
            trainer = trainer(plan.step(records.size() - 1));
            NamedTensor.restore(checkpoint.tensors(), trainer.state());
            NamedIntegers.restore(checkpoint.integers(), trainer.integers());
        }
        session.restore(checkpoint.session());
    }

    private Result result() {
        Map<Precision, Long> labels = new HashMap<>();
        records.forEach(done -> labels.merge(done.precision(), (long) done.samples(), Math::addExact));
        List<RepeatedRangeTest.Seeded> bySeed = new ArrayList<>();
        for (int repeat = 0; repeat < plan.repeats(); repeat++) {
            bySeed.add(new RepeatedRangeTest.Seeded(recipe.seed() + repeat, windows(repeat)));
        }
        return new Result(plan, new RepeatedRangeTest(plan.rule(), bySeed), recipe.bitOps(labels), session.ledger());
    }

    private List<PrtWindow> windows(int repeat) {
        List<PrtWindow> windows = new ArrayList<>();
        int from = Math.toIntExact(repeat * plan.perSeed());
        for (int bits = plan.minBits(); bits <= plan.maxBits(); bits++) {
            List<IterationRecord> alike = records.subList(from, from + plan.iterations());
            WindowMean start = WindowMean.of(plan.rule().metric(), alike.subList(0, plan.window()));
            WindowMean end =
                    WindowMean.of(plan.rule().metric(), alike.subList(alike.size() - plan.window(), alike.size()));
            windows.add(new PrtWindow(bits, start.mean(), end.mean(), StrictMath.hypot(start.noise(), end.noise())));
            from += plan.iterations();
        }
        return windows;
    }

    private Glance glance(IterationRecord record) {
        return new Glance(
                List.of(record.precision() + " bits", String.format(Locale.ROOT, "loss %.3f", record.loss())),
                Optional.of(new Glance.Trained(
                        trainedHere, recipe.data().unit(), session.ledger().energyPj(PHASE))));
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
