package io.bitcycle.precision;

import java.util.Locale;

/** How the precision range test visits the precisions. */
public enum PrtMode {
    /** Every precision starts from the same weights, batches and noise; its gain is its own last window minus its first. */
    ISOLATED,
    /**
     * As in the CPT paper: one training run raises the precision a bit at a time; the gain of a precision is its last window
     * minus the last window of the precision before (of the lowest: minus its own first window).
     */
    CONTINUE;

    /** As users write it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
