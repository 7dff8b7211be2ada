package io.bitcycle.training;

import io.bitcycle.precision.PrecisionSchedule;
import io.bitcycle.simulator.Accelerator;
import io.bitcycle.simulator.AcceleratorSession;
import io.bitcycle.simulator.RunLedger;
import io.bitcycle.simulator.Workers;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Trains a network under a precision schedule from the first iteration to the last. */
public final class TrainingRun {
    /** Phase of the ledger that holds the iterations. */
    public static final String TRAINING = "train";
    /** Phase of the ledger that holds evaluation on the test split. */
    public static final String EVALUATION = "evaluate";

    private TrainingRun() {}

    /**
     * What came out.
     *
     * @param iterations all of them, in order
     * @param evaluations on the test split, the last one after the last iteration
     * @param bitOps nominal bit operations of the training iterations (DESIGN section 7)
     * @param ledger operations of all phases
     */
    public record Result(
            List<IterationRecord> iterations, List<Evaluation> evaluations, BigInteger bitOps, RunLedger ledger) {
        public Evaluation last() {
            return evaluations.get(evaluations.size() - 1);
        }

        public Evaluation best() {
            return evaluations.stream()
                    .reduce((best, next) -> next.accuracy() > best.accuracy() ? next : best)
                    .orElseThrow();
        }
    }

    /** @param evaluateEvery iterations between evaluations; the last iteration is always followed by one */
    public static Result run(
            Recipe recipe,
            PrecisionSchedule schedule,
            long evaluateEvery,
            Accelerator accelerator,
            Workers workers,
            ProgressListener listener) {
        AcceleratorSession session = accelerator.session(workers);
        Trainer trainer = new Trainer(recipe, session);
        List<IterationRecord> iterations = new ArrayList<>();
        List<Evaluation> evaluations = new ArrayList<>();
        long bitProducts = 0;
        for (long i = 0; i < recipe.iterations(); i++) {
            session.phase(TRAINING);
            IterationRecord done = trainer.train(i, schedule.at(i));
            iterations.add(done);
            bitProducts = Math.addExact(
                    bitProducts, (long) done.samples() * done.precision().bitProducts());
            if ((i + 1) % evaluateEvery == 0 || i + 1 == recipe.iterations()) {
                session.phase(EVALUATION);
                evaluations.add(trainer.evaluate(i + 1, schedule.evaluation()));
            }
            listener.progress(i + 1, recipe.iterations(), note(done, evaluations));
        }
        return new Result(
                List.copyOf(iterations),
                List.copyOf(evaluations),
                BigInteger.valueOf(bitProducts).multiply(BigInteger.valueOf(recipe.forwardMacs())),
                session.ledger());
    }

    private static String note(IterationRecord done, List<Evaluation> evaluations) {
        String test = evaluations.isEmpty()
                ? ""
                : String.format(
                        Locale.ROOT,
                        ", test %.2f %%",
                        100 * evaluations.get(evaluations.size() - 1).accuracy());
        return String.format(Locale.ROOT, "%s bits, loss %.3f%s", done.precision(), done.loss(), test);
    }
}
