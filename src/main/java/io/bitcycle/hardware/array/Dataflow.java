package io.bitcycle.hardware.array;

/** Which operand of C[M, N] = A[M, K] x B[K, N] stays in the MAC units. */
public enum Dataflow {
    OUTPUT_STATIONARY("output-stationary", "os"),
    WEIGHT_STATIONARY("weight-stationary", "ws"),
    INPUT_STATIONARY("input-stationary", "is");

    private final String label;
    private final String shortLabel;

    Dataflow(String label, String shortLabel) {
        this.label = label;
        this.shortLabel = shortLabel;
    }

    public String label() {
        return label;
    }

    /** The two-letter name of the command line and of SCALE-Sim. */
    public String shortLabel() {
        return shortLabel;
    }
}
