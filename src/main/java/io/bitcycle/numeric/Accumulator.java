package io.bitcycle.numeric;

/**
 * A two's complement register of {@code bits} bits that sums in call order and counts the additions it could not hold.
 *
 * <p>Inputs must be below 2^62 in magnitude, so that one addition never leaves the {@code long} it is computed in.
 */
public final class Accumulator {
    /** Two 62-bit operands add up without leaving a {@code long}. */
    public static final int MAX_BITS = 62;

    private final int bits;
    private final OverflowPolicy policy;
    private final long min;
    private final long max;
    private long value;
    private long overflows;

    public Accumulator(int bits, OverflowPolicy policy) {
        if (bits < 2 || bits > MAX_BITS) {
            throw new IllegalArgumentException("an accumulator has 2 to " + MAX_BITS + " bits, not " + bits);
        }
        this.bits = bits;
        this.policy = policy;
        this.max = (1L << (bits - 1)) - 1;
        this.min = -max - 1;
    }

    /**
     * Starts the next sum at {@code start}; the overflow count goes on.
     *
     * @throws IllegalArgumentException if the register cannot hold {@code start}
     */
    public void set(long start) {
        if (start < min || start > max) {
            throw new IllegalArgumentException(start + " does not fit an accumulator of " + bits + " bits");
        }
        value = start;
    }

    /**
     * Adds one term.
     *
     * @throws AccumulatorOverflowException under {@link OverflowPolicy#TRAP}, if the sum does not fit; the value stays
     */
    public void add(long term) {
        long sum = value + term;
        if (sum >= min && sum <= max) {
            value = sum;
            return;
        }
        overflows++;
        value = switch (policy) {
            case WRAP -> sum << (Long.SIZE - bits) >> (Long.SIZE - bits);
            case SATURATE -> sum < 0 ? min : max;
            case TRAP -> throw new AccumulatorOverflowException(sum, bits);
        };
    }

    public long value() {
        return value;
    }

    /** Additions whose exact sum did not fit, since construction. */
    public long overflows() {
        return overflows;
    }

    /**
     * The least width in bits, 2 at least, that holds every sum of up to {@code terms} products of the two formats.
     *
     * @throws ArithmeticException if such a sum may leave a {@code long}
     */
    public static int bitsFor(IntegerFormat a, IntegerFormat b, long terms) {
        long low = Math.min(Math.min((long) a.min() * b.max(), (long) a.max() * b.min()), 0);
        long high = Math.max((long) a.min() * b.min(), (long) a.max() * b.max());
        // Two's complement reaches one further below 0: ~x is -x - 1.
        long worst = Math.max(Math.multiplyExact(high, terms), ~Math.multiplyExact(low, terms));
        return Math.max(2, Long.SIZE - Long.numberOfLeadingZeros(worst) + 1);
    }
}
