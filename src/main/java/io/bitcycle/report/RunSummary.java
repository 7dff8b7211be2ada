package io.bitcycle.report;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bitcycle.energy.Component;
import io.bitcycle.energy.Event;
import io.bitcycle.energy.EventCounts;
import io.bitcycle.hardware.memory.Operand;
import io.bitcycle.simulator.RunLedger;
import io.bitcycle.simulator.Totals;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a run did and what it cost.
 *
 * @param totals sums over the ledger
 * @param energyPj exact picojoules per component
 * @param bitOps nominal bit operations, as the CPT paper counts them
 */
public record RunSummary(Totals totals, Map<Component, BigDecimal> energyPj, BigInteger bitOps) {
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
        return new RunSummary(totals, ledger.energyTable().energyPj(totals.events()), bitOps);
    }

    /** The exact sum of the parts. */
    public BigDecimal totalEnergyPj() {
        return energyPj.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
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
        return json;
    }

    private static void putAccesses(ObjectNode accesses, EventCounts events) {
        for (Operand operand : Operand.values()) {
            ObjectNode bits = accesses.putObject(operand.name().toLowerCase(Locale.ROOT));
            bits.put("sram_read_bits", events.get(Event.sramRead(operand)));
            bits.put("sram_write_bits", events.get(Event.sramWrite(operand)));
            bits.put("dram_read_bits", events.get(Event.dramRead(operand)));
            bits.put("dram_write_bits", events.get(Event.dramWrite(operand)));
        }
        ObjectNode vector = accesses.putObject("vector");
        vector.put("dram_read_bits", events.get(Event.VECTOR_DRAM_READ_BIT));
        vector.put("dram_write_bits", events.get(Event.VECTOR_DRAM_WRITE_BIT));
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
        if (totals.overflows() > 0) {
            lines.add("overflows    " + Figures.grouped(totals.overflows())
                    + " additions did not fit the accumulator: see array.mac.accumulator_bits");
        }
        return lines;
    }
}
