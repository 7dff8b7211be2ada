package io.bitcycle.mapping;

import io.bitcycle.hardware.HardwareConfig;
import io.bitcycle.hardware.array.ArrayTiming;
import io.bitcycle.hardware.array.Dataflow;
import io.bitcycle.hardware.memory.BuffersConfig;
import io.bitcycle.hardware.memory.Operand;
import io.bitcycle.workload.MatrixOp;

/**
 * The mapping {@code "fixed"}: no search, one stated rule per dataflow. The whole depth of an output is finished before its
 * sum leaves the chip, so partial sums never spill.
 *
 * <ul>
 *   <li>weight- and input-stationary ({@link StreamTiling}): the streamed dimension is cut so that a tile's partial sums fit
 *       half the output buffer and, where that leaves tiles worth their preload and moves fewer bits, its codes fit half
 *       their buffer.
 *   <li>output-stationary ({@link PanelTiling}): as many row folds share a tile as fit half the activation buffer.
 * </ul>
 */
public final class FixedMapping {
    private FixedMapping() {}

    public static Mapping of(MatrixOp op, HardwareConfig hardware) {
        ArrayTiming timing = Mapping.timing(op, hardware.array());
        return switch (hardware.array().dataflow()) {
            case OUTPUT_STATIONARY -> panels(op, hardware, timing);
            case WEIGHT_STATIONARY -> streams(op, hardware, timing, Operand.ACTIVATION, op.n());
            case INPUT_STATIONARY -> streams(op, hardware, timing, Operand.WEIGHT, op.m());
        };
    }

    /** @param width outputs along the array's columns */
    private static Mapping streams(
            MatrixOp op, HardwareConfig hardware, ArrayTiming timing, Operand streamed, long width) {
        OpBits bits = OpBits.of(op, hardware);
        BuffersConfig buffers = hardware.buffers();
        boolean weightStationary = hardware.array().dataflow() == Dataflow.WEIGHT_STATIONARY;
        Operand stationary = weightStationary ? Operand.WEIGHT : Operand.ACTIVATION;
        long streamedBits = weightStationary ? bits.activation() : bits.weight();
        long stationaryBits = weightStationary ? bits.weight() : bits.activation();
        long columns = Math.min(width, (long) hardware.array().cols() * timing.columnsPerUnit());
        long sumsFit = Math.max(1, buffers.output().tileBits() / (columns * bits.accumulator()));
        long codesFit = proportion(buffers.of(streamed).tileBits(), timing.steps(), streamedBits);
        boolean stationaryHeld = stationaryBits <= buffers.of(stationary).tileBits();
        long heldTile = Math.min(timing.steps(), Math.min(sumsFit, codesFit));
        long streamedTile = Math.min(timing.steps(), sumsFit);
        // A tile shorter than the array's own latency would spend its time on preloads.
        long shortest = Math.min(
                timing.steps(), hardware.array().rows() + hardware.array().cols());
        long heldTraffic = streamedBits + (stationaryHeld ? 1 : tiles(timing, heldTile)) * stationaryBits;
        long streamedTraffic = timing.colFolds() * rereads(op, hardware) * streamedBits
                + (stationaryHeld ? 1 : tiles(timing, streamedTile)) * stationaryBits;
        boolean held = codesFit >= shortest && heldTraffic <= streamedTraffic;
        return new StreamTiling(
                timing,
                weightStationary,
                held ? heldTile : streamedTile,
                held,
                stationaryHeld,
                rereads(op, hardware),
                streamedBits,
                stationaryBits,
                op.m() * op.n() * bits.result());
    }

    private static Mapping panels(MatrixOp op, HardwareConfig hardware, ArrayTiming timing) {
        OpBits bits = OpBits.of(op, hardware);
        BuffersConfig buffers = hardware.buffers();
        long foldsFit = proportion(buffers.activation().tileBits(), timing.rowFolds(), bits.activation());
        return new PanelTiling(
                timing,
                Math.max(1, Math.min(foldsFit, timing.rowFolds())),
                foldsFit >= 1,
                bits.weight() <= buffers.weight().tileBits(),
                bits.weight() / timing.colFolds() <= buffers.weight().tileBits(),
                bits.activation(),
                bits.weight(),
                op.m() * op.n() * bits.result());
    }

    /** The part of {@code parts} whose share of {@code totalBits} fits {@code bits}, rounded down. */
    private static long proportion(long bits, long parts, long totalBits) {
        return Math.multiplyExact(bits, parts) / totalBits;
    }

    private static long tiles(ArrayTiming timing, long tileSteps) {
        return tileSteps == 0 ? 0 : (timing.steps() + tileSteps - 1) / tileSteps;
    }

    /** How often a column fold streams the same codes: once per kernel position under channel blocking. */
    private static int rereads(MatrixOp op, HardwareConfig hardware) {
        return switch (hardware.array().depthBlocking()) {
            case FLATTENED -> 1;
            case CHANNEL -> op.taps();
        };
    }
}
