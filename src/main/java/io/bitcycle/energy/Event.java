package io.bitcycle.energy;

import io.bitcycle.hardware.memory.Operand;

/** What the ledger counts, apart from MAC work, which has one row per operand-width entry of the hwconfig. */
public enum Event {
    EDGE_ADD(Component.EDGE),
    RESCALE(Component.EDGE),
    REGISTER_BIT(Component.REGISTERS),
    WEIGHT_SRAM_READ_BIT(Component.SRAM),
    WEIGHT_SRAM_WRITE_BIT(Component.SRAM),
    ACTIVATION_SRAM_READ_BIT(Component.SRAM),
    ACTIVATION_SRAM_WRITE_BIT(Component.SRAM),
    OUTPUT_SRAM_READ_BIT(Component.SRAM),
    OUTPUT_SRAM_WRITE_BIT(Component.SRAM),
    WEIGHT_DRAM_READ_BIT(Component.DRAM),
    WEIGHT_DRAM_WRITE_BIT(Component.DRAM),
    ACTIVATION_DRAM_READ_BIT(Component.DRAM),
    ACTIVATION_DRAM_WRITE_BIT(Component.DRAM),
    OUTPUT_DRAM_READ_BIT(Component.DRAM),
    OUTPUT_DRAM_WRITE_BIT(Component.DRAM),
    VECTOR_DRAM_READ_BIT(Component.DRAM),
    VECTOR_DRAM_WRITE_BIT(Component.DRAM),
    VECTOR_ADD(Component.VECTOR),
    VECTOR_MULTIPLY(Component.VECTOR),
    VECTOR_DIVIDE(Component.VECTOR),
    VECTOR_SPECIAL(Component.VECTOR),
    RECONFIGURATION(Component.RECONFIGURATION),
    LEAKAGE_CYCLE(Component.LEAKAGE),
    HOP_BIT(Component.REGISTERS);

    private final Component component;

    Event(Component component) {
        this.component = component;
    }

    public Component component() {
        return component;
    }

    public static Event sramRead(Operand operand) {
        return switch (operand) {
            case WEIGHT -> WEIGHT_SRAM_READ_BIT;
            case ACTIVATION -> ACTIVATION_SRAM_READ_BIT;
            case OUTPUT -> OUTPUT_SRAM_READ_BIT;
        };
    }

    public static Event sramWrite(Operand operand) {
        return switch (operand) {
            case WEIGHT -> WEIGHT_SRAM_WRITE_BIT;
            case ACTIVATION -> ACTIVATION_SRAM_WRITE_BIT;
            case OUTPUT -> OUTPUT_SRAM_WRITE_BIT;
        };
    }

    public static Event dramRead(Operand operand) {
        return switch (operand) {
            case WEIGHT -> WEIGHT_DRAM_READ_BIT;
            case ACTIVATION -> ACTIVATION_DRAM_READ_BIT;
            case OUTPUT -> OUTPUT_DRAM_READ_BIT;
        };
    }

    public static Event dramWrite(Operand operand) {
        return switch (operand) {
            case WEIGHT -> WEIGHT_DRAM_WRITE_BIT;
            case ACTIVATION -> ACTIVATION_DRAM_WRITE_BIT;
            case OUTPUT -> OUTPUT_DRAM_WRITE_BIT;
        };
    }
}
