package io.bitcycle.mapping;

import io.bitcycle.hardware.HardwareConfig;
import io.bitcycle.hardware.MappingConfig.Loop;
import io.bitcycle.hardware.array.ArrayTiming;
import io.bitcycle.hardware.array.DepthBlocking;
import io.bitcycle.hardware.memory.BuffersConfig;
import io.bitcycle.workload.MatrixOp;

/**
 * One group of an op on an array with buffers: what all its tilings have in common.
 *
 * @param whole the op as one tile
 * @param fold the smallest tile that wastes nothing: one fold, one row or column of its streaming operand
 */
record TileProblem(
        MatrixOp op, HardwareConfig hardware, ArrayTiming timing, OpBits bits, FoldPorts ports, Tile whole, Tile fold) {
    static TileProblem of(MatrixOp op, HardwareConfig hardware) {
        ArrayTiming timing = Mapping.timing(op, hardware.array());
        OpBits bits = OpBits.of(op, hardware);
        int taps = hardware.array().depthBlocking() == DepthBlocking.CHANNEL ? op.taps() : 1;
        Tile whole = new Tile(op.m(), op.n(), op.k() / taps, taps);
        long rows = hardware.array().rows();
        long cols = (long) hardware.array().cols() * timing.columnsPerUnit();
        long g = timing.productsPerStep();
        Tile fold = switch (hardware.array().dataflow()) {
            case OUTPUT_STATIONARY -> new Tile(rows, cols, g, 1);
            case WEIGHT_STATIONARY -> new Tile(1, cols, rows * g, 1);
            case INPUT_STATIONARY -> new Tile(cols, 1, rows * g, 1);
        };
        return new TileProblem(op, hardware, timing, bits, FoldPorts.of(hardware, timing, bits, op), whole, fold);
    }

    /** The tile cut to the op. */
    Tile clamp(Tile tile) {
        return new Tile(
                Math.min(tile.rows(), whole.rows()),
                Math.min(tile.cols(), whole.cols()),
                Math.min(tile.channels(), whole.channels()),
                Math.min(tile.taps(), whole.taps()));
    }

    /** Columns of the product that the array computes side by side. */
    long arrayCols() {
        return (long) hardware.array().cols() * timing.columnsPerUnit();
    }

    long trips(Tile tile, Loop loop) {
        return ceilDiv(whole.get(loop), tile.get(loop));
    }

    /** Whether half of each buffer holds the tile. */
    boolean fits(Tile tile) {
        return activationFits(tile) && weightFits(tile) && sumsFit(tile);
    }

    boolean activationFits(Tile tile) {
        return activationBits(tile) <= buffers().activation().tileBits();
    }

    boolean weightFits(Tile tile) {
        return weightBits(tile) <= buffers().weight().tileBits();
    }

    boolean sumsFit(Tile tile) {
        return tile.rows() * tile.cols() * bits.accumulator()
                <= buffers().output().tileBits();
    }

    /**
     * Codes of A that a tile keeps: its share of the tensor. Overlapping windows of a convolution share codes; what
     * neighbouring tiles share stays on chip and is counted once.
     */
    long activationBits(Tile tile) {
        return portion(portion(bits.activation(), tile.rows(), whole.rows()), tile.channels(), whole.channels());
    }

    long weightBits(Tile tile) {
        long cols = portion(bits.weight(), tile.cols(), whole.cols());
        return portion(portion(cols, tile.channels(), whole.channels()), tile.taps(), whole.taps());
    }

    private BuffersConfig buffers() {
        return hardware.buffers();
    }

    /** Rounded down, so that all but the last of equal portions are equal; the last has the rest. */
    static long portion(long total, long part, long of) {
        return part == of ? total : total / of * part + total % of * part / of;
    }

    static long ceilDiv(long a, long b) {
        return (a + b - 1) / b;
    }
}
