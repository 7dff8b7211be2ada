package io.bitcycle.simulator.step;

import io.bitcycle.hardware.array.ArrayConfig;
import io.bitcycle.hardware.array.ArrayTiming;
import io.bitcycle.hardware.array.Dataflow;
import io.bitcycle.hardware.array.DepthSteps;
import io.bitcycle.hardware.mac.MacUnits;
import io.bitcycle.mapping.DepthOrder;
import io.bitcycle.mapping.FoldPorts;
import io.bitcycle.mapping.Region;
import io.bitcycle.numeric.IntegerFormat;
import io.bitcycle.tensor.CodeMatrix;
import java.util.Arrays;
import java.util.function.Consumer;

/** One product cut into the folds of DESIGN section 4, tile by tile, in the order in which the array runs them. */
public final class Folds {
    private final ArrayConfig array;
    private final ArrayTiming timing;
    private final DepthParts parts;
    private final int m;
    private final int n;
    private final int taps;
    private final OperandLines a;
    private final OperandLines b;
    private final ValueCycles values;

    /**
     * @param taps kernel positions in the depth
     * @param a A [m, k], codes of the format {@code aFormat}
     * @param b B [k, n]
     * @param rescaling of the depth's segments, or null
     */
    public Folds(
            ArrayConfig array,
            int taps,
            CodeMatrix a,
            IntegerFormat aFormat,
            CodeMatrix b,
            IntegerFormat bFormat,
            Rescaling rescaling) {
        this.array = array;
        this.m = a.rows();
        this.n = b.cols();
        this.timing = ArrayTiming.of(array, m, a.cols(), n, taps, aFormat.bits(), bFormat.bits());
        DepthSteps depth = DepthSteps.of(array, a.cols(), taps, timing.productsPerStep());
        this.taps = (int) depth.blocks();
        this.parts = DepthParts.of(depth, rescaling, array.dataflow() == Dataflow.OUTPUT_STATIONARY);
        MacUnits unit = array.mac().family().units(array.mac(), aFormat, bFormat, 1);
        this.a = OperandLines.rows(a, parts, unit.aRegister());
        this.b = OperandLines.columns(b, parts, unit.bRegister());
        this.values =
                array.mac().family().needsValues() ? new ValueCycles(array, this.a, aFormat, this.b, bFormat) : null;
    }

    public ArrayTiming timing() {
        return timing;
    }

    /** The most sums that a step of a unit gives. */
    public int parts() {
        return parts.most();
    }

    /** The whole product as one tile. */
    public Region whole() {
        return new Region(0, m, 0, n, 0, (int) parts.depth().blockLength(), 0, taps);
    }

    /**
     * Runs a tile of the product.
     *
     * @param ports what the buffers' ports add to the array's own cycles
     * @param edge adders at the array's edge, for this product
     * @param sums the result [m, n], row-major
     */
    public void run(SteppedArray on, Region tile, FoldPorts ports, EdgeAdders edge, long[] sums) {
        on.operands(a, b, parts, edge);
        forEach(tile, sums, fold -> on.run(timed(fold, ports)));
    }

    /** What a tile takes, from the operands alone. */
    public ValueCost cost(Region tile, FoldPorts ports) {
        long[] cost = new long[3];
        int perUnit = timing.columnsPerUnit();
        forEach(tile, new long[0], fold -> {
            int[] cycles = values.of(fold);
            long sum = Arrays.stream(cycles).asLongStream().sum();
            cost[0] += ports.cycles(fold.steps(), sum);
            cost[1] += sum;
            cost[2] += sum * fold.rows() * ((fold.cols() + perUnit - 1) / perUnit);
        });
        return new ValueCost(cost[0], cost[1], cost[2]);
    }

    private Fold timed(Fold fold, FoldPorts ports) {
        int[] cycles = values == null ? null : values.of(fold);
        long sum = cycles == null
                ? (long) fold.steps() * timing.cyclesPerStep()
                : Arrays.stream(cycles).asLongStream().sum();
        return fold.timed(cycles, ports.streamWait(fold.steps(), sum), ports.onceWait(fold.steps(), sum));
    }

    private void forEach(Region tile, long[] sums, Consumer<Fold> consumer) {
        int[] depth = DepthOrder.steps(parts.depth(), tile);
        boolean ends = tile.tapFrom() + tile.taps() == taps
                && tile.channelFrom() + tile.channels() == parts.depth().blockLength();
        if (array.dataflow() == Dataflow.OUTPUT_STATIONARY) {
            outputStationary(tile, depth, ends, sums, consumer);
        } else {
            stationary(tile, depth, ends, sums, consumer);
        }
    }

    private void outputStationary(Region tile, int[] depth, boolean ends, long[] sums, Consumer<Fold> consumer) {
        int cols = array.cols() * timing.columnsPerUnit();
        for (int row = 0; row < tile.rows(); row += array.rows()) {
            for (int col = 0; col < tile.cols(); col += cols) {
                consumer.accept(new Fold(
                        depth,
                        tile.rowFrom() + row,
                        Math.min(array.rows(), tile.rows() - row),
                        tile.colFrom() + col,
                        Math.min(cols, tile.cols() - col),
                        0,
                        depth.length,
                        null,
                        sums,
                        n,
                        !tile.startsDepth(),
                        ends,
                        0,
                        0));
            }
        }
    }

    /** Per column fold, the folds along the depth; those of a kernel position share none with the next. */
    private void stationary(Region tile, int[] depth, boolean ends, long[] sums, Consumer<Fold> consumer) {
        boolean swapped = array.dataflow() == Dataflow.INPUT_STATIONARY;
        int lines = swapped ? tile.rows() : tile.cols();
        int cols = array.cols() * timing.columnsPerUnit();
        int perTap = depth.length / tile.taps();
        for (int col = 0; col < lines; col += cols) {
            for (int tap = 0; tap < depth.length; tap += perTap) {
                for (int row = 0; row < perTap; row += array.rows()) {
                    int rows = Math.min(array.rows(), perTap - row);
                    int first = tap + row;
                    consumer.accept(new Fold(
                            Arrays.copyOfRange(depth, first, first + rows),
                            0,
                            rows,
                            (swapped ? tile.rowFrom() : tile.colFrom()) + col,
                            Math.min(cols, lines - col),
                            swapped ? tile.colFrom() : tile.rowFrom(),
                            swapped ? tile.cols() : tile.rows(),
                            null,
                            sums,
                            n,
                            first > 0 || !tile.startsDepth(),
                            ends && first + rows == depth.length,
                            0,
                            0));
                }
            }
        }
    }
}
