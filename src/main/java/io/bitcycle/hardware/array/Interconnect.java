package io.bitcycle.hardware.array;

/** How operands reach the MAC units: hop by hop with skewed feeding, or all in one cycle. */
public enum Interconnect {
    SYSTOLIC,
    BROADCAST
}
