package io.bitcycle.numeric.loops;

import static io.bitcycle.numeric.loops.VectorClasses.INTEGERS;
import static io.bitcycle.numeric.loops.VectorClasses.bits;
import static io.bitcycle.numeric.loops.VectorClasses.load;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Loops over values. */
final class VectorValues {
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_256;
    private static final PlainLoops PLAIN = new PlainLoops();

    private VectorValues() {}

    static void dequantize(
            double[] sums,
            int s,
            int pitch,
            double[] edge,
            float[] edgeValue,
            int e,
            double factor,
            Loops.Addends addends,
            int row,
            int c,
            float p,
            float q,
            float[] out,
            int outAt,
            int width,
            int rows) {
        if (width % VectorWidest.COUNT != 0) {
            PLAIN.dequantize(
                    sums, s, pitch, edge, edgeValue, e, factor, addends, row, c, p, q, out, outAt, width, rows);
            return;
        }
        double[] shift = addends.shift();
        float[] rest = addends.rest();
        int[] kinds = addends.kinds();
        DoubleVector factors = VectorWidest.all(factor);
        FloatVector ps = VectorWidest.all(p);
        FloatVector qs = VectorWidest.all(q);
        for (int y = 0; y < rows; y++) {
            int first = y * width;
            int from = s + y * pitch;
            int k = kinds[row + y] + c;
            for (int x = 0; x < width; x += VectorWidest.COUNT) {
                int i = first + x;
                DoubleVector product = VectorWidest.load(sums, from + x)
                        .add(VectorWidest.load(edge, e + i).mul(factors))
                        .add(VectorWidest.load(shift, k + x));
                VectorWidest.rounded(product)
                        .mul(ps)
                        .add(VectorWidest.load(edgeValue, e + i).mul(qs))
                        .add(VectorWidest.load(rest, k + x))
                        .intoArray(out, outAt + i);
            }
        }
    }

    static void dequantizeRescaled(
            double[] sums,
            int s,
            int pitch,
            double[] edge,
            int e,
            Loops.Addends addends,
            int row,
            int c,
            float p,
            float unit,
            float[] out,
            int outAt,
            int width,
            int rows) {
        if (width % VectorWidest.COUNT != 0) {
            PLAIN.dequantizeRescaled(sums, s, pitch, edge, e, addends, row, c, p, unit, out, outAt, width, rows);
            return;
        }
        double[] shift = addends.shift();
        float[] rest = addends.rest();
        int[] kinds = addends.kinds();
        FloatVector ps = VectorWidest.all(p);
        FloatVector units = VectorWidest.all(unit);
        for (int y = 0; y < rows; y++) {
            int first = y * width;
            int from = s + y * pitch;
            int k = kinds[row + y] + c;
            for (int x = 0; x < width; x += VectorWidest.COUNT) {
                int i = first + x;
                DoubleVector product = VectorWidest.load(sums, from + x)
                        .add(VectorWidest.load(edge, e + i))
                        .add(VectorWidest.load(shift, k + x));
                VectorWidest.rounded(product)
                        .mul(ps)
                        .add(VectorWidest.load(rest, k + x))
                        .mul(units)
                        .intoArray(out, outAt + i);
            }
        }
    }

    static void extent(float[] values, int from, int to, float[] minMax) {
        IntVector min = IntVector.broadcast(INTS, Integer.MAX_VALUE);
        IntVector max = IntVector.broadcast(INTS, Integer.MIN_VALUE);
        int i = from;
        for (; i <= to - 8; i += 8) {
            IntVector order = order(bits(load(values, i)));
            min = order.min(min);
            max = order.max(max);
        }
        float least = value(INTEGERS.cast(min).reduceLanes(VectorOperators.MIN));
        float greatest = value(INTEGERS.cast(max).reduceLanes(VectorOperators.MAX));
        PLAIN.extent(values, i, to, minMax);
        if (i > from) {
            // NaNs are at either end of the order.
            boolean number = least == least && greatest == greatest;
            minMax[0] = number ? Math.min(minMax[0], least) : Float.NaN;
            minMax[1] = number ? Math.max(minMax[1], greatest) : Float.NaN;
        }
    }

    /** Integers in the order of the floats that have these bits, -0 below 0. */
    private static IntVector order(IntVector bits) {
        return bits.lanewise(VectorOperators.ASHR, 31)
                .lanewise(VectorOperators.LSHR, 1)
                .lanewise(VectorOperators.XOR, bits);
    }

    private static float value(int order) {
        return Float.intBitsToFloat(order ^ order >> 31 >>> 1);
    }
}
