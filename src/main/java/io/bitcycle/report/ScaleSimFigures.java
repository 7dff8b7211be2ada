package io.bitcycle.report;

import io.bitcycle.energy.Event;
import io.bitcycle.hardware.HardwareConfig;
import io.bitcycle.hardware.array.ArrayConfig;
import io.bitcycle.hardware.array.ArrayTiming;
import io.bitcycle.hardware.array.Dataflow;
import io.bitcycle.hardware.array.Interconnect;
import io.bitcycle.mapping.OpBits;
import io.bitcycle.simulator.OpCost;
import io.bitcycle.simulator.RunLedger.Entry;
import io.bitcycle.workload.MatrixOp;
import java.math.BigInteger;

/**
 * What SCALE-Sim reports of a layer, of all executions of a matrix product together. Definitions are those of SCALE-Sim v2 and
 * v3 ({@code single_layer_sim.py}, {@code systolic_compute_ws.py} and its like): words are codes and partial sums, and cycles
 * the index of the last, one less than their number. Its operands IFMAP and Filter are A and B of the product, whatever the pass.
 *
 * @param totalCycles array and stall cycles less one per execution; stalls include the first load and the last store
 * @param overallUtil multiplies of units over units x total cycles, in percent
 * @param mappingEfficiency units that hold something over all units, in the mean of the folds, in percent
 * @param computeUtil the same times the steps of a fold over its cycles; as in SCALE-Sim the skew of a stationary operand counts twice
 */
record ScaleSimFigures(
        long totalCycles,
        long stallCycles,
        double overallUtil,
        double mappingEfficiency,
        double computeUtil,
        BigInteger ifmapSramReads,
        BigInteger filterSramReads,
        BigInteger ofmapSramWrites,
        BigInteger ifmapDramReads,
        BigInteger filterDramReads,
        BigInteger ofmapDramWrites) {
    static ScaleSimFigures of(Entry entry, MatrixOp op, HardwareConfig hardware) {
        ArrayConfig array = hardware.array();
        OpCost cost = entry.cost();
        ArrayTiming timing = ArrayTiming.of(
                array, op.m(), op.k(), op.n(), op.taps(), op.a().bits(), op.b().bits());
        long total = cost.computeCycles() + cost.stallCycles() - entry.executions();
        double mapped = mapped(op, timing, array);
        double steps = (double) timing.steps() * timing.cyclesPerStep();
        OpBits bits = OpBits.of(op, hardware);
        int result = bits.result() == 0 ? bits.accumulator() : bits.result();
        return new ScaleSimFigures(
                total,
                cost.stallCycles(),
                100.0 * cost.busyUnitCycles() / ((double) total * array.units()),
                100 * mapped,
                100 * mapped * steps / (timing.foldCycles(timing.steps()) + skewAgain(array)),
                words(entry, Event.ACTIVATION_SRAM_READ_BIT, bits.activationCode()),
                words(entry, Event.WEIGHT_SRAM_READ_BIT, bits.weightCode()),
                words(entry, Event.OUTPUT_SRAM_WRITE_BIT, bits.accumulator()),
                words(entry, Event.ACTIVATION_DRAM_READ_BIT, bits.activationCode()),
                words(entry, Event.WEIGHT_DRAM_READ_BIT, bits.weightCode()),
                words(entry, Event.OUTPUT_DRAM_WRITE_BIT, result));
    }

    private static double mapped(MatrixOp op, ArrayTiming timing, ArrayConfig array) {
        long rows = array.dataflow() == Dataflow.OUTPUT_STATIONARY ? op.m() : timing.depthSteps();
        long cols = array.dataflow() == Dataflow.INPUT_STATIONARY ? op.m() : op.n();
        return (double) rows
                / (timing.rowFolds() * array.rows())
                * cols
                / (timing.colFolds() * array.cols() * timing.columnsPerUnit());
    }

    private static long skewAgain(ArrayConfig array) {
        boolean counted =
                array.dataflow() == Dataflow.OUTPUT_STATIONARY || array.interconnect() == Interconnect.BROADCAST;
        return counted ? 0 : array.cols() - 1;
    }

    private static BigInteger words(Entry entry, Event event, int bits) {
        BigInteger up = BigInteger.valueOf(bits - 1L);
        return entry.cost().events().exact(event).add(up).divide(BigInteger.valueOf(bits));
    }

    /** Words of an SRAM per cycle of the whole operation. */
    double perCycle(BigInteger words) {
        return words.doubleValue() / totalCycles;
    }
}
