package io.bitcycle.energy;

import io.bitcycle.hardware.EnergyConfig;
import io.bitcycle.hardware.EnergyEntry;
import io.bitcycle.hardware.HardwareConfig;
import io.bitcycle.hardware.MacEnergyEntry;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The energy of every event of one hwconfig, as a list of rows: first one per {@link Event}, then one per MAC entry.
 * Event counts are vectors over these rows, energies are count x value in exact decimals.
 */
public final class EnergyTable {
    /**
     * One kind of event.
     *
     * @param name as in reports
     * @param energyPj picojoules per event
     * @param source paper and table
     */
    public record Row(String name, Component component, BigDecimal energyPj, String source) {}

    private static final BigDecimal PJ_PER_MW_MICROSECOND = BigDecimal.valueOf(1000);

    private final EnergyConfig config;
    private final int narrowestMode;
    private final List<Row> rows;

    public EnergyTable(HardwareConfig hardware) {
        this.config = hardware.energy();
        this.narrowestMode = Math.max(1, hardware.array().mac().minBits());
        List<Row> table = new ArrayList<>();
        for (Event event : Event.values()) {
            EnergyEntry entry = entry(event);
            BigDecimal value = event == Event.LEAKAGE_CYCLE
                    ? perCycle(entry, hardware.technology().clockMhz())
                    : entry.value();
            table.add(new Row(event.name().toLowerCase(Locale.ROOT), event.component(), value, entry.source()));
        }
        for (MacEnergyEntry mac : config.mac()) {
            String name = "mac_" + mac.aBits() + "x" + mac.bBits() + "_"
                    + config.macEvent().label();
            table.add(new Row(
                    name, Component.MAC, mac.energy().value(), mac.energy().source()));
        }
        this.rows = List.copyOf(table);
    }

    public List<Row> rows() {
        return rows;
    }

    public EnergyConfig.MacEvent macEvent() {
        return config.macEvent();
    }

    /**
     * The row that counts MAC work on operands of these widths.
     *
     * @throws NoEnergyFigureException when that would extrapolate
     */
    public int macRow(int aBits, int bBits) {
        MacEnergyEntry first = config.mac().get(0);
        if (config.macInterpolated()
                && (Math.max(aBits, narrowestMode) < first.aBits() || Math.max(bBits, narrowestMode) < first.bBits())) {
            throw new NoEnergyFigureException(aBits, bBits, first);
        }
        for (int i = 0; i < config.mac().size(); i++) {
            MacEnergyEntry entry = config.mac().get(i);
            if (entry.aBits() >= aBits && entry.bBits() >= bBits) {
                return Event.values().length + i;
            }
        }
        throw new IllegalArgumentException("energy.mac has no entry for " + aBits + " x " + bBits + " bits");
    }

    /** Exact energy of the counts, in all and per component. */
    public Map<Component, BigDecimal> energyPj(EventCounts counts) {
        Map<Component, BigDecimal> sums = new EnumMap<>(Component.class);
        for (Component component : Component.values()) {
            sums.put(component, BigDecimal.ZERO);
        }
        for (EnergyTerm term : terms(counts)) {
            sums.merge(term.row().component(), term.energyPj(), BigDecimal::add);
        }
        return sums;
    }

    /** The account behind {@link #energyPj}: one term per row that counted anything, in table order. */
    public List<EnergyTerm> terms(EventCounts counts) {
        List<EnergyTerm> terms = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            BigInteger count = counts.exact(i);
            if (count.signum() != 0) {
                Row row = rows.get(i);
                terms.add(new EnergyTerm(row, count, row.energyPj().multiply(new BigDecimal(count))));
            }
        }
        return terms;
    }

    /** A vector of zero counts over this table's rows. */
    public EventCounts noEvents() {
        return new EventCounts(rows.size());
    }

    private EnergyEntry entry(Event event) {
        return switch (event) {
            case EDGE_ADD -> config.edgeAdd();
            case RESCALE -> config.rescale();
            case REGISTER_BIT -> config.registerBit();
            case HOP_BIT -> config.hopBit();
            case WEIGHT_SRAM_READ_BIT -> config.weightBuffer().readBit();
            case WEIGHT_SRAM_WRITE_BIT -> config.weightBuffer().writeBit();
            case ACTIVATION_SRAM_READ_BIT -> config.activationBuffer().readBit();
            case ACTIVATION_SRAM_WRITE_BIT -> config.activationBuffer().writeBit();
            case OUTPUT_SRAM_READ_BIT -> config.outputBuffer().readBit();
            case OUTPUT_SRAM_WRITE_BIT -> config.outputBuffer().writeBit();
            case WEIGHT_DRAM_READ_BIT,
                    WEIGHT_DRAM_WRITE_BIT,
                    ACTIVATION_DRAM_READ_BIT,
                    ACTIVATION_DRAM_WRITE_BIT,
                    OUTPUT_DRAM_READ_BIT,
                    OUTPUT_DRAM_WRITE_BIT,
                    VECTOR_DRAM_READ_BIT,
                    VECTOR_DRAM_WRITE_BIT -> config.dramBit();
            case VECTOR_ADD -> config.vectorAdd();
            case VECTOR_MULTIPLY -> config.vectorMultiply();
            case VECTOR_DIVIDE -> config.vectorDivide();
            case VECTOR_SPECIAL -> config.vectorSpecial();
            case RECONFIGURATION -> config.reconfiguration();
            case LEAKAGE_CYCLE -> config.leakagePower();
        };
    }

    /** Milliwatts over one cycle: 1 mW x 1 us = 1000 pJ, and a cycle lasts 1 / clockMhz us. Rounded to 16 digits, once. */
    private static BigDecimal perCycle(EnergyEntry power, double clockMhz) {
        return power.value()
                .multiply(PJ_PER_MW_MICROSECOND)
                .divide(BigDecimal.valueOf(clockMhz), MathContext.DECIMAL64);
    }
}
