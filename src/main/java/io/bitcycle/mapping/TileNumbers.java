package io.bitcycle.mapping;

/** Which parts of the operands a step is made of; parts of the same number are the same codes or sums. */
interface TileNumbers {
    /** The part of A that is loaded. */
    long activation();

    /** The part of B that is loaded. */
    long weight();

    /** The sums that are loaded or stored. */
    long sum();

    /** Numbers that stay as they are. */
    record Of(long activation, long weight, long sum) implements TileNumbers {}

    /** Numbers the tiles of two dimensions. */
    static long number(long outer, long innerCount, long inner) {
        return outer * innerCount + inner;
    }
}
