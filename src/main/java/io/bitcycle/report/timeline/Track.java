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

    /** Number of its thread in files, which viewers sort by. */
    int number() {
        return ordinal() + 1;
    }
}
