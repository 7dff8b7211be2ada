package io.bitcycle.simulator;

/** Cycles were asked for from shapes alone, which do not decide them. */
public final class ValuesNeededException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    private ValuesNeededException(String message) {
        super(message);
    }

    /** Of words in clusters, each trained on the tokens of its own words. */
    public static ValuesNeededException ofText(String layer) {
        return new ValuesNeededException("layer " + layer + ": tail_tokens: is own, whose cycles depend on the text;"
                + " allowed: its default, or training on a text");
    }

    /** Of a MAC family that decides them by the operands' values. */
    public static ValuesNeededException ofFamily(String family) {
        return new ValuesNeededException(
                "array.mac.family: is " + family + ", whose cycles depend on the operands' values; allowed: "
                        + "a fidelity that has values (step, exact), or another family");
    }
}
