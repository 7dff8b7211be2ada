package io.bitcycle.precision;

import io.bitcycle.numeric.IntegerFormat;

/**
 * The code widths of one training iteration.
 *
 * @param weightBits width of weights, 1 to {@value IntegerFormat#MAX_BITS}
 * @param activationBits width of activations, likewise
 * @param backwardBits width of errors, likewise
 */
public record Precision(int weightBits, int activationBits, int backwardBits) {
    public Precision {
        requireWidth("weight", weightBits);
        requireWidth("activation", activationBits);
        requireWidth("backward", backwardBits);
    }

    /** Weights and activations alike, as nearly always. */
    public Precision(int forwardBits, int backwardBits) {
        this(forwardBits, forwardBits, backwardBits);
    }

    private static void requireWidth(String name, int bits) {
        if (bits < 1 || bits > IntegerFormat.MAX_BITS) {
            throw new IllegalArgumentException(
                    name + " bits are " + bits + ", allowed are 1 to " + IntegerFormat.MAX_BITS);
        }
    }

    /** Width of weights and activations; of the wider where they differ. */
    public int forwardBits() {
        return Math.max(weightBits, activationBits);
    }

    /**
     * Bit products per multiply-accumulate, summed over the three passes: forward A x W, backward-data E x W,
     * backward-weight A x E. The BitOPs of an iteration, as the CPT paper counts them, are proportional to it.
     */
    public int bitProducts() {
        return activationBits * weightBits + backwardBits * weightBits + activationBits * backwardBits;
    }

    /** As users write it: {@code 8/6} is forward 8, backward 6 bits; {@code w4a8/6} has weights of 4 bits. */
    @Override
    public String toString() {
        String forward =
                weightBits == activationBits ? Integer.toString(weightBits) : "w" + weightBits + "a" + activationBits;
        return forward + "/" + backwardBits;
    }
}
