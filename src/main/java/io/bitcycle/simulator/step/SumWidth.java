package io.bitcycle.simulator.step;

import io.bitcycle.hardware.mac.MacConfig;
import io.bitcycle.numeric.AccumulatorOverflowException;
import io.bitcycle.numeric.OverflowPolicy;

/** The width of accumulators, and what becomes of a sum that does not fit. */
final class SumWidth {
    private final int bits;
    private final OverflowPolicy policy;
    private final long min;
    private final long max;
    private long overflows;

    SumWidth(MacConfig mac) {
        this.bits = mac.accumulatorBits();
        this.policy = mac.overflow();
        this.max = (1L << (bits - 1)) - 1;
        this.min = ~max;
    }

    /** What an accumulator keeps of a sum. */
    long keep(long sum) {
        return sum >= min && sum <= max ? sum : overflow(sum);
    }

    private long overflow(long sum) {
        overflows++;
        return switch (policy) {
            case WRAP -> sum << (Long.SIZE - bits) >> (Long.SIZE - bits);
            case SATURATE -> sum < 0 ? min : max;
            case TRAP -> throw new AccumulatorOverflowException(sum, bits);
        };
    }

    /** Sums that did not fit, since construction. */
    long overflows() {
        return overflows;
    }
}
