package io.bitcycle.report;

import io.bitcycle.energy.EnergyTerm;
import io.bitcycle.hardware.HardwareConfig;
import io.bitcycle.hardware.array.ArrayTiming;
import io.bitcycle.hardware.memory.DramConfig;
import io.bitcycle.mapping.Mapper;
import io.bitcycle.simulator.Accelerator;
import io.bitcycle.simulator.RunLedger;
import io.bitcycle.simulator.Totals;
import io.bitcycle.simulator.VectorBits;
import io.bitcycle.workload.MatrixOp;
import io.bitcycle.workload.VectorOp;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * Why an operation of a run costs what it does: its cycles as formulas with the numbers put in, its energy as count x value
 * rows. Both add up to the {@link Totals} of the same ledger entry, to the last cycle and digit.
 *
 * @param cycles one line per kind of cycle
 * @param mapping tiles of a matrix operation in one line, empty for vector work
 * @param energy terms in the order of the energy table
 */
public record CostExplanation(List<CycleLine> cycles, String mapping, List<EnergyTerm> energy) {
    /**
     * Cycles of one kind.
     *
     * @param kind {@code compute}, {@code stall}, {@code vector} or {@code reconfiguration}, as in {@code summary.json}
     * @param meaning the formula in words
     * @param formula the same with its numbers: integers, {@code + - *}, parentheses and {@code ceil(a / b)}
     * @param value what it comes to
     */
    public record CycleLine(String kind, String meaning, String formula, long value) {}

    public CostExplanation {
        cycles = List.copyOf(cycles);
        energy = List.copyOf(energy);
    }

    /** Explains one entry, all its executions together. */
    public static CostExplanation of(Accelerator accelerator, RunLedger ledger, RunLedger.Entry entry) {
        Totals totals = ledger.totals(List.of(entry));
        List<EnergyTerm> energy = ledger.energyTable().terms(totals.events());
        HardwareConfig hardware = accelerator.hardware();
        if (entry.operation() instanceof MatrixOp op) {
            Mapper.Mapped mapped = accelerator.mapping(op);
            return new CostExplanation(
                    matrix(op, mapped, hardware, entry, totals),
                    mapped.mapping().description(),
                    energy);
        }
        return new CostExplanation(vector((VectorOp) entry.operation(), hardware, entry, totals), "", energy);
    }

    /** Sum of the energy terms. */
    public BigDecimal energyPj() {
        return energy.stream().map(EnergyTerm::energyPj).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static List<CycleLine> matrix(
            MatrixOp op, Mapper.Mapped mapped, HardwareConfig hardware, RunLedger.Entry entry, Totals totals) {
        ArrayTiming timing = mapped.mapping().timing();
        String once = op.groups() + " * " + timing.rowFolds() + " * " + timing.colFolds() + " * ("
                + timing.overheadCycles() + " + " + timing.steps() + " * " + timing.cyclesPerStep() + ")";
        String times = entry.executions() + " * ";
        List<CycleLine> lines = new ArrayList<>();
        lines.add(new CycleLine(
                "compute",
                "executions * groups * row folds * column folds * (preload, skew and drain + steps * cycles per step)",
                times + once,
                totals.computeCycles()));
        lines.add(new CycleLine(
                "stall",
                "executions * (cycles from the first load to the last store - compute cycles)",
                times + "(" + mapped.run().cycles() + " - " + once + ")",
                totals.stallCycles()));
        lines.add(new CycleLine(
                "reconfiguration",
                "changes of precision * cycles of one",
                entry.reconfigurations() + " * " + hardware.array().reconfigurationCycles(),
                totals.reconfigurationCycles()));
        return lines;
    }

    private static List<CycleLine> vector(VectorOp op, HardwareConfig hardware, RunLedger.Entry entry, Totals totals) {
        DramConfig dram = hardware.dram();
        String lanes = "ceil(" + op.elements() * op.operations() + " / "
                + hardware.vector().lanes() + ")";
        String times = entry.executions() + " * ";
        VectorBits bits = VectorBits.of(op, hardware);
        String transfer = (bits.read() > 0 ? dram.latencyCycles() + " + " : "") + "ceil(" + bits.total() + " / "
                + dram.bitsPerCycle() + ")";
        boolean waits = totals.stallCycles() > 0;
        return List.of(
                new CycleLine(
                        "vector",
                        "executions * elements and their operations over the lanes",
                        times + lanes,
                        totals.vectorCycles()),
                new CycleLine(
                        "stall",
                        waits
                                ? "executions * (latency + bits over DRAM's bits per cycle - vector cycles)"
                                : "none: DRAM is done before the lanes",
                        waits ? times + "(" + transfer + " - " + lanes + ")" : "0",
                        totals.stallCycles()));
    }
}
