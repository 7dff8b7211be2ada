package io.bitcycle.simulator.step;

import java.util.Arrays;

/** Partial sums held in longs. */
abstract class LongSums extends PartialSums<long[]> {
    LongSums(int rows, int cols, int hops) {
        super(rows, cols, hops);
    }

    @Override
    final long[] registers(int count) {
        return new long[count];
    }

    @Override
    final void fill(long[] registers, int from, int to) {
        Arrays.fill(registers, from, to, 0);
    }

    @Override
    final long get(long[] registers, int unit) {
        return registers[unit];
    }

    @Override
    final void put(long[] registers, int unit, long value) {
        registers[unit] = value;
    }
}
