package io.bitcycle.energy;

/** Where energy goes; the parts of {@code energy_pj} in reports. */
public enum Component {
    MAC("mac"),
    EDGE("edge"),
    REGISTERS("registers"),
    SRAM("sram"),
    DRAM("dram"),
    VECTOR("vector"),
    RECONFIGURATION("reconfiguration"),
    LEAKAGE("leakage");

    private final String label;

    Component(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }
}
