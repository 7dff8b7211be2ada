package io.bitcycle.hardware.memory;

/** The port of a matrix operation. In backward-data and backward-weight the "activation" port carries operand A as well. */
public enum Operand {
    /** Operand B [K, N]. */
    WEIGHT,
    /** Operand A [M, K]. */
    ACTIVATION,
    /** The accumulators [M, N]. */
    OUTPUT
}
