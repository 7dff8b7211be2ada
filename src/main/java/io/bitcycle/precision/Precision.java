package io.bitcycle.precision;

import io.bitcycle.numeric.IntegerFormat;

/**
 * The code widths of one training iteration.
 *
 * @param forwardBits width of weights and activations, 1 to {@value IntegerFormat#MAX_BITS}
 * @param backwardBits width of errors, 1 to {@value IntegerFormat#MAX_BITS}
 */
public record Precision(int forwardBits, int backwardBits) {
    public Precision {
        requireWidth("forward", forwardBits);
        requireWidth("backward", backwardBits);
    }

    private static void requireWidth(String name, int bits) {
        if (bits < 1 || bits > IntegerFormat.MAX_BITS) {
            throw new IllegalArgumentException(
                    name + " bits are " + bits + ", allowed are 1 to " + IntegerFormat.MAX_BITS);
        }
    }

    /**
     * Bit products per multiply-accumulate, summed over the three passes: forward A x W, backward-data E x W,
     * backward-weight A x E. The BitOPs of an iteration, as the CPT paper counts them, are proportional to it.
     */
    public int bitProducts() {
        return forwardBits * forwardBits + 2 * forwardBits * backwardBits;
    }

    /** As users write it: {@code 8/6} is forward 8, backward 6 bits. */
    @Override
    public String toString() {
        return forwardBits + "/" + backwardBits;
    }
}
