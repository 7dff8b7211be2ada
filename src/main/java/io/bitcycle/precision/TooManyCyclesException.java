package io.bitcycle.precision;

/** A cyclic schedule was asked for more cycles than the run has iterations. */
public final class TooManyCyclesException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    TooManyCyclesException(int cycles, long iterations) {
        super("cycles are " + cycles + ", allowed are 1 to " + iterations + " (one per iteration)");
    }
}
