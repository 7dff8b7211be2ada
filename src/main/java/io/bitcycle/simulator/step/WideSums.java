package io.bitcycle.simulator.step;

import io.bitcycle.hardware.mac.MacConfig;
import io.bitcycle.hardware.mac.MacUnits;

/** Accumulators of any width and policy. */
final class WideSums extends LongSums {
    private final SumWidth width;
    private final int accumulatorBits;

    WideSums(MacConfig mac, int rows, int cols, int hops) {
        super(rows, cols, hops);
        this.width = new SumWidth(mac);
        this.accumulatorBits = mac.accumulatorBits();
    }

    @Override
    void add(long[] from, int fromAt, MacUnits units, long[] to, int at, int n) {
        int[] narrow = units.narrowSums();
        long[] wide = units.wideSums();
        for (int i = 0; i < n; i++) {
            to[at + i] = width.keep(from[fromAt + i] + (narrow != null ? narrow[at + i] : wide[at + i]));
        }
    }

    @Override
    int bits() {
        return accumulatorBits;
    }

    @Override
    long overflows() {
        return width.overflows();
    }
}
