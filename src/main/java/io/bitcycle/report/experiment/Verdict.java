package io.bitcycle.report.experiment;

/**
 * What an experiment says about a claim.
 *
 * @param about network and hwconfig
 * @param claim in words
 * @param against the schedule compared to
 * @param answer whether it held
 * @param evidence figures and statistics behind the answer
 */
record Verdict(ExperimentRun about, String claim, String against, Answer answer, String evidence) {
    /** The claim without its number and what it was measured by. */
    String shortClaim() {
        return claim.replaceFirst("^\\d+\\. ", "").replaceFirst(":.*", "");
    }

    /** Whether a claim held. */
    enum Answer {
        HELD("held"),
        NOT_SHOWN("not shown"),
        CONTRADICTED("contradicted"),
        NOT_TESTED("not tested");

        private final String label;

        Answer(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }
}
