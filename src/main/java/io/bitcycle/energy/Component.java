package io.bitcycle.energy;

/** Where energy goes; the parts of {@code energy_pj} in reports. */
public enum Component {
    MAC("mac", "MAC units"),
    EDGE("edge", "array edge"),
    REGISTERS("registers", "array registers"),
    SRAM("sram", "buffers"),
    DRAM("dram", "DRAM"),
    VECTOR("vector", "vector unit"),
    RECONFIGURATION("reconfiguration", "reconfiguration"),
    LEAKAGE("leakage", "leakage");

    private final String label;
    private final String title;

    Component(String label, String title) {
        this.label = label;
        this.title = title;
    }

    /** What people read. */
    public String title() {
        return title;
    }

    /** What files call it. */
    public String label() {
        return label;
    }
}
