package io.bitcycle.hardware.array;

/** Whether an output-stationary fold's drain overlaps the next fold or takes {@code rows} cycles of its own. */
public enum OutputDrain {
    OVERLAPPED,
    EXPOSED
}
