package io.bitcycle.simulator;

import io.bitcycle.hardware.HardwareConfig;
import io.bitcycle.hardware.array.ArrayConfig;
import io.bitcycle.hardware.array.ArrayTiming;
import io.bitcycle.hardware.memory.BuffersConfig;
import io.bitcycle.mapping.OpBits;

/**
 * What one full fold asks of the buffers' ports; each buffer reads and writes {@code access_bits x banks} per cycle. A fold
 * that asks for more than its own cycles can bring waits.
 *
 * @param rowBitsPerStep bits entering along the array's rows per step, and their buffer's rate
 * @param colBitsPerStep bits entering (output-stationary) or leaving (else) along its columns per step
 * @param fixedCycles cycles for what moves once per fold: the stationary operand, or an output-stationary fold's results
 */
record FoldPorts(long rowBitsPerStep, long rowRate, long colBitsPerStep, long colRate, long fixedCycles) {
    static FoldPorts of(HardwareConfig hardware, ArrayTiming timing, OpBits bits) {
        ArrayConfig array = hardware.array();
        BuffersConfig buffers = hardware.buffers();
        long rows = array.rows();
        long cols = (long) array.cols() * timing.columnsPerUnit();
        long g = timing.productsPerStep();
        long weightRate = buffers.weight().bitsPerCycle();
        long activationRate = buffers.activation().bitsPerCycle();
        long outputRate = buffers.output().bitsPerCycle();
        long sums = cols * bits.accumulator();
        return switch (array.dataflow()) {
            case OUTPUT_STATIONARY ->
                new FoldPorts(
                        rows * g * bits.activationCode(),
                        activationRate,
                        cols * g * bits.weightCode(),
                        weightRate,
                        ceilDiv(rows * sums, outputRate));
            case WEIGHT_STATIONARY ->
                new FoldPorts(
                        rows * g * bits.activationCode(),
                        activationRate,
                        sums,
                        outputRate,
                        ceilDiv(rows * cols * g * bits.weightCode(), weightRate));
            case INPUT_STATIONARY ->
                new FoldPorts(
                        rows * g * bits.weightCode(),
                        weightRate,
                        sums,
                        outputRate,
                        ceilDiv(rows * cols * g * bits.activationCode(), activationRate));
        };
    }

    /** Cycles the slowest port needs for a fold of {@code steps} steps. */
    long cycles(long steps) {
        return Math.max(
                fixedCycles,
                Math.max(ceilDiv(rowBitsPerStep * steps, rowRate), ceilDiv(colBitsPerStep * steps, colRate)));
    }

    private static long ceilDiv(long a, long b) {
        return (a + b - 1) / b;
    }
}
