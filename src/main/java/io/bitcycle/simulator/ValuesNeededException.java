package io.bitcycle.simulator;

/** Cycles were asked for from shapes alone, of a MAC family that decides them by the operands' values. */
public final class ValuesNeededException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    public ValuesNeededException(String family) {
        super("array.mac.family: is " + family + ", whose cycles depend on the operands' values; allowed: "
                + "a fidelity that has values (step, exact), or another family");
    }
}
