package io.bitcycle.training;

import io.bitcycle.numeric.CounterRandom;
import io.bitcycle.precision.Precision;
import io.bitcycle.tensor.Quantizer;
import io.bitcycle.training.data.TrainingData;
import io.bitcycle.workload.NetworkSpec;
import java.math.BigInteger;
import java.util.Map;

/**
 * Everything that decides how a network learns, precision apart.
 *
 * @param network with its optimizer
 * @param batch samples per iteration
 * @param iterations of the planned run; learning rate and precision schedules refer to it
 * @param learningRate per iteration
 * @param seed of weights, batches, augmentation and rounding noise
 * @param replay what is given instead of drawn
 */
public record Recipe(
        NetworkSpec network,
        TrainingData data,
        Quantizer quantizer,
        int batch,
        long iterations,
        LearningRate learningRate,
        long seed,
        Replay replay) {
    /** A run that draws everything. */
    public Recipe(
            NetworkSpec network,
            TrainingData data,
            Quantizer quantizer,
            int batch,
            long iterations,
            LearningRate learningRate,
            long seed) {
        this(network, data, quantizer, batch, iterations, learningRate, seed, Replay.NONE);
    }

    /** Nominal bit operations of labels by the precision that they were trained at. A word has a label each. */
    BigInteger bitOps(Map<Precision, Long> labels) {
        return BitOps.of(network, labels)
                .divide(BigInteger.valueOf(network.input().tokens()));
    }

    /** Iterations of an epoch. */
    public long perEpoch() {
        return data.trainingBatches(batch, network, CounterRandom.of(seed)).perEpoch();
    }

    /** The same recipe with other random numbers. */
    public Recipe withSeed(long other) {
        return new Recipe(network, data, quantizer, batch, iterations, learningRate, other, replay);
    }

    /** The same recipe with some of its random numbers given. */
    public Recipe withReplay(Replay given) {
        return new Recipe(network, data, quantizer, batch, iterations, learningRate, seed, given);
    }
}
