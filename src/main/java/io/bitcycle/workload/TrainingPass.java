package io.bitcycle.workload;

/** The three matrix products of a layer in one training iteration. */
public enum TrainingPass {
    FORWARD("forward"),
    BACKWARD_DATA("backward-data"),
    BACKWARD_WEIGHT("backward-weight");

    private final String label;

    TrainingPass(String label) {
        this.label = label;
    }

    /** The name in files and tables. */
    public String label() {
        return label;
    }
}
