package io.bitcycle.training.landscape;

import io.bitcycle.numeric.CounterRandom;
import io.bitcycle.precision.Precision;
import io.bitcycle.simulator.Accelerator;
import io.bitcycle.simulator.AcceleratorSession;
import io.bitcycle.simulator.Workers;
import io.bitcycle.tensor.FloatTensor;
import io.bitcycle.training.Network;
import io.bitcycle.training.ProgressListener;
import io.bitcycle.training.Recipe;
import io.bitcycle.training.SoftmaxCrossEntropy;
import io.bitcycle.training.checkpoint.NamedTensor;
import io.bitcycle.training.data.Batch;
import io.bitcycle.training.data.BatchSource;
import io.bitcycle.training.layer.ErrorNoise;
import io.bitcycle.training.layer.Parameter;
import io.bitcycle.training.layer.Step;
import io.bitcycle.workload.NetworkSpec;
import io.bitcycle.workload.Product;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A trained network and the first batches of its training. {@link #loss} is that of evaluation: running statistics and ranges.
 * {@link #gradient} is that of training: the statistics of each batch.
 */
public final class TrainedNetwork implements LossFunction {
    private final Network network;
    private final BatchSource batches;
    private final int count;
    private final AcceleratorSession session;
    private final Precision precision;
    private final ErrorNoise noise;

    private TrainedNetwork(
            NetworkSpec spec, Recipe recipe, int samples, Precision precision, AcceleratorSession session) {
        CounterRandom random = CounterRandom.of(recipe.seed());
        this.network = Network.of(spec, recipe.quantizer(), random, recipe.batch());
        this.batches = recipe.data().trainingBatches(recipe.batch(), recipe.network(), random);
        this.count = Math.min(batches.perEpoch(), (samples - 1) / recipe.batch() + 1);
        this.session = session;
        this.precision = precision;
        this.noise = ErrorNoise.of(random);
    }

    /**
     * The landscape around a run's weights.
     *
     * @param trained what the run's last checkpoint holds
     * @param precision of the run's evaluation
     * @param samples that make the loss, rounded up to whole batches of the first epoch
     * @param random of the directions
     * @throws IllegalArgumentException when a layer cannot be computed without codes, which exact gradients need
     */
    public static Landscape landscape(
            Recipe recipe,
            List<NamedTensor> trained,
            Precision precision,
            int samples,
            Landscape.Plan plan,
            CounterRandom random,
            Accelerator accelerator,
            Workers workers,
            ProgressListener progress) {
        NetworkSpec plain = recipe.network().withoutCodes();
        plain.products(1).stream().filter(Product::quantized).findFirst().ifPresent(product -> {
            throw new IllegalArgumentException("layer " + product.layer() + " has no gradients without codes");
        });
        TrainedNetwork coded =
                new TrainedNetwork(recipe.network(), recipe, samples, precision, accelerator.session(workers));
        TrainedNetwork exact = new TrainedNetwork(plain, recipe, samples, precision, accelerator.session(workers));
        coded.restore(trained);
        exact.restore(trained);
        return Landscape.measure(coded, exact, plan, random, progress);
    }

    /** Takes what this network has of a run's tensors: without codes there are no running ranges, and never an optimizer. */
    private void restore(List<NamedTensor> trained) {
        Map<String, FloatTensor> byName = new LinkedHashMap<>();
        trained.forEach(saved -> byName.put(saved.name(), saved.tensor()));
        network.state().forEach((name, live) -> {
            FloatTensor saved = byName.get(name);
            if (saved == null || saved.size() != live.size()) {
                throw new IllegalArgumentException("the checkpoint has no tensor " + name + " of " + live.size());
            }
            System.arraycopy(saved.data(), 0, live.data(), 0, live.size());
        });
    }

    @Override
    public List<Parameter> parameters() {
        return network.parameters();
    }

    @Override
    public double loss() {
        double sum = 0;
        long samples = 0;
        for (int i = 0; i < count; i++) {
            Batch batch = batch(i, false);
            Step step = new Step(session, precision, false, i, noise);
            sum += (double) SoftmaxCrossEntropy.of(network.forward(batch.images(), step), batch.labels(), step)
                            .mean()
                    * batch.size();
            samples += batch.size();
        }
        return sum / samples;
    }

    @Override
    public WeightVector gradient() {
        WeightVector sum = WeightVector.of(parameters(), Parameter::value).times(0);
        long samples = 0;
        for (int i = 0; i < count; i++) {
            Batch batch = batch(i, true);
            Step step = new Step(session, precision, true, i, noise);
            FloatTensor scores = network.forward(batch.images(), step);
            network.backward(
                    SoftmaxCrossEntropy.of(scores, batch.labels(), step).gradient(), step);
            sum = sum.plus(batch.size(), WeightVector.of(parameters(), Parameter::gradient));
            samples += batch.size();
        }
        return sum.times(1.0 / samples);
    }

    private Batch batch(int number, boolean training) {
        Batch batch = batches.at(number);
        if (batch.begins()) {
            network.begin(training);
        }
        return batch;
    }
}
