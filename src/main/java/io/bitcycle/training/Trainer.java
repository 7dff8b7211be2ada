package io.bitcycle.training;

import io.bitcycle.numeric.CounterRandom;
import io.bitcycle.precision.Precision;
import io.bitcycle.simulator.AcceleratorSession;
import io.bitcycle.tensor.FloatTensor;
import io.bitcycle.training.data.Batch;
import io.bitcycle.training.data.BatchSource;
import io.bitcycle.training.layer.ErrorNoise;
import io.bitcycle.training.layer.Parameter;
import io.bitcycle.training.layer.Step;
import io.bitcycle.training.layer.TensorObserver;
import io.bitcycle.workload.Operation;
import io.bitcycle.workload.TrainingPass;
import io.bitcycle.workload.work.NetworkWork;
import io.bitcycle.workload.work.Quantization;
import io.bitcycle.workload.work.SoftmaxCrossEntropyWork;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A network in training: its weights, optimizer and batches, one iteration at a time. */
public final class Trainer {
    private final Recipe recipe;
    private final AcceleratorSession session;
    private final Network network;
    private final Optimizer optimizer;
    private final Optional<WeightAverage> average;
    private final BatchSource batches;
    private final BatchSource testBatches;
    private final ErrorNoise noise;
    private final Map<Pass, Map<Operation, Operation>> replacements = new HashMap<>();

    private record Pass(int samples, int tokens, Precision precision, boolean training) {}

    /** Starts from the recipe's initial weights, drawn or given. */
    public Trainer(Recipe recipe, AcceleratorSession session) {
        this.recipe = recipe;
        this.session = session;
        CounterRandom random = CounterRandom.of(recipe.seed());
        this.network = Network.of(recipe.network(), recipe.quantizer(), random, recipe.batch());
        this.optimizer = Optimizers.of(recipe.network().optimizer(), network.parameters());
        this.batches = recipe.replay()
                .batches()
                .orElseGet(() -> recipe.data().trainingBatches(recipe.batch(), recipe.network(), random));
        this.testBatches = recipe.data().evaluationBatches(recipe.batch(), recipe.network());
        this.noise = recipe.replay().noise().orElseGet(() -> ErrorNoise.of(random));
        recipe.replay().start(network);
        this.average = recipe.network().averaging().map(averaging -> new WeightAverage(averaging, recipe));
    }

    public Network network() {
        return network;
    }

    /** The network's state, then the optimizer's and that of averaged weights; live, see {@link Network#state} and {@link Optimizer#state}. */
    public Map<String, FloatTensor> state() {
        Map<String, FloatTensor> state = new LinkedHashMap<>(network.state());
        add(optimizer.state(), state);
        average.ifPresent(mean -> add(mean.state(), state));
        return state;
    }

    private static void add(Map<String, FloatTensor> more, Map<String, FloatTensor> state) {
        more.forEach((name, tensor) -> {
            if (state.put(name, tensor) != null) {
                throw new IllegalStateException("two tensors are named " + name);
            }
        });
    }

    /** Tells the session how a chaining vector unit executes the operations that follow. */
    private void announce(Batch batch, Precision precision, boolean training) {
        int samples = batch.samples().length;
        Pass next = new Pass(samples, batch.size() / samples, precision, training);
        session.executing(replacements.computeIfAbsent(next, pass -> {
            Quantization quantization = new Quantization(
                    recipe.quantizer(), precision.weightBits(), precision.activationBits(), precision.backwardBits());
            return FusedWork.replacements(
                    NetworkWork.of(recipe.network().withTokens(pass.tokens()), samples, quantization),
                    training,
                    session.accelerator().hardware().vector().fusion());
        }));
    }

    /** A batch that is about to be seen. */
    private Batch begun(Batch batch, Network seeing, Precision precision, boolean training) {
        if (batch.begins()) {
            seeing.begin(training);
        }
        announce(batch, precision, training);
        return batch;
    }

    /** Forward, backward, update. */
    public IterationRecord train(long iteration, Precision precision) {
        return train(iteration, precision, TensorObserver.NONE);
    }

    /** The same under the eyes of an observer. */
    public IterationRecord train(long iteration, Precision precision, TensorObserver observer) {
        Batch batch = begun(batches.at(iteration), network, precision, true);
        Step step = new Step(session, precision, true, iteration, noise, observer);
        FloatTensor scores = network.forward(batch.images(), step);
        SoftmaxCrossEntropy.Result loss = SoftmaxCrossEntropy.of(scores, batch.labels(), step);
        observer.values(SoftmaxCrossEntropyWork.LAYER, TrainingPass.BACKWARD_DATA, "grad_input", loss.gradient());
        network.backward(loss.gradient(), step);
        for (Parameter parameter : network.parameters()) {
            observer.values(
                    parameter.layer(), TrainingPass.BACKWARD_WEIGHT, "grad_" + parameter.name(), parameter.gradient());
        }
        float learningRate = recipe.learningRate().at(iteration);
        optimizer.step(iteration, learningRate, session);
        state().forEach(observer::state);
        return new IterationRecord(iteration, precision, learningRate, loss.mean(), loss.correct(), batch.size());
    }

    /** Lets the weights join their average, if there is one and it is their turn. */
    public void average(long iteration) {
        average.ifPresent(mean -> {
            session.executing(Map.of());
            mean.join(network.parameters(), iteration, session);
        });
    }

    /** The averaged network on the test split, after finding its statistics over an epoch; empty when there is none. */
    public Optional<Evaluation> evaluateAverage(long iterationsDone, Precision precision) {
        if (average.isEmpty() || average.get().isEmpty(iterationsDone)) {
            return Optional.empty();
        }
        session.executing(Map.of());
        average.get().findStatistics(batches, i -> new Step(session, precision, true, i, noise));
        return Optional.of(evaluate(average.get().network(), iterationsDone, precision));
    }

    /** The evaluated split with running statistics and ranges, at the given precision. */
    public Evaluation evaluate(long iterationsDone, Precision precision) {
        return evaluate(network, iterationsDone, precision);
    }

    private Evaluation evaluate(Network evaluated, long iterationsDone, Precision precision) {
        double loss = 0;
        long correct = 0;
        long samples = 0;
        for (int i = 0; i < testBatches.perEpoch(); i++) {
            Batch batch = begun(testBatches.at(i), evaluated, precision, false);
            Step step = new Step(session, precision, false, iterationsDone, noise);
            SoftmaxCrossEntropy.Result result =
                    SoftmaxCrossEntropy.of(evaluated.forward(batch.images(), step), batch.labels(), step);
            loss += (double) result.mean() * batch.size();
            correct += result.correct();
            samples += batch.size();
        }
        return new Evaluation(iterationsDone, loss / samples, (double) correct / samples);
    }
}
