package io.bitcycle.numeric.loops;

import static io.bitcycle.numeric.loops.VectorClasses.FOUR;
import static io.bitcycle.numeric.loops.VectorClasses.INTEGERS;
import static io.bitcycle.numeric.loops.VectorClasses.all;
import static io.bitcycle.numeric.loops.VectorClasses.load;
import static io.bitcycle.numeric.loops.VectorClasses.loadFour;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Loops over values. */
final class VectorValues {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_256;
    private static final VectorSpecies<Float> FOUR_FLOATS = FloatVector.SPECIES_128;
    private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_256;
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_256;
    private static final PlainLoops PLAIN = new PlainLoops();

    private VectorValues() {}

    private static FloatVector rounded(DoubleVector exact) {
        return FOUR.cast(exact.convertShape(VectorOperators.D2F, FOUR_FLOATS, 0));
    }

    static void dequantize(
            double[] sums,
            int s,
            double[] edge,
            float[] edgeValue,
            int e,
            double factor,
            Loops.Column column,
            int c,
            float p,
            float q,
            float[] out,
            int outAt,
            int width,
            int rows) {
        if (width % 4 != 0) {
            PLAIN.dequantize(sums, s, edge, edgeValue, e, factor, column, c, p, q, out, outAt, width, rows);
            return;
        }
        double[] shift = column.shift();
        float[] rest = column.rest();
        DoubleVector factors = all(factor);
        FloatVector ps = FOUR.cast(FloatVector.broadcast(FOUR_FLOATS, p));
        FloatVector qs = FOUR.cast(FloatVector.broadcast(FOUR_FLOATS, q));
        for (int first = 0; first < rows * width; first += width) {
            for (int x = 0; x < width; x += 4) {
                int i = first + x;
                DoubleVector product =
                        load(sums, s + i).add(load(edge, e + i).mul(factors)).add(load(shift, c + x));
                rounded(product)
                        .mul(ps)
                        .add(loadFour(edgeValue, e + i).mul(qs))
                        .add(loadFour(rest, c + x))
                        .intoArray(out, outAt + i);
            }
        }
    }

    static void dequantizeRescaled(
            double[] sums,
            int s,
            double[] edge,
            int e,
            Loops.Column column,
            int c,
            float p,
            float unit,
            float[] out,
            int outAt,
            int width,
            int rows) {
        if (width % 4 != 0) {
            PLAIN.dequantizeRescaled(sums, s, edge, e, column, c, p, unit, out, outAt, width, rows);
            return;
        }
        double[] shift = column.shift();
        float[] rest = column.rest();
        FloatVector ps = FOUR.cast(FloatVector.broadcast(FOUR_FLOATS, p));
        FloatVector units = FOUR.cast(FloatVector.broadcast(FOUR_FLOATS, unit));
        for (int first = 0; first < rows * width; first += width) {
            for (int x = 0; x < width; x += 4) {
                int i = first + x;
                DoubleVector product = load(sums, s + i).add(load(edge, e + i)).add(load(shift, c + x));
                rounded(product).mul(ps).add(loadFour(rest, c + x)).mul(units).intoArray(out, outAt + i);
            }
        }
    }

    static void extent(float[] values, int from, int to, float[] minMax) {
        IntVector min = IntVector.broadcast(INTS, Integer.MAX_VALUE);
        IntVector max = IntVector.broadcast(INTS, Integer.MIN_VALUE);
        int i = from;
        for (; i <= to - 8; i += 8) {
            IntVector order = order(load(values, i).reinterpretAsInts());
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
