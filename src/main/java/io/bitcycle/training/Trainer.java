package io.bitcycle.training;

import io.bitcycle.hardware.VectorConfig;
import io.bitcycle.numeric.CounterRandom;
import io.bitcycle.precision.Precision;
import io.bitcycle.simulator.AcceleratorSession;
import io.bitcycle.tensor.FloatTensor;
import io.bitcycle.training.data.Batch;
import io.bitcycle.training.data.BatchSource;
import io.bitcycle.training.layer.TensorObserver;
import io.bitcycle.workload.NetworkSpec;
import io.bitcycle.workload.Operation;
import io.bitcycle.workload.work.NetworkWork;
import io.bitcycle.workload.work.Quantization;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A network in training: its weights, optimizer and batches, one iteration at a time. */
public final class Trainer {
    private final Recipe recipe;
    private final AcceleratorSession session;
    private final Learner learner;
    private final BatchSource batches;
    private final BatchSource testBatches;
    private final Map<Pass, Map<Operation, Operation>> replacements = new HashMap<>();

    private record Pass(int samples, int tokens, Precision precision, boolean training) {}

    /**
     * Starts from the recipe's initial weights, drawn or given.
     *
     * @throws IllegalArgumentException for what {@link #untrainable} names
     */
    public Trainer(Recipe recipe, AcceleratorSession session) {
        this.recipe = recipe;
        this.session = session;
        this.learner =
                FixedLearner.isMeant(vector()) ? new FixedLearner(recipe, session) : new FloatLearner(recipe, session);
        this.batches = recipe.replay()
                .batches()
                .orElseGet(() -> recipe.data()
                        .trainingBatches(recipe.batch(), recipe.network(), CounterRandom.of(recipe.seed())));
        this.testBatches = recipe.data().evaluationBatches(recipe.batch(), recipe.network());
    }

    /** What keeps a recipe from being trained on a vector unit, in words; empty when nothing does. */
    public static Optional<String> untrainable(Recipe recipe, VectorConfig vector) {
        return FixedLearner.isMeant(vector) ? FixedLearner.untrainable(recipe) : Network.untrainable(recipe.network());
    }

    private VectorConfig vector() {
        return session.accelerator().hardware().vector();
    }

    /** What a checkpoint holds in binary32, by name; live: it is restored by writing into the tensors. */
    public Map<String, FloatTensor> state() {
        return learner.state();
    }

    /** What a checkpoint holds in integers, likewise. */
    public Map<String, int[]> integers() {
        return learner.integers();
    }

    /** Tells the session how the vector unit executes the operations that follow. */
    private void announce(Batch batch, Precision precision, boolean training) {
        int samples = batch.samples().length;
        Pass next = new Pass(samples, batch.size() / samples, precision, training);
        session.executing(
                recipe.network().needingText().isPresent()
                        ? replacements(next, recipe.network().on(batch.words(), batch.labels(), training))
                        : replacements.computeIfAbsent(next, pass -> replacements(pass, recipe.network())));
    }

    private Map<Operation, Operation> replacements(Pass pass, NetworkSpec network) {
        Precision precision = pass.precision();
        Quantization quantization = new Quantization(
                recipe.quantizer(), precision.weightBits(), precision.activationBits(), precision.backwardBits());
        NetworkWork work = NetworkWork.of(network.withTokens(pass.tokens()), pass.samples(), quantization);
        return FusedWork.replacements(work, pass.training(), vector());
    }

    /** Forward, backward, update. */
    public IterationRecord train(long iteration, Precision precision) {
        return train(iteration, precision, TensorObserver.NONE);
    }

    /** The same under the eyes of an observer, which sees tensors in binary32 alone. */
    public IterationRecord train(long iteration, Precision precision, TensorObserver observer) {
        Batch batch = batches.at(iteration);
        announce(batch, precision, true);
        float learningRate = recipe.learningRate().at(iteration);
        Learner.Outcome outcome = learner.train(batch, precision, iteration, learningRate, observer);
        return new IterationRecord(iteration, precision, learningRate, outcome.mean(), outcome.correct(), batch.size());
    }

    /** Lets the weights join their average, if there is one and it is their turn. */
    public void average(long iteration) {
        learner.average(iteration);
    }

    /** The averaged network on the test split, after finding its statistics over an epoch; empty when there is none. */
    public Optional<Evaluation> evaluateAverage(long iterationsDone, Precision precision) {
        return learner.averaged(batches, precision, iterationsDone)
                .map(averaged -> evaluate(averaged, iterationsDone, precision));
    }

    /** The evaluated split with running statistics and ranges, at the given precision. */
    public Evaluation evaluate(long iterationsDone, Precision precision) {
        return evaluate(learner.current(), iterationsDone, precision);
    }

    private Evaluation evaluate(Learner.Evaluator evaluated, long iterationsDone, Precision precision) {
        double loss = 0;
        long correct = 0;
        long samples = 0;
        for (int i = 0; i < testBatches.perEpoch(); i++) {
            Batch batch = testBatches.at(i);
            announce(batch, precision, false);
            Learner.Outcome outcome = evaluated.evaluate(batch, precision, iterationsDone);
            loss += (double) outcome.mean() * batch.size();
            correct += outcome.correct();
            samples += batch.size();
        }
        return new Evaluation(iterationsDone, loss / samples, (double) correct / samples);
    }
}
