package io.bitcycle.hardware;

import io.bitcycle.json.SchemaText;

/**
 * The JSON Schema (draft 2020-12) of hwconfig files, for editors, made from the declarations that {@link
 * HardwareConfigReader} reads by. It accepts every file that the reader accepts; rules between keys are the reader's alone.
 */
public final class HardwareConfigSchema {
    private HardwareConfigSchema() {}

    /** The schema as a file, the same bytes on every machine. */
    public static String text() {
        return SchemaText.of(
                "BitCycle hwconfig",
                "An accelerator: array, buffers, DRAM, vector unit and energy per event.",
                new HardwareConfigReader().type().schema());
    }
}
