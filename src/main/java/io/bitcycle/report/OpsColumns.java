package io.bitcycle.report;

/** Whose columns a run's operations are written in, beside our own. */
public enum OpsColumns {
    /** Our own alone. */
    BITCYCLE("bitcycle"),

    /** The reports of SCALE-Sim v3 too, see {@link ScaleSimReports}. */
    SCALESIM("scalesim"),

    /** The reports of SCALE-Sim v2 too. */
    SCALESIM_V2("scalesim-v2");

    private final String label;

    OpsColumns(String label) {
        this.label = label;
    }

    /** As users write it. */
    public String label() {
        return label;
    }
}
