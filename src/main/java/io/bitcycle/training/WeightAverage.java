package io.bitcycle.training;

import io.bitcycle.numeric.CounterRandom;
import io.bitcycle.simulator.AcceleratorSession;
import io.bitcycle.tensor.FloatTensor;
import io.bitcycle.training.data.Batch;
import io.bitcycle.training.data.BatchSource;
import io.bitcycle.training.layer.BatchNorm;
import io.bitcycle.training.layer.Layer;
import io.bitcycle.training.layer.Parameter;
import io.bitcycle.training.layer.Step;
import io.bitcycle.workload.Averaging;
import io.bitcycle.workload.work.OptimizerWork;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The mean of weights along a training run, see {@link Averaging}: with n weights in the mean, mean = mean + (w − mean) · 1 / (n + 1)
 * in binary32. Statistics of batch norm are not averaged: they are found anew, as the means over one epoch, before the averaged
 * network is evaluated, and so are running ranges of activations.
 */
final class WeightAverage {
    private final Averaging averaging;
    private final Network network;

    WeightAverage(Averaging averaging, Recipe recipe) {
        this.averaging = averaging;
        this.network =
                Network.of(recipe.network(), recipe.quantizer(), CounterRandom.of(recipe.seed()), recipe.batch());
    }

    /** The averaged network. */
    Network network() {
        return network;
    }

    /** Takes in the weights after an iteration, if it is their turn. */
    void join(List<Parameter> weights, long iteration, AcceleratorSession session) {
        if (!averaging.isDue(iteration)) {
            return;
        }
        float share = 1f / (averaging.joinedBefore(iteration) + 1);
        List<Parameter> means = network.parameters();
        for (int p = 0; p < means.size(); p++) {
            float[] mean = means.get(p).value().data();
            float[] weight = weights.get(p).value().data();
            for (int i = 0; i < mean.length; i++) {
                mean[i] = share == 1 ? weight[i] : mean[i] + (weight[i] - mean[i]) * share;
            }
            session.vector(OptimizerWork.average(means.get(p).size()));
        }
    }

    /** Whether anything has joined by the end of so many iterations. */
    boolean isEmpty(long iterations) {
        return averaging.joinedBefore(iterations) == 0;
    }

    /**
     * Finds the statistics of batch norm over one epoch, each batch weighing as many samples as it has.
     *
     * @param step for a batch's number
     */
    void findStatistics(BatchSource epoch, Function<Integer, Step> step) {
        long before = 0;
        for (int i = 0; i < epoch.perEpoch(); i++) {
            Batch batch = epoch.at(i);
            if (batch.begins()) {
                network.begin(true);
            }
            float share = (float) batch.size() / (before + batch.size());
            eachBatchNorm(network.layers(), share);
            network.forward(batch.images(), step.apply(i));
            before += batch.size();
        }
        eachBatchNorm(network.layers(), BatchNorm.MOMENTUM);
    }

    /** A share of 1 forgets what was there. */
    private static void eachBatchNorm(Layer layer, float share) {
        if (layer instanceof BatchNorm norm) {
            norm.setMomentum(share);
        }
        layer.children().forEach(child -> eachBatchNorm(child, share));
    }

    /** The means; live. */
    Map<String, FloatTensor> state() {
        Map<String, FloatTensor> state = new LinkedHashMap<>();
        for (Parameter mean : network.parameters()) {
            state.put(mean.layer() + "." + mean.name() + ".average", mean.value());
        }
        return state;
    }
}
