package io.bitcycle.simulator.step;

import io.bitcycle.hardware.mac.MacConfig;
import io.bitcycle.hardware.mac.MacUnits;
import java.util.Arrays;

/**
 * Sums over depth segments with scales of their own: behind a unit's adder tree, which has an output per part of a step
 * ({@link DepthParts}), a multiplier by the part's scale and an adder of 64 bits.
 *
 * <p>Where the output stays, a part is first added to the unit's accumulator, of the accumulator's width and policy; a part
 * that ends its segment has a scale, by which the accumulator is multiplied, added to the 64-bit sum and cleared. Else each
 * part is a product, multiplied by its scale on its way into the 64-bit sum that moves down.
 */
final class RescaledSums extends LongSums {
    private final ScaleRegisters scales;
    private final int[] control;
    private final SumWidth width;
    private final long[] accumulators;
    private long rescales;

    /**
     * @param scales of every unit
     * @param control words of every unit
     */
    RescaledSums(
            MacConfig mac,
            int rows,
            int cols,
            int hops,
            boolean outputStationary,
            ScaleRegisters scales,
            int[] control) {
        super(rows, cols, hops);
        this.scales = scales;
        this.control = control;
        this.width = new SumWidth(mac);
        this.accumulators = outputStationary ? new long[rows * cols] : null;
    }

    @Override
    void clear() {
        super.clear();
        if (accumulators != null) {
            Arrays.fill(accumulators, 0);
        }
    }

    @Override
    void add(long[] from, int fromAt, MacUnits units, long[] to, int at, int n) {
        for (int i = 0; i < n; i++) {
            long sum = from[fromAt + i];
            to[at + i] = MacUnits.isLast(control[at + i]) ? sum + rescaled(at + i, units) : sum;
        }
    }

    /** What a unit adds to the 64-bit sum in the last cycle of a step. */
    private long rescaled(int unit, MacUnits units) {
        long sum = 0;
        for (int part = 0; part < scales.parts(); part++) {
            long term = units.sum(unit * scales.parts() + part);
            int scale = scales.get(unit, part);
            if (accumulators != null) {
                accumulators[unit] = width.keep(accumulators[unit] + term);
            }
            if (scale != ScaleRegisters.NONE) {
                sum += scale * (accumulators == null ? term : accumulators[unit]);
                rescales++;
                if (accumulators != null) {
                    accumulators[unit] = 0;
                }
            }
        }
        return sum;
    }

    /** Multiplications by a scale, since construction. */
    long rescales() {
        return rescales;
    }

    @Override
    int bits() {
        return Long.SIZE;
    }

    @Override
    long overflows() {
        return width.overflows();
    }
}
