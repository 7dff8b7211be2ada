package io.bitcycle.training;

import io.bitcycle.hardware.VectorConfig;
import io.bitcycle.precision.Precision;
import io.bitcycle.precision.PrecisionSchedule;
import io.bitcycle.simulator.Accelerator;
import io.bitcycle.simulator.AcceleratorSession;
import io.bitcycle.simulator.OperationListener;
import io.bitcycle.simulator.RepeatedWork;
import io.bitcycle.simulator.RunLedger;
import io.bitcycle.simulator.ValuesNeededException;
import io.bitcycle.simulator.Workers;
import io.bitcycle.tensor.Quantizer;
import io.bitcycle.workload.NetworkSpec;
import io.bitcycle.workload.Operation;
import io.bitcycle.workload.work.NetworkWork;
import io.bitcycle.workload.work.Quantization;
import java.math.BigInteger;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A whole training run from shapes alone: each operation is costed once per precision and counted as often as the schedule
 * visits it. The ledger is the one that {@link TrainingRun} leaves for the same batches, values and overflows apart.
 */
public final class ShapeRun {
    /** Iterations between two notes to the listener. */
    private static final long NOTE_EVERY = 1 << 16;

    private final Plan plan;
    private final RepeatedWork work;
    private final VectorConfig vector;
    private final Map<Key, Integer> blocks = new HashMap<>();
    private final Map<Precision, Long> visits = new TreeMap<>(Comparator.comparingInt(Precision::forwardBits)
            .thenComparingInt(Precision::weightBits)
            .thenComparingInt(Precision::activationBits)
            .thenComparingInt(Precision::backwardBits));
    private long samples;
    private final Map<Precision, Long> samplesAt = new HashMap<>();

    private record Key(String phase, Pass pass, Precision precision, long samples) {}

    /** Which of a network's lists of operations. */
    private enum Pass {
        TRAINING,
        EVALUATION,
        STATISTICS,
        AVERAGING
    }

    private ShapeRun(Plan plan, Accelerator accelerator) {
        this.plan = plan;
        this.work = accelerator.repeatedWork();
        this.vector = accelerator.hardware().vector();
    }

    /**
     * What is run.
     *
     * @param batch samples of an iteration
     * @param iterations training iterations
     * @param imagesPerEpoch samples of an epoch, the last batch of which may be smaller; 0 where every batch is full
     * @param evaluateEvery iterations between evaluations, with one after the last iteration; 0 for none
     * @param testImages samples of an evaluation
     * @param rangeTest iterations per precision of a range test before the run; 0 for none
     * @param rangeTestFrom lowest forward bits of the range test
     */
    public record Plan(
            NetworkSpec network,
            Quantizer quantizer,
            int batch,
            long iterations,
            long imagesPerEpoch,
            long evaluateEvery,
            long testImages,
            long rangeTest,
            int rangeTestFrom) {
        /** @throws ValuesNeededException for a network whose text decides what training computes */
        public Plan {
            network.needingText().ifPresent(layer -> {
                throw ValuesNeededException.ofText(layer);
            });
        }

        /** The same run without its range test. */
        public Plan withoutRangeTest() {
            return new Plan(
                    network, quantizer, batch, iterations, imagesPerEpoch, evaluateEvery, testImages, 0, rangeTestFrom);
        }

        /** Samples of an iteration, counted from 0. */
        public long samples(long iteration) {
            if (imagesPerEpoch == 0) {
                return batch;
            }
            long perEpoch = (imagesPerEpoch - 1) / batch + 1;
            return Math.min(batch, imagesPerEpoch - iteration % perEpoch * batch);
        }
    }

    /**
     * What came out.
     *
     * @param samples trained on, in all iterations
     * @param visits iterations at each precision, narrow ones first
     * @param bitOps nominal bit operations of the training iterations
     * @param rangeTestBitOps of the range test
     */
    public record Result(
            Plan plan,
            long samples,
            Map<Precision, Long> visits,
            BigInteger bitOps,
            BigInteger rangeTestBitOps,
            RunLedger ledger) {}

    /** @throws io.bitcycle.simulator.ValuesNeededException for a MAC family whose cycles values decide */
    public static Result run(
            Plan plan,
            PrecisionSchedule schedule,
            Accelerator accelerator,
            Workers workers,
            ProgressListener listener) {
        return new ShapeRun(plan, accelerator).run(schedule, workers, listener);
    }

    /** One iteration of a full batch at one precision, with nothing beside it. */
    public static Result iteration(Plan plan, Precision precision, Accelerator accelerator, Workers workers) {
        Plan one = new Plan(plan.network(), plan.quantizer(), plan.batch(), 1, 0, 0, 0, 0, plan.rangeTestFrom());
        PrecisionSchedule constant = new PrecisionSchedule() {
            @Override
            public Precision at(long iteration) {
                return precision;
            }

            @Override
            public Precision evaluation() {
                return precision;
            }
        };
        return run(one, constant, accelerator, workers, ProgressListener.NONE);
    }

    /** What an iteration executes, in its order. */
    public static List<Operation> operations(
            Plan plan, PrecisionSchedule schedule, long iteration, VectorConfig vector) {
        Precision precision = schedule.at(iteration);
        Quantization quantization = new Quantization(
                plan.quantizer(), precision.weightBits(), precision.activationBits(), precision.backwardBits());
        NetworkWork lists = NetworkWork.of(plan.network(), Math.toIntExact(plan.samples(iteration)), quantization);
        return FusedWork.operations(lists, true, vector);
    }

