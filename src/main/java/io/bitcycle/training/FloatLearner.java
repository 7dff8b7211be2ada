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
import io.bitcycle.workload.TrainingPass;
import io.bitcycle.workload.work.SoftmaxCrossEntropyWork;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Learns in binary32: package {@code training.layer}. */
final class FloatLearner implements Learner {
    private final AcceleratorSession session;
    private final Network network;
    private final Optimizer optimizer;
    private final Optional<WeightAverage> average;
    private final ErrorNoise noise;

    /** At the recipe's initial weights, drawn or given. */
    FloatLearner(Recipe recipe, AcceleratorSession session) {
        this.session = session;
        CounterRandom random = CounterRandom.of(recipe.seed());
        this.network = Network.of(recipe.network(), recipe.quantizer(), random, recipe.batch());
        this.optimizer = Optimizers.of(recipe.network().optimizer(), network.parameters());
        this.noise = recipe.replay().noise().orElseGet(() -> ErrorNoise.of(random));
        recipe.replay().start(network);
        this.average = recipe.network().averaging().map(averaging -> new WeightAverage(averaging, recipe));
    }

    @Override
    public Outcome train(
            Batch batch, Precision precision, long iteration, float learningRate, TensorObserver observer) {
        Step step = new Step(session, precision, true, iteration, noise, observer);
        SoftmaxCrossEntropy.Result loss = loss(network, batch, step);
        observer.values(SoftmaxCrossEntropyWork.LAYER, TrainingPass.BACKWARD_DATA, "grad_input", loss.gradient());
        network.backward(loss.gradient(), step);
        for (Parameter parameter : network.parameters()) {
            observer.values(
                    parameter.layer(), TrainingPass.BACKWARD_WEIGHT, "grad_" + parameter.name(), parameter.gradient());
        }
        optimizer.step(iteration, learningRate, session);
        state().forEach(observer::state);
        return new Outcome(loss.mean(), loss.correct());
    }

    /** The loss of a batch, which may begin its samples anew. */
    private static SoftmaxCrossEntropy.Result loss(Network seeing, Batch batch, Step step) {
        if (batch.begins()) {
            seeing.begin(step.training());
        }
        return seeing.loss(batch.images(), batch.labels(), step);
    }

    @Override
    public Evaluator current() {
        return evaluator(network);
    }

    private Evaluator evaluator(Network evaluated) {
        return (batch, precision, iterationsDone) -> {
            Step step = new Step(session, precision, false, iterationsDone, noise);
            SoftmaxCrossEntropy.Result loss = loss(evaluated, batch, step);
            return new Outcome(loss.mean(), loss.correct());
        };
    }

    @Override
    public void average(long iteration) {
        average.ifPresent(mean -> {
            session.executing(Map.of());
            mean.join(network.parameters(), iteration, session);
        });
    }

    @Override
    public Optional<Evaluator> averaged(BatchSource epoch, Precision precision, long iterationsDone) {
        return average.filter(mean -> !mean.isEmpty(iterationsDone)).map(mean -> {
            session.executing(Map.of());
            mean.findStatistics(epoch, i -> new Step(session, precision, true, i, noise));
            return evaluator(mean.network());
        });
    }

    /** The network's state, then the optimizer's and that of averaged weights. */
    @Override
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
}
