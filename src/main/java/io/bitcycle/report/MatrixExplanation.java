package io.bitcycle.report;

import io.bitcycle.energy.Event;
import io.bitcycle.hardware.HardwareConfig;
import io.bitcycle.hardware.array.ArrayTiming;
import io.bitcycle.mapping.Mapper;
import io.bitcycle.mapping.Mapping;
import io.bitcycle.mapping.OpBits;
import io.bitcycle.mapping.TileRun;
import io.bitcycle.report.CostExplanation.Line;
import io.bitcycle.simulator.RunLedger;
import io.bitcycle.simulator.Totals;
import io.bitcycle.workload.MatrixOp;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The terms of a matrix operation. */
record MatrixExplanation(
        MatrixOp op, Mapper.Mapped mapped, HardwareConfig hardware, RunLedger.Entry entry, Totals totals) {
    List<Line> cycles() {
        List<Line> lines = new ArrayList<>();
        if (hardware.array().mac().family().needsValues()) {
            byValues(lines);
        } else {
            byShape(lines);
        }
        lines.add(new Line(
                "reconfiguration",
                "changes of precision * cycles of one",
                entry.reconfigurations() + " * " + hardware.array().reconfigurationCycles(),
                totals.reconfigurationCycles()));
        return lines;
    }

    private void byShape(List<Line> lines) {
        TileRun run = mapped.run();
        ArrayTiming timing = mapped.mapping().timing();
        long compute = op.groups() * timing.cycles();
        String once = op.groups() + " * " + timing.rowFolds() + " * " + timing.colFolds() + " * ("
                + timing.overheadCycles() + " + " + timing.steps() + " * " + timing.cyclesPerStep() + ")";
        lines.add(new Line(
                "compute",
                "executions * groups * row folds * column folds * (" + overhead() + " + steps * cycles per step)",
                executions() + once,
                totals.computeCycles()));
        lines.add(new Line(
                "stall",
                "executions * (array's time in the tiles, folds begun again and waits for buffer ports included, - "
                        + "compute cycles)",
                executions() + "(" + run.arrayCycles() + " - " + compute + ")",
                entry.executions() * (run.arrayCycles() - compute)));
        lines.add(new Line(
                "stall",
                "executions * (from the first load to the last store - array's time in the tiles), "
                        + perTile(run.cycles() - run.arrayCycles()),
                executions() + "(" + run.cycles() + " - " + run.arrayCycles() + ")",
                entry.executions() * (run.cycles() - run.arrayCycles())));
    }

    /** How long a step took is not in the shape: the ledger says what the values came to. */
    private void byValues(List<Line> lines) {
        ArrayTiming timing = mapped.mapping().timing();
        long folds = entry.executions() * op.groups() * timing.folds();
        long steps = totals.computeCycles() - folds * timing.overheadCycles();
        lines.add(new Line(
                "compute",
                "executions * groups * row folds * column folds * (" + overhead() + ") + steps as long as their values",
                executions() + op.groups() + " * " + timing.rowFolds() + " * " + timing.colFolds() + " * "
                        + timing.overheadCycles() + " + " + steps,
                totals.computeCycles()));
        lines.add(new Line(
                "stall",
                "as recorded, with steps of the mean length",
                Long.toString(totals.stallCycles()),
                totals.stallCycles()));
    }

    private String overhead() {
        return switch (hardware.array().interconnect()) {
            case BROADCAST -> "pipeline";
            case SYSTOLIC -> "preload, skew and drain";
        };
    }

    private String perTile(long stalls) {
        long tiles = op.groups() * mapped.mapping().steps();
        return Figures.grouped(tiles) + (tiles == 1 ? " tile" : " tiles") + " of "
                + Figures.fixed((double) stalls / tiles, 1) + " cycles' wait on average";
    }

    /** Bits by the rows of the energy table, one line each. */
    List<Line> traffic() {
        OpBits bits = mapped.bits();
        TileRun run = mapped.run();
        Mapping mapping = mapped.mapping();
        long outputs = op.m() * op.n();
        List<Line> lines = new ArrayList<>();
        moved(
                lines,
                Event.ACTIVATION_DRAM_READ_BIT,
                "codes of A",
                op.aElements(),
                bits.activationCode(),
                run.activationBits());
        moved(lines, Event.WEIGHT_DRAM_READ_BIT, "codes of B", op.bElements(), bits.weightCode(), run.weightBits());
        moved(lines, Event.OUTPUT_DRAM_READ_BIT, "partial sums", outputs, bits.accumulator(), run.sumBits());
        stored(lines, outputs, bits, run);
        moved(
                lines,
                Event.ACTIVATION_SRAM_WRITE_BIT,
                "codes of A",
                op.aElements(),
                bits.activationCode(),
                run.activationFill());
        moved(lines, Event.WEIGHT_SRAM_WRITE_BIT, "codes of B", op.bElements(), bits.weightCode(), run.weightFill());
        long sums = run.sumFill();
        array(
                lines,
                Event.ACTIVATION_SRAM_READ_BIT,
                op.m(),
                op.k(),
                bits.activationCode(),
                mapping.activationPasses(),
                0);
        array(lines, Event.WEIGHT_SRAM_READ_BIT, op.k(), op.n(), bits.weightCode(), mapping.weightPasses(), 0);
        array(lines, Event.OUTPUT_SRAM_WRITE_BIT, op.m(), op.n(), bits.accumulator(), mapping.sumPasses(), sums);
        array(lines, Event.OUTPUT_SRAM_READ_BIT, op.m(), op.n(), bits.accumulator(), mapping.sumPasses(), sums);
        return lines;
    }

    /** A tensor that moves a number of times, and what comes on top. */
    private void moved(List<Line> lines, Event event, String what, long elements, int bits, long moved) {
        long once = op.groups() * elements * bits;
        String formula = op.groups() + " * " + elements + " * " + bits + " * " + moved / once + " + " + moved % once;
        add(
                lines,
                event,
                "groups * " + what + " * bits * times in full + parts moved again and rests of bursts or words",
                formula,
                moved);
    }

    private void stored(List<Line> lines, long outputs, OpBits bits, TileRun run) {
        long finished = op.groups() * outputs * bits.result();
        long spilled = run.storeBits() - finished;
        add(
                lines,
                Event.OUTPUT_DRAM_WRITE_BIT,
                op.storesResult()
                        ? "groups * results * bits + partial sums spilled and rests of bursts"
                        : "groups * results * 0, since the vector unit takes them, + partial sums spilled and rests of bursts",
                op.groups() + " * " + outputs + " * " + bits.result() + " + " + spilled,
                run.storeBits());
    }

    /** A matrix that passes through the array a number of times, and sums that DRAM gave back. */
    private void array(List<Line> lines, Event event, long rows, long cols, int bits, long passes, long returned) {
        add(
                lines,
                event,
                "groups * rows * columns * bits * passes through the array"
                        + (returned == 0 ? "" : " + partial sums back from DRAM"),
                op.groups() + " * " + rows + " * " + cols + " * " + bits + " * " + passes
                        + (returned == 0 ? "" : " + " + returned),
                op.groups() * rows * cols * bits * passes + returned);
    }

    private void add(List<Line> lines, Event event, String meaning, String formula, long once) {
        lines.add(new Line(
                event.name().toLowerCase(Locale.ROOT),
                "executions * (" + meaning + ")",
                executions() + "(" + formula + ")",
                Math.multiplyExact(entry.executions(), once)));
    }

    String mapping() {
        return mapped.mapping().description();
    }

    private String executions() {
        return entry.executions() + " * ";
    }
}
