package io.bitcycle.report.diff;

import java.util.Optional;

/**
 * One thing that two runs were compared in.
 *
 * @param run folder inside what was compared; empty for that itself
 * @param name layer and pass, or the name of a file
 * @param compared tensors, rows or files behind it
 * @param difference the first one, in words
 * @param iteration of that difference; 0 where there is none
 * @param order of that difference in its iteration
 */
record Case(String run, Kind kind, String name, int compared, Optional<String> difference, long iteration, int order) {
    /** What is compared, in the order in which differences are told: what was computed, what it cost, the rest. */
    enum Kind {
        TENSORS("tensors"),
        LEDGER("ledger rows"),
        FILES("files");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }

    static Case of(String run, Kind kind, String name, int compared, Optional<String> difference) {
        return new Case(run, kind, name, compared, difference, 0, 0);
    }

    boolean fails() {
        return difference.isPresent();
    }
}
