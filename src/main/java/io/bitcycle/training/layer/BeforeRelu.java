package io.bitcycle.training.layer;

import io.bitcycle.tensor.FloatTensor;

/**
 * A layer that can do the work of the rectifier behind it too, piece by piece, so that the values between them stay in the cache. Bits and
 * recorded work are those of one layer after the other. It {@link #givesAway}.
 */
interface BeforeRelu extends Layer {
    /**
     * The rectifier's output.
     *
     * @param over whether nobody needs the input any more
     * @param next the rectifier; null for none
     */
    FloatTensor forward(FloatTensor input, boolean over, Relu next, Step step);

    /**
     * The gradient by this layer's input.
     *
     * @param outputGradient that by the rectifier's output
     * @param over whether nobody needs it any more
     * @param next the rectifier
     */
    FloatTensor backward(FloatTensor outputGradient, boolean over, Relu next, Step step);
}
