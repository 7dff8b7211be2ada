package io.bitcycle.report;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bitcycle.energy.Component;
import io.bitcycle.energy.Event;
import io.bitcycle.energy.EventCounts;
import io.bitcycle.hardware.AreaConfig;
import io.bitcycle.hardware.memory.Operand;
import io.bitcycle.simulator.RunLedger;
import io.bitcycle.simulator.Totals;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What a run did and what it cost.
 *
 * @param totals sums over the ledger
 * @param energyPj exact picojoules per component
 * @param bitOps nominal bit operations, as the CPT paper counts them
 * @param area of the accelerator, as far as it is published
 * @param hardware what it ran on
 */
public record RunSummary(
        Totals totals,
        Map<Component, BigDecimal> energyPj,
        BigInteger bitOps,
        AreaConfig area,
        HardwareFacts hardware) {
    public RunSummary {
        energyPj = Map.copyOf(energyPj);
    }

    /**
     * Sums up entries of a ledger.
     *
     * @param bitOps nominal bit operations: the ledger knows only those that were executed
     */
    public static RunSummary of(RunLedger ledger, List<RunLedger.Entry> entries, BigInteger bitOps) {
        Totals totals = ledger.totals(entries);
        return new RunSummary(
                totals,
                ledger.energyTable().energyPj(totals.events()),
                bitOps,
                ledger.hardware().area(),
                HardwareFacts.of(ledger, entries));
    }

    /** The exact sum of the parts. */
    public BigDecimal totalEnergyPj() {
        return energyPj.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** Multiply-accumulates per second, everything that takes time counted. */
    public double macsPerSecond() {
        return totals.timeSeconds() == 0 ? 0 : totals.macs().doubleValue() / totals.timeSeconds();
    }

    /** The same per square millimetre of the published area; empty where that of the array is not published. */
    public OptionalDouble macsPerSecondPerMm2() {
        double mm2 = area.totalMm2().doubleValue();
        return mm2 == 0 || area.missing().contains(AreaConfig.ARRAY)
                ? OptionalDouble.empty()
                : OptionalDouble.of(macsPerSecond() / mm2);
    }

    /** The keys of {@code summary.json} that all commands have; who trains adds accuracy and loss. */
    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("macs", totals.macs());
        json.put("bitops", bitOps);
        json.put("bitops_executed", totals.bitOpsExecuted());
        ObjectNode cycles = json.putObject("cycles");
        cycles.put("compute", totals.computeCycles());
        cycles.put("stall", totals.stallCycles());
        cycles.put("vector", totals.vectorCycles());
        cycles.put("reconfiguration", totals.reconfigurationCycles());
        cycles.put("total", totals.totalCycles());
        json.put("time_s", new BigDecimal(Figures.exact(totals.timeSeconds())));
        ObjectNode energy = json.putObject("energy_pj");
        for (Component component : Component.values()) {
            energy.put(component.label(), energyPj.get(component).stripTrailingZeros());
        }
        energy.put("total", totalEnergyPj().stripTrailingZeros());
        putAccesses(json.putObject("accesses"), totals.events());
        json.put("utilization", totals.utilization());
        json.put("overflows", totals.overflows());
        json.put("folds", totals.folds());
        putArea(json);
        json.set("hardware", hardware.toJson());
        return json;
    }

    /** Parts whose area no source gives are named, and in no sum. */
    private void putArea(ObjectNode json) {
        ObjectNode mm2 = json.putObject("area_mm2");
        area.parts().forEach(part -> mm2.put(part.name(), AreaConfig.mm2(part).stripTrailingZeros()));
        mm2.put("total", area.totalMm2().stripTrailingZeros());
        area.missing().forEach(json.putArray("area_unknown")::add);
        json.put("macs_per_s", new BigDecimal(Figures.exact(macsPerSecond())));
        macsPerSecondPerMm2().ifPresent(value -> json.put("macs_per_s_per_mm2", new BigDecimal(Figures.exact(value))));
    }

    private static void putAccesses(ObjectNode accesses, EventCounts events) {
        for (Operand operand : Operand.values()) {
            ObjectNode bits = accesses.putObject(operand.name().toLowerCase(Locale.ROOT));
            bits.put("sram_read_bits", events.exact(Event.sramRead(operand)));
            bits.put("sram_write_bits", events.exact(Event.sramWrite(operand)));
            bits.put("dram_read_bits", events.exact(Event.dramRead(operand)));
            bits.put("dram_write_bits", events.exact(Event.dramWrite(operand)));
        }
        ObjectNode vector = accesses.putObject("vector");
        vector.put("dram_read_bits", events.exact(Event.VECTOR_DRAM_READ_BIT));
        vector.put("dram_write_bits", events.exact(Event.VECTOR_DRAM_WRITE_BIT));
    }

    /** A few lines for people. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("MACs         " + Figures.grouped(totals.macs()));
        lines.add("cycles       " + Figures.grouped(totals.totalCycles()) + " = "
                + Figures.grouped(totals.computeCycles()) + " compute + " + Figures.grouped(totals.stallCycles())
                + " stall + " + Figures.grouped(totals.vectorCycles()) + " vector + "
                + Figures.grouped(totals.reconfigurationCycles()) + " reconfiguration");
        lines.add("time         " + Figures.time(totals.timeSeconds()));
        lines.add("energy       " + Figures.energy(totalEnergyPj()));
        lines.add("utilization  " + Figures.percent(totals.utilization()));
        if (!area.parts().isEmpty()) {
            lines.add(areaLine());
        }
        if (totals.overflows() > 0) {
            lines.add("overflows    " + Figures.grouped(totals.overflows())
                    + " additions did not fit the accumulator: see array.mac.accumulator_bits");
        }
        return lines;
    }

    private String areaLine() {
        OptionalDouble perMm2 = macsPerSecondPerMm2();
        return "area         " + Figures.significant(area.totalMm2().doubleValue(), 4) + " mm2"
                + (perMm2.isPresent()
                        ? ", " + Figures.count(new BigDecimal(perMm2.getAsDouble())) + "MAC/s per mm2"
                        : "")
                + (area.missing().isEmpty()
                        ? ""
                        : "; not published and left out: "
                                + String.join(", ", area.missing()).replace('_', ' '));
    }
}
