package io.bitcycle.workload.layer;

/** A layer cannot take its input, or contradicts itself. */
public final class LayerMismatchException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final String key;

    /**
     * @param key of the layer in its trace that is to blame, as a path from the layer
     * @param message what is wrong with its value and what is allowed
     */
    public LayerMismatchException(String key, String message) {
        super(message);
        this.key = key;
    }

    public String key() {
        return key;
    }

    /** Compares what a trace states with what the input has. */
    static void require(String key, int stated, String what, int actual, Object input) {
        if (stated != actual) {
            throw new LayerMismatchException(
                    key,
                    "is " + stated + ", but the input of " + input + " has " + actual + " " + what + "; allowed: "
                            + actual);
        }
    }
}
