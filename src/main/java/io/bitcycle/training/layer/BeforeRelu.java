package io.bitcycle.training.layer;

import io.bitcycle.tensor.FloatTensor;

/**
 * A layer that can do the work of the rectifier behind it too, piece by piece, so that the values between them stay in the cache. Bits and
 * recorded work are those of one layer after the other.
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
     * @param next the rectifier; null for none
     * @return null as {@link Layer#backward}
     */
    FloatTensor backward(FloatTensor outputGradient, boolean over, Relu next, Step step);

    @Override
    default FloatTensor forward(FloatTensor input, Step step) {
        return forward(input, false, null, step);
    }

    @Override
    default FloatTensor forwardOver(FloatTensor input, Step step) {
        return forward(input, true, null, step);
    }

    @Override
    default FloatTensor backward(FloatTensor outputGradient, Step step) {
        return backward(outputGradient, false, null, step);
    }

    @Override
    default FloatTensor backwardOver(FloatTensor outputGradient, Step step) {
        return backward(outputGradient, true, null, step);
    }

    @Override
    default boolean givesAway() {
        return true;
    }
}
