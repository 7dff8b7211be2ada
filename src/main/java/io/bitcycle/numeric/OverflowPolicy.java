package io.bitcycle.numeric;

/** What a two's complement accumulator does with a sum that it cannot hold. Every policy counts the event. */
public enum OverflowPolicy {
    /** Keeps the low bits. */
    WRAP,
    /** Keeps the nearest representable value, at each addition. */
    SATURATE,
    /** Stops the run with {@link AccumulatorOverflowException}. */
    TRAP
}
