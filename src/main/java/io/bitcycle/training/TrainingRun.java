package io.bitcycle.training;

import io.bitcycle.precision.Precision;
import io.bitcycle.precision.PrecisionSchedule;
import io.bitcycle.simulator.Accelerator;
import io.bitcycle.simulator.AcceleratorSession;
import io.bitcycle.simulator.OperationListener;
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

/** Trains a network under a precision schedule from the first iteration to the last. */
public final class TrainingRun {
    /** Phase of the ledger that holds the iterations. */
    public static final String TRAINING = "train";
    /** Phase of the ledger that holds evaluation on the test split. */
    public static final String EVALUATION = "evaluate";
    /** Phase of the ledger that holds what an average of weights costs: joining it, its statistics and its evaluation. */
    public static final String AVERAGING = "average";

    private final Recipe recipe;
    private final AcceleratorSession session;
    private final Trainer trainer;
    private final List<IterationRecord> iterations = new ArrayList<>();
    private final List<Evaluation> evaluations = new ArrayList<>();
    private Optional<Evaluation> averaged = Optional.empty();
    /** Labels since the run began or went on. */
    private long trainedHere;

    private TrainingRun(Recipe recipe, AcceleratorSession session) {
        this.recipe = recipe;
        this.session = session;
        this.trainer = new Trainer(recipe, session);
    }

    /**
     * What came out.
     *
     * @param iterations all of them, in order
     * @param evaluations on the test split, the last one after the last iteration
     * @param averaged the evaluation of averaged weights, where the network averages them
     * @param bitOps nominal bit operations of the training iterations (DESIGN section 7)
     * @param ledger operations of all phases
     */
    public record Result(
            List<IterationRecord> iterations,
            List<Evaluation> evaluations,
            Optional<Evaluation> averaged,
            BigInteger bitOps,
            RunLedger ledger) {
        public Evaluation last() {
            return evaluations.get(evaluations.size() - 1);
        }

        /** The one of greatest accuracy, the first of equal ones. */
        public Evaluation best() {
            return evaluations.stream()
                    .reduce((best, next) -> next.accuracy() > best.accuracy() ? next : best)
                    .orElseThrow();
        }

        /** The one of least loss, the first of equal ones. */
        public Evaluation leastLoss() {
            return evaluations.stream()
                    .reduce((best, next) -> next.loss() < best.loss() ? next : best)
                    .orElseThrow();
        }
    }

    /** A run that leaves no checkpoints. */
    public static Result run(
            Recipe recipe,
            PrecisionSchedule schedule,
            long evaluateEvery,
            Accelerator accelerator,
            Workers workers,
            ProgressListener listener) {
        return run(recipe, schedule, evaluateEvery, accelerator, workers, listener, Optional.empty(), RunObserver.NONE);
    }

    /**
     * A run that may leave checkpoints: killed at any moment and resumed, it gives the result of an undisturbed one, bit for
     * bit.
     *
     * @param evaluateEvery iterations between evaluations; the last iteration is always followed by one
     * @param observer who sees what of the iterations
     * @throws ForeignCheckpointException when the checkpoint to go on from is of another run
     * @throws UncheckedIOException when a checkpoint cannot be read or written
     */
    public static Result run(
            Recipe recipe,
            PrecisionSchedule schedule,
            long evaluateEvery,
            Accelerator accelerator,
            Workers workers,
            ProgressListener listener,
            Optional<Checkpoints> checkpoints,
            RunObserver observer) {
        TrainingRun run = new TrainingRun(recipe, accelerator.session(workers));
        checkpoints.flatMap(Checkpoints::latest).ifPresent(run::restore);
        run.finish(schedule, evaluateEvery, listener, checkpoints, observer);
        return run.result();
    }

    private void finish(
            PrecisionSchedule schedule,
            long evaluateEvery,
            ProgressListener listener,
            Optional<Checkpoints> checkpoints,
            RunObserver observer) {
        listener.goesOnAfter(iterations.size());
        iterations.forEach(done -> schedule.observe(done.iteration(), done.loss()));
        for (long i = iterations.size(); i < recipe.iterations(); i++) {
            boolean last = i + 1 == recipe.iterations();
            session.phase(TRAINING);
            session.listen(observer.operations(i));
            IterationRecord done = trainer.train(i, schedule.at(i), observer.tensors(i));
            session.listen(OperationListener.NONE);
            iterations.add(done);
            schedule.observe(i, done.loss());
            session.phase(AVERAGING);
            trainer.average(i);
            if (last || (i + 1) % evaluateEvery == 0) {
                session.phase(EVALUATION);
                evaluations.add(trainer.evaluate(i + 1, schedule.evaluation()));
            }
            checkpoints.ifPresent(to -> to.save(iterations.size(), last, this::checkpoint));
            trainedHere += done.samples();
            listener.progress(i + 1, recipe.iterations(), () -> glance(done));
        }
        session.phase(AVERAGING);
        averaged = trainer.evaluateAverage(recipe.iterations(), schedule.evaluation());
    }

    private Checkpoint checkpoint() {
        return new Checkpoint(
                iterations,
                evaluations,
                session.state(),
                NamedTensor.copies(trainer.state()),
                NamedIntegers.copies(trainer.integers()));
    }

    private void restore(Checkpoint checkpoint) {
        NamedTensor.restore(checkpoint.tensors(), trainer.state());
        NamedIntegers.restore(checkpoint.integers(), trainer.integers());
        session.restore(checkpoint.session());
        iterations.addAll(checkpoint.iterations());
        evaluations.addAll(checkpoint.evaluations());
    }

    private Result result() {
        Map<Precision, Long> labels = new HashMap<>();
        iterations.forEach(done -> labels.merge(done.precision(), (long) done.samples(), Math::addExact));
        return new Result(
                List.copyOf(iterations), List.copyOf(evaluations), averaged, recipe.bitOps(labels), session.ledger());
    }

    private Glance glance(IterationRecord done) {
        return new Glance(
                List.of(
                        String.format(Locale.ROOT, "loss %.3f", done.loss()),
                        done.precision() + " bits",
                        howWell(done)),
                Optional.of(new Glance.Trained(
                        trainedHere, recipe.data().unit(), session.ledger().energyPj(TRAINING))));
    }

    /** On the evaluated split as soon as that is known; until then on the batch. */
    private String howWell(IterationRecord done) {
        if (evaluations.isEmpty()) {
            return String.format(Locale.ROOT, "batch %.1f %%", 100 * done.accuracy());
        }
        Evaluation last = evaluations.get(evaluations.size() - 1);
        return recipe.data().isText()
                ? String.format(Locale.ROOT, "perplexity %.2f", last.perplexity())
                : String.format(Locale.ROOT, "%s %.2f %%", recipe.data().evaluated(), 100 * last.accuracy());
    }
}
