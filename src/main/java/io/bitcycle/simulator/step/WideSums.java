package io.bitcycle.simulator.step;

import io.bitcycle.hardware.mac.MacConfig;
import io.bitcycle.hardware.mac.MacUnits;
import io.bitcycle.numeric.AccumulatorOverflowException;
import io.bitcycle.numeric.OverflowPolicy;
import java.util.Arrays;

/** Accumulators of any width and policy. */
final class WideSums extends PartialSums {
    private final int bits;
    private final OverflowPolicy policy;
    private final long min;
    private final long max;
    private final long[][] stages;
    private final long[] in;
    private long overflows;

    WideSums(MacConfig mac, int rows, int cols, int hops) {
        super(rows, cols);
        this.bits = mac.accumulatorBits();
        this.policy = mac.overflow();
        this.max = (1L << (bits - 1)) - 1;
        this.min = ~max;
        this.stages = new long[hops][rows * cols];
        this.in = new long[rows * cols];
    }

    @Override
    void clear() {
        for (long[] stage : stages) {
            Arrays.fill(stage, 0);
        }
        Arrays.fill(in, 0);
    }

    @Override
    void top(int col, long value) {
        in[col] = value;
    }

    @Override
    void accumulate(MacUnits units) {
        add(stages[0], 0, units, stages[0], 0, rows * cols);
    }

    @Override
    void hop(MacUnits units) {
        long[] last = stages[stages.length - 1];
        System.arraycopy(last, 0, in, cols, (rows - 1) * cols);
        System.arraycopy(stages, 0, stages, 1, stages.length - 1);
        stages[0] = last;
        add(in, 0, units, last, 0, rows * cols);
    }

    @Override
    void ripple(MacUnits units) {
        long[] sums = stages[0];
        add(in, 0, units, sums, 0, cols);
        for (int row = 1; row < rows; row++) {
            add(sums, (row - 1) * cols, units, sums, row * cols, cols);
        }
    }

    private void add(long[] from, int fromAt, MacUnits units, long[] to, int at, int n) {
        int[] narrow = units.narrowSums();
        long[] wide = units.wideSums();
        for (int i = 0; i < n; i++) {
            long sum = from[fromAt + i] + (narrow != null ? narrow[at + i] : wide[at + i]);
            to[at + i] = sum >= min && sum <= max ? sum : overflow(sum);
        }
    }

    private long overflow(long sum) {
        overflows++;
        return switch (policy) {
            case WRAP -> sum << (Long.SIZE - bits) >> (Long.SIZE - bits);
            case SATURATE -> sum < 0 ? min : max;
            case TRAP -> throw new AccumulatorOverflowException(sum, bits);
        };
    }

    @Override
    void shiftDown() {
        System.arraycopy(stages[0], 0, stages[0], cols, (rows - 1) * cols);
        Arrays.fill(stages[0], 0, cols, 0);
    }

    @Override
    long get(int unit) {
        return stages[stages.length - 1][unit];
    }

    @Override
    long overflows() {
        return overflows;
    }
}
