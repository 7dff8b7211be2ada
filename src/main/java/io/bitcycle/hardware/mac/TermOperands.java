package io.bitcycle.hardware.mac;

/** Which operands a term-serial unit takes apart into powers of two: A (BitPragmatic), or both (Laconic). */
public enum TermOperands {
    ACTIVATION,
    BOTH
}