    /**
     * Executes one iteration for somebody who hears of its operations. It follows the one before it, without the evaluation that may
     * lie between them.
     */
    public static void hear(
            Plan plan,
            PrecisionSchedule schedule,
            long iteration,
            Accelerator accelerator,
            OperationListener listener) {
        VectorConfig vector = accelerator.hardware().vector();
        try (Workers workers = new Workers(1)) {
            AcceleratorSession session = accelerator.session(workers);
            if (iteration > 0) {
                operations(plan, schedule, iteration - 1, vector).forEach(session::count);
            }
            session.listen(listener);
            operations(plan, schedule, iteration, vector).forEach(session::count);
        }
    }

    private Result run(PrecisionSchedule schedule, Workers workers, ProgressListener listener) {
        Precision widest = schedule.evaluation();
        BigInteger rangeTestBitOps = plan.rangeTest() == 0 ? BigInteger.ZERO : rangeTest(widest);
        Precision precision = schedule.at(0);
        long size = plan.samples(0);
        long alike = 0;
        for (long i = 0; i < plan.iterations(); i++) {
            Precision now = schedule.at(i);
            if (plan.samples(i) != size || !now.equals(precision)) {
                train(precision, size, alike);
                precision = now;
                size = plan.samples(i);
                alike = 0;
            }
            alike++;
            if (averages(i)) {
                train(precision, size, alike);
                alike = 0;
                execute(TrainingRun.AVERAGING, Pass.AVERAGING, widest, plan.batch(), 1);
            }
            if (plan.evaluateEvery() > 0 && ((i + 1) % plan.evaluateEvery() == 0 || i + 1 == plan.iterations())) {
                train(precision, size, alike);
                alike = 0;
                evaluate(TrainingRun.EVALUATION, widest);
            }
            if (i % NOTE_EVERY == 0) {
                listener.progress(i, plan.iterations(), precision + " bits");
            }
        }
        train(precision, size, alike);
        evaluateAverage(widest);
        RunLedger ledger = work.ledger(workers);
        listener.progress(plan.iterations(), plan.iterations(), "");
        return new Result(plan, samples, visits, BitOps.of(plan.network(), samplesAt), rangeTestBitOps, ledger);
    }

    /** Executes consecutive iterations that are alike. */
    private void train(Precision precision, long size, long iterations) {
        if (iterations == 0) {
            return;
        }
        execute(TrainingRun.TRAINING, Pass.TRAINING, precision, size, iterations);
        visits.merge(precision, iterations, Math::addExact);
        long more = Math.multiplyExact(size, iterations);
        samples = Math.addExact(samples, more);
        samplesAt.merge(precision, more, Math::addExact);
    }

    /** Every precision up to the widest, full batches of the first epoch. */
    private BigInteger rangeTest(Precision widest) {
        Map<Precision, Long> tested = new HashMap<>();
        for (int bits = plan.rangeTestFrom(); bits <= widest.forwardBits(); bits++) {
            Precision precision = new Precision(bits, widest.backwardBits());
            for (long i = 0; i < plan.rangeTest(); i++) {
                execute(RangeTestRun.PHASE, Pass.TRAINING, precision, plan.samples(i), 1);
                tested.merge(precision, plan.samples(i), Math::addExact);
            }
        }
        return BitOps.of(plan.network(), tested);
    }

    private boolean averages(long iteration) {
        return plan.network()
                .averaging()
                .filter(average -> average.isDue(iteration))
                .isPresent();
    }

    /** The statistics of an epoch, where its length is known, and an evaluation, where there are test images. */
    private void evaluateAverage(Precision widest) {
        long joined = plan.network()
                .averaging()
                .map(average -> average.joinedBefore(plan.iterations()))
                .orElse(0L);
        if (joined > 0) {
            everyBatch(TrainingRun.AVERAGING, Pass.STATISTICS, widest, plan.imagesPerEpoch());
            evaluate(TrainingRun.AVERAGING, widest);
        }
    }

    private void evaluate(String phase, Precision widest) {
        everyBatch(phase, Pass.EVALUATION, widest, plan.testImages());
    }

    private void everyBatch(String phase, Pass pass, Precision widest, long samples) {
        long full = samples / plan.batch();
        if (full > 0) {
            execute(phase, pass, widest, plan.batch(), full);
        }
        if (samples % plan.batch() > 0) {
            execute(phase, pass, widest, samples % plan.batch(), 1);
        }
    }

    private void execute(String phase, Pass pass, Precision precision, long samples, long times) {
        int block = blocks.computeIfAbsent(new Key(phase, pass, precision, samples), this::block);
        work.run(block, times);
    }

    private int block(Key key) {
        Quantization quantization = new Quantization(
                plan.quantizer(),
                key.precision().weightBits(),
                key.precision().activationBits(),
                key.precision().backwardBits());
        NetworkWork lists = NetworkWork.of(plan.network(), Math.toIntExact(key.samples()), quantization);
        List<Operation> operations = switch (key.pass()) {
            case TRAINING -> FusedWork.operations(lists, true, vector);
            case EVALUATION -> FusedWork.operations(lists, false, vector);
            case STATISTICS -> lists.statistics();
            case AVERAGING -> lists.averaging();
        };
        return work.block(key.phase(), operations);
    }
}
