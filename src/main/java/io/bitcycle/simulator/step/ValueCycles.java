package io.bitcycle.simulator.step;

import io.bitcycle.hardware.array.ArrayConfig;
import io.bitcycle.hardware.array.Dataflow;
import io.bitcycle.hardware.mac.MacConfig;
import io.bitcycle.numeric.IntegerFormat;

/**
 * How long the steps of a fold take where the operands' values decide: as long as the slowest product of all units in
 * step, at least one cycle.
 */
final class ValueCycles {
    private final boolean outputStationary;
    private final OperandLines moving;
    private final OperandLines other;

    /** @param a A's codes, in the format {@code aFormat}; B's likewise */
    ValueCycles(ArrayConfig array, OperandLines a, IntegerFormat aFormat, OperandLines b, IntegerFormat bFormat) {
        MacConfig mac = array.mac();
        OperandLines aCycles = a.map(code -> mac.family().aCycles(mac, code, aFormat));
        OperandLines bCycles = b.map(code -> mac.family().bCycles(mac, code, bFormat));
        boolean swapped = array.dataflow() == Dataflow.INPUT_STATIONARY;
        this.outputStationary = array.dataflow() == Dataflow.OUTPUT_STATIONARY;
        this.moving = swapped ? bCycles : aCycles;
        this.other = swapped ? aCycles : bCycles;
    }

    /** @param fold whose {@code stepCycles} are not looked at */
    int[] of(Fold fold) {
        int[] cycles = new int[fold.steps()];
        int[] others = other.most(fold.colFrom(), fold.cols());
        int[] rows = outputStationary ? moving.most(fold.rowFrom(), fold.rows()) : new int[0];
        for (int step = 0; step < cycles.length; step++) {
            cycles[step] = outputStationary
                    ? moving.largestProduct(fold.depth()[step], rows, others)
                    : moving.largestProductOf(fold.stepFrom() + step, fold.depth(), others);
        }
        return cycles;
    }
}
