package io.bitcycle.mapping;

import static io.bitcycle.mapping.TileProblem.ceilDiv;

import io.bitcycle.hardware.HardwareConfig;
import io.bitcycle.hardware.array.ArrayConfig;
import io.bitcycle.hardware.array.ArrayTiming;
import io.bitcycle.hardware.array.Dataflow;
import io.bitcycle.hardware.array.DepthBlocking;
import io.bitcycle.hardware.array.Interconnect;
import io.bitcycle.hardware.array.OutputDrain;
import io.bitcycle.hardware.memory.BuffersConfig;
import io.bitcycle.workload.MatrixOp;

/**
 * What one fold asks of the buffers' ports; each buffer reads, and writes, {@code access_bits x banks} per cycle. Where the
 * ports are slower than the array, the array waits: during the stream, and during a preload or drain that nothing overlaps
 * (systolic arrays with a stationary operand, exposed drains). Other preloads and drains run beside a whole fold.
 *
 * @param timing the fold's own cycles
 * @param rowBitsPerStep bits entering along the array's rows per step, and their buffer's rate
 * @param colBitsPerStep bits entering (output-stationary) or leaving (else) along its columns per step
 * @param onceCycles port cycles for what moves once per fold: the stationary operand, or an output-stationary fold's results
 * @param hiddenRows array cycles beside which they move when nothing else overlaps them, or -1 when the whole fold does
 */
public record FoldPorts(
        ArrayTiming timing,
        long rowBitsPerStep,
        long rowRate,
        long colBitsPerStep,
        long colRate,
        long onceCycles,
        long hiddenRows) {
    /** Ports that no fold waits for. */
    public static FoldPorts unlimited(ArrayTiming timing) {
        return new FoldPorts(timing, 0, 1, 0, 1, 0, -1);
    }

    static FoldPorts of(HardwareConfig hardware, ArrayTiming timing, OpBits bits, MatrixOp op) {
        ArrayConfig array = hardware.array();
        BuffersConfig buffers = hardware.buffers();
        boolean outputStationary = array.dataflow() == Dataflow.OUTPUT_STATIONARY;
        long g = timing.productsPerStep();
        // An op smaller than the array leaves rows and columns idle; their ports too.
        long blocks = array.depthBlocking() == DepthBlocking.CHANNEL ? op.taps() : 1;
        long rows = Math.min(array.rows(), outputStationary ? op.m() : timing.depthSteps() / blocks);
        long unitColumns = (long) array.cols() * timing.columnsPerUnit();
        long cols = Math.min(unitColumns, array.dataflow() == Dataflow.INPUT_STATIONARY ? op.m() : op.n());
        long activation = g * bits.activationCode();
        long weight = g * bits.weightCode();
        long sums = cols * bits.accumulator();
        long activationRate = buffers.activation().bitsPerCycle();
        long weightRate = buffers.weight().bitsPerCycle();
        long outputRate = buffers.output().bitsPerCycle();
        boolean alone = array.interconnect() == Interconnect.SYSTOLIC
                && (!outputStationary || array.outputDrain() == OutputDrain.EXPOSED);
        long hidden = alone ? array.rows() : -1;
        return switch (array.dataflow()) {
            case OUTPUT_STATIONARY ->
                new FoldPorts(
                        timing,
                        rows * activation,
                        activationRate,
                        cols * weight,
                        weightRate,
                        ceilDiv(rows * sums, outputRate),
                        hidden);
            case WEIGHT_STATIONARY ->
                new FoldPorts(
                        timing,
                        rows * activation,
                        activationRate,
                        sums,
                        outputRate,
                        ceilDiv(rows * cols * weight, weightRate),
                        hidden);
            case INPUT_STATIONARY ->
                new FoldPorts(
                        timing,
                        rows * weight,
                        weightRate,
                        sums,
                        outputRate,
                        ceilDiv(rows * cols * activation, activationRate),
                        hidden);
        };
    }

    /** Cycles of a fold of {@code steps} steps, waits included; never below {@link ArrayTiming#foldCycles}. */
    public long cycles(long steps) {
        return cycles(steps, steps * timing.cyclesPerStep());
    }

    /** The same for steps that take {@code stepCycles} together. */
    public long cycles(long steps, long stepCycles) {
        return timing.overheadCycles() + stepCycles + streamWait(steps, stepCycles) + onceWait(steps, stepCycles);
    }

    /** How long a fold's stream waits for the ports. */
    public long streamWait(long steps, long stepCycles) {
        long ports = Math.max(ceilDiv(rowBitsPerStep * steps, rowRate), ceilDiv(colBitsPerStep * steps, colRate));
        return Math.max(0, ports - stepCycles);
    }

    /** How long a fold waits for what moves once. */
    public long onceWait(long steps, long stepCycles) {
        long beside =
                hiddenRows >= 0 ? hiddenRows : timing.overheadCycles() + stepCycles + streamWait(steps, stepCycles);
        return Math.max(0, onceCycles - beside);
    }
}
