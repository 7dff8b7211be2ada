package io.bitcycle.precision;

/** The shape of a cycle: a new one is a formula in {@link Profiles} and a line in {@link PrecisionSchedules}. */
@FunctionalInterface
interface Profile {
    /**
     * The bits before rounding.
     *
     * @param span lowest and highest width
     * @param cycle counted from 0
     * @param phase share of the cycle that has passed, from 0 up to but without 1
     */
    double bits(BitSpan span, long cycle, double phase);
}
