package io.bitcycle.training.layer;

import io.bitcycle.tensor.Noise;

/** Where the stochastic rounding of errors takes its noise from. */
@FunctionalInterface
public interface ErrorNoise {
    /** The noise of the error of a quantized layer in an iteration. */
    Noise of(long iteration, int layer);
}
