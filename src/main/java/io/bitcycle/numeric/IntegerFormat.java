package io.bitcycle.numeric;

/**
 * An integer code of {@code bits} bits: two's complement when {@code signed}, else plain binary.
 *
 * @param bits width, 1 to 16
 * @param signed whether the top bit carries a negative weight
 */
public record IntegerFormat(int bits, boolean signed) {
    public static final int MAX_BITS = 16;

    public IntegerFormat {
        if (bits < 1 || bits > MAX_BITS) {
            throw new IllegalArgumentException("a code has 1 to " + MAX_BITS + " bits, not " + bits);
        }
    }

    public static IntegerFormat unsigned(int bits) {
        return new IntegerFormat(bits, false);
    }

    public static IntegerFormat signed(int bits) {
        return new IntegerFormat(bits, true);
    }

    /** Smallest code. */
    public int min() {
        return signed ? -(1 << (bits - 1)) : 0;
    }

    /** Largest code. */
    public int max() {
        return signed ? (1 << (bits - 1)) - 1 : (1 << bits) - 1;
    }

    /** The largest magnitude of a code less a centre. */
    public int magnitude(int centre) {
        return Math.max(Math.abs(min() - centre), Math.abs(max() - centre));
    }

    public boolean contains(long value) {
        return value >= min() && value <= max();
    }

    @Override
    public String toString() {
        return (signed ? "signed " : "unsigned ") + bits + "-bit";
    }
}
