package io.bitcycle.hardware.array;

import io.bitcycle.hardware.memory.Operand;

/** Which operand of C[M, N] = A[M, K] x B[K, N] stays in the MAC units. */
public enum Dataflow {
    OUTPUT_STATIONARY("output-stationary", "os", Operand.OUTPUT),
    WEIGHT_STATIONARY("weight-stationary", "ws", Operand.WEIGHT),
    INPUT_STATIONARY("input-stationary", "is", Operand.ACTIVATION);

    private final String label;
    private final String shortLabel;
    private final Operand stationary;

    Dataflow(String label, String shortLabel, Operand stationary) {
        this.label = label;
        this.shortLabel = shortLabel;
        this.stationary = stationary;
    }

    public String label() {
        return label;
    }

    /** The two-letter name of the command line and of SCALE-Sim. */
    public String shortLabel() {
        return shortLabel;
    }

    /** What stays. */
    public Operand stationary() {
        return stationary;
    }
}
