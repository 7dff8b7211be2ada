package io.bitcycle.report;

import io.bitcycle.energy.EnergyTerm;
import io.bitcycle.hardware.HardwareConfig;
import io.bitcycle.hardware.memory.DramConfig;
import io.bitcycle.simulator.Accelerator;
import io.bitcycle.simulator.RunLedger;
import io.bitcycle.simulator.Totals;
import io.bitcycle.simulator.VectorBits;
import io.bitcycle.workload.MatrixOp;
import io.bitcycle.workload.VectorOp;
import java.math.BigDecimal;
import java.util.List;

/**
 * Why an operation of a run costs what it does: cycles and memory traffic as formulas with the numbers put in, energy as
 * count x value rows. All add up to the {@link Totals} of the same ledger entry, to the last cycle, bit and digit.
 *
 * @param cycles lines whose values add up to all cycles of the entry
 * @param traffic lines whose values add up to the bits that buffers and DRAM moved, by what moved them
 * @param mapping tiles of a matrix operation in one line, empty for vector work
 * @param energy terms in the order of the energy table
 */
public record CostExplanation(List<Line> cycles, List<Line> traffic, String mapping, List<EnergyTerm> energy) {
    /**
     * One term.
     *
     * @param kind of cycles {@code compute}, {@code stall}, {@code vector} or {@code reconfiguration}, as in {@code
     *     summary.json}; of traffic the energy table's row, e.g. {@code weight_dram_read_bit}
     * @param meaning the formula in words
     * @param formula the same with its numbers: integers, {@code + - *}, parentheses and {@code ceil(a / b)}
     * @param value what it comes to
     */
    public record Line(String kind, String meaning, String formula, long value) {}

    public CostExplanation {
        cycles = List.copyOf(cycles);
        traffic = List.copyOf(traffic);
        energy = List.copyOf(energy);
    }

    /** Explains one entry, all its executions together. */
    public static CostExplanation of(Accelerator accelerator, RunLedger ledger, RunLedger.Entry entry) {
        Totals totals = ledger.totals(List.of(entry));
        List<EnergyTerm> energy = ledger.energyTable().terms(totals.events());
        HardwareConfig hardware = accelerator.hardware();
        if (entry.operation() instanceof MatrixOp op) {
            MatrixExplanation matrix = new MatrixExplanation(op, accelerator.mapping(op), hardware, entry, totals);
            return new CostExplanation(matrix.cycles(), matrix.traffic(), matrix.mapping(), energy);
        }
        VectorOp op = (VectorOp) entry.operation();
        return new CostExplanation(
                vectorCycles(op, hardware, entry, totals), vectorTraffic(op, hardware, entry), "", energy);
    }

    /** Sum of the energy terms. */
    public BigDecimal energyPj() {
        return energy.stream().map(EnergyTerm::energyPj).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static List<Line> vectorCycles(VectorOp op, HardwareConfig hardware, RunLedger.Entry entry, Totals totals) {
        DramConfig dram = hardware.dram();
        String lanes = "ceil(" + op.elements() + " * " + op.operations() + " / "
                + hardware.vector().lanes() + ")";
        String times = entry.executions() + " * ";
        VectorBits bits = VectorBits.of(op, hardware);
        String transfer = (bits.read() > 0 ? dram.latencyCycles() + " + " : "") + "ceil((" + bits.read() + " + "
                + bits.written() + ") / " + dram.bitsPerCycle() + ")";
        boolean waits = totals.stallCycles() > 0;
        return List.of(
                new Line(
                        "vector",
                        "executions * elements * operations of each over the lanes",
                        times + lanes,
                        totals.vectorCycles()),
                new Line(
                        "stall",
                        waits
                                ? "executions * (latency + bits over DRAM's bits per cycle - vector cycles)"
                                : "none: DRAM is done before the lanes",
                        waits ? times + "(" + transfer + " - " + lanes + ")" : "0",
                        totals.stallCycles()));
    }

    private static List<Line> vectorTraffic(VectorOp op, HardwareConfig hardware, RunLedger.Entry entry) {
        VectorBits bits = VectorBits.of(op, hardware);
        String meaning = "executions * bits, in whole bursts";
        return List.of(
                new Line(
                        "vector_dram_read_bit",
                        meaning,
                        entry.executions() + " * " + bits.read(),
                        entry.executions() * bits.read()),
                new Line(
                        "vector_dram_write_bit",
                        meaning,
                        entry.executions() + " * " + bits.written(),
                        entry.executions() * bits.written()));
    }
}
