package io.bitcycle.simulator.step;

import io.bitcycle.hardware.array.ArrayConfig;
import io.bitcycle.hardware.array.ArrayTiming;
import io.bitcycle.hardware.array.Dataflow;
import io.bitcycle.hardware.array.DepthSteps;
import io.bitcycle.hardware.mac.MacUnits;
import io.bitcycle.numeric.IntegerFormat;
import io.bitcycle.tensor.CodeMatrix;
import java.util.Arrays;
import java.util.function.Consumer;

/** One product cut into the folds of DESIGN section 4, in the order in which the array runs them. */
public final class Folds {
    private final ArrayConfig array;
    private final ArrayTiming timing;
    private final DepthSteps depth;
    private final int m;
    private final int n;
    private final OperandLines a;
    private final OperandLines b;
    private final ValueCycles values;

    /**
     * @param taps kernel positions in the depth
     * @param a A [m, k], codes of the format {@code aFormat}
     * @param b B [k, n]
     */
    public Folds(
            ArrayConfig array, int taps, CodeMatrix a, IntegerFormat aFormat, CodeMatrix b, IntegerFormat bFormat) {
        this.array = array;
        this.m = a.rows();
        this.n = b.cols();
        this.timing = ArrayTiming.of(array, m, a.cols(), n, taps, aFormat.bits(), bFormat.bits());
        this.depth = DepthSteps.of(array, a.cols(), taps, timing.productsPerStep());
        MacUnits unit = array.mac().family().units(array.mac(), aFormat, bFormat, 1);
        this.a = OperandLines.rows(a, depth, unit.aRegister());
        this.b = OperandLines.columns(b, depth, unit.bRegister());
        this.values =
                array.mac().family().needsValues() ? new ValueCycles(array, this.a, aFormat, this.b, bFormat) : null;
    }

    public ArrayTiming timing() {
        return timing;
    }

    /**
     * Runs the product.
     *
     * @param tiles into how many parts the stream of a stationary operand is cut, its folds begun again for each
     * @param sums the result [m, n], row-major
     */
    public void run(SteppedArray on, long tiles, long[] sums) {
        on.operands(a, b);
        forEach(tiles, sums, on::run);
        on.finish();
    }

    /** What values decide, from the operands alone. */
    public ValueCost valueCost() {
        if (values == null) {
            return ValueCost.NONE;
        }
        long[] sums = new long[2];
        int perUnit = timing.columnsPerUnit();
        forEach(1, new long[0], fold -> {
            long cycles = Arrays.stream(fold.stepCycles()).asLongStream().sum();
            sums[0] += cycles;
            sums[1] += cycles * fold.rows() * ((fold.cols() + perUnit - 1) / perUnit);
        });
        return new ValueCost(sums[0], sums[1]);
    }

    private void forEach(long tiles, long[] sums, Consumer<Fold> consumer) {
        int cols = array.cols() * timing.columnsPerUnit();
        if (array.dataflow() == Dataflow.OUTPUT_STATIONARY) {
            for (int row = 0; row < m; row += array.rows()) {
                for (int col = 0; col < n; col += cols) {
                    accept(
                            consumer,
                            new Fold(
                                    row,
                                    Math.min(array.rows(), m - row),
                                    col,
                                    Math.min(cols, n - col),
                                    0,
                                    (int) depth.count(),
                                    null,
                                    sums,
                                    n,
                                    false));
                }
            }
            return;
        }
        boolean swapped = array.dataflow() == Dataflow.INPUT_STATIONARY;
        int stream = swapped ? n : m;
        int lines = swapped ? m : n;
        for (long tile = 0; tile < tiles; tile++) {
            int from = (int) (stream * tile / tiles);
            int steps = (int) (stream * (tile + 1) / tiles) - from;
            for (int col = 0; col < lines; col += cols) {
                stationary(consumer, col, Math.min(cols, lines - col), from, steps, sums);
            }
        }
    }

    /** The depth folds of some columns; those of a kernel position share none with the next. */
    private void stationary(Consumer<Fold> consumer, int col, int cols, int from, int steps, long[] sums) {
        int blockSteps = (int) depth.stepsPerBlock();
        for (int block = 0; block < depth.blocks(); block++) {
            for (int row = 0; row < blockSteps; row += array.rows()) {
                accept(
                        consumer,
                        new Fold(
                                block * blockSteps + row,
                                Math.min(array.rows(), blockSteps - row),
                                col,
                                cols,
                                from,
                                steps,
                                null,
                                sums,
                                n,
                                block + row > 0));
            }
        }
    }

    private void accept(Consumer<Fold> consumer, Fold fold) {
        consumer.accept(values == null ? fold : fold.withStepCycles(values.of(fold)));
    }
}
