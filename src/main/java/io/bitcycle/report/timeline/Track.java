package io.bitcycle.report.timeline;

/** A part of the accelerator that does one thing at a time. */
enum Track {
    ARRAY("array"),
    ACTIVATION_BUFFER("activation buffer"),
    WEIGHT_BUFFER("weight buffer"),
    OUTPUT_BUFFER("output buffer"),
    DRAM("DRAM"),
    VECTOR_UNIT("vector unit");

    private final String title;

    Track(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    /** From 1, in the order in which viewers are to show them. */
    int number() {
        return ordinal() + 1;
    }
}
