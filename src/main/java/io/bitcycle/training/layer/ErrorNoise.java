package io.bitcycle.training.layer;

import io.bitcycle.numeric.CounterRandom;
import io.bitcycle.numeric.RandomPurpose;
import io.bitcycle.tensor.Noise;

/** Where the stochastic rounding of errors takes its noise from. */
public interface ErrorNoise {
    /**
     * The noise of the error of a quantized layer.
     *
     * @param layer the layer's number among those with weights
     */
    Noise error(long iteration, int layer);

    /** The noise of the second copy that carries the weights' scale (quantizer cpt-folded). */
    Noise foldedError(long iteration, int layer);

    /** Counter-based noise: a function of the seed and these coordinates. */
    static ErrorNoise of(CounterRandom random) {
        return new ErrorNoise() {
            @Override
            public Noise error(long iteration, int layer) {
                return random.stream(RandomPurpose.ERROR_NOISE, iteration, layer)::fillSymmetric;
            }

            @Override
            public Noise foldedError(long iteration, int layer) {
                return random.stream(RandomPurpose.FOLDED_ERROR_NOISE, iteration, layer)::fillSymmetric;
            }
        };
    }
}
