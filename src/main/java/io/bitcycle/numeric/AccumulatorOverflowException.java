package io.bitcycle.numeric;

/** A sum left the accumulator's range under {@link OverflowPolicy#TRAP}. */
public final class AccumulatorOverflowException extends ArithmeticException {
    private static final long serialVersionUID = 1;

    public AccumulatorOverflowException(long sum, int accumulatorBits) {
        super("sum " + sum + " does not fit an accumulator of " + accumulatorBits
                + " bits (overflow policy trap; allowed: a wider array.mac.accumulator_bits, wrap or saturate)");
    }
}
