package io.bitcycle.training;

import io.bitcycle.numeric.RandomStream;
import io.bitcycle.tensor.FloatTensor;

/**
 * Initial parameters, those of convolutional networks as the CPT code draws them (RICE-EIC/CPT, cpt_cifar/models.py). Element i of a weight is number i of a
 * {@code WEIGHT_INIT} stream of the layer, computed in binary64 and rounded once; so a layer's start does not depend on the others.
 * Batch norm starts at weight 1 and bias 0 by itself.
 */
public final class Initializers {
    /** Elements that share random words (see {@link RandomStream#gaussian}): a bias begins at a multiple of it. */
    private static final int ALIGNMENT = 4;

    private Initializers() {}

    /**
     * Normal, mean 0 and variance 2 / (Kh · Kw · O): He et al., ICCV 2015, for the backward pass.
     *
     * @param shape [O, C / groups, Kh, Kw]
     */
    public static FloatTensor convolutionWeight(RandomStream random, int... shape) {
        return normal(random, 2.0 / ((double) shape[2] * shape[3] * shape[0]), shape);
    }

    /**
     * Normal, mean 0 and variance 2 / (O · I).
     *
     * @param shape [O, I]
     */
    public static FloatTensor linearWeight(RandomStream random, int... shape) {
        return normal(random, 2.0 / ((double) shape[0] * shape[1]), shape);
    }

    /**
     * PyTorch's default bias of a linear layer, which the CPT code leaves: uniform in ±1 / √I. Its numbers are those after the
     * weight's.
     *
     * @param outputs O
     * @param inputs I
     */
    public static FloatTensor linearBias(RandomStream random, int outputs, int inputs) {
        double bound = 1 / StrictMath.sqrt(inputs);
        long weights = (long) outputs * inputs;
        long first = (weights + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        FloatTensor bias = FloatTensor.zeros(outputs);
        for (int o = 0; o < outputs; o++) {
            bias.data()[o] = (float) (bound * (2.0 * random.uniform(first + o) - 1));
        }
        return bias;
    }

    /**
     * Uniform in ±bound.
     *
     * @param number of the tensor among those of its layer: their random numbers follow each other
     */
    public static FloatTensor uniform(RandomStream random, int number, double bound, int... shape) {
        FloatTensor tensor = FloatTensor.zeros(shape);
        long first = (long) number << Integer.SIZE;
        for (int i = 0; i < tensor.size(); i++) {
            tensor.data()[i] = (float) (bound * (2.0 * random.uniform(first + i) - 1));
        }
        return tensor;
    }

    /**
     * Vectors of words: normal, mean 0 and variance 1 / F, as fairseq draws them.
     *
     * @param shape [V, F]
     */
    public static FloatTensor embedding(RandomStream random, int... shape) {
        return normal(random, 1.0 / shape[1], shape);
    }

    private static FloatTensor normal(RandomStream random, double variance, int... shape) {
        double deviation = StrictMath.sqrt(variance);
        FloatTensor weight = FloatTensor.zeros(shape);
        for (int i = 0; i < weight.size(); i++) {
            weight.data()[i] = (float) (deviation * random.gaussian(i));
        }
        return weight;
    }
}
