package io.bitcycle.numeric.loops;

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
    private static final IntVector BITS =
            IntVector.fromArray(IntVector.SPECIES_256, new int[] {1, 2, 4, 8, 16, 32, 64, 128}, 0);
    private static final PlainLoops PLAIN = new PlainLoops();

    private VectorValues() {}

    private static DoubleVector load(double[] values, int at) {
        return DoubleVector.fromArray(DOUBLES, values, at);
    }

    private static FloatVector load(float[] values, int at) {
        return FloatVector.fromArray(FOUR_FLOATS, values, at);
    }

    private static FloatVector rounded(DoubleVector exact) {
        return (FloatVector) exact.convertShape(VectorOperators.D2F, FOUR_FLOATS, 0);
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
        for (int first = 0; first < rows * width; first += width) {
            for (int x = 0; x < width; x += 4) {
                int i = first + x;
                DoubleVector product =
                        load(sums, s + i).add(load(edge, e + i).mul(factor)).add(load(shift, c + x));
                rounded(product)
                        .mul(p)
                        .add(load(edgeValue, e + i).mul(q))
                        .add(load(rest, c + x))
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
        for (int first = 0; first < rows * width; first += width) {
            for (int x = 0; x < width; x += 4) {
                int i = first + x;
                DoubleVector product = load(sums, s + i).add(load(edge, e + i)).add(load(shift, c + x));
                rounded(product).mul(p).add(load(rest, c + x)).mul(unit).intoArray(out, outAt + i);
            }
        }
    }

    static long rectify(float[] in, float[] out, int at, int count) {
        if (count < Long.SIZE) {
            return PLAIN.rectify(in, out, at, count);
        }
        long mask = 0;
        for (int i = 0; i < Long.SIZE; i += 8) {
            FloatVector y = FloatVector.fromArray(FLOATS, in, at + i).max(0f);
            y.intoArray(out, at + i);
            // Of what the maximum can be, only +0 equals 0: -0 became it.
            mask |= y.compare(VectorOperators.NE, 0f).toLong() << i;
        }
        return mask;
    }

    static void select(float[] in, float[] out, int at, int count, long mask) {
        if (count < Long.SIZE) {
            PLAIN.select(in, out, at, count, mask);
            return;
        }
        for (int i = 0; i < Long.SIZE; i += 8) {
            FloatVector x = FloatVector.fromArray(FLOATS, in, at + i);
            IntVector spread = BITS.and((int) (mask >>> i) & 0xFF)
                    .compare(VectorOperators.NE, 0)
                    .toVector()
                    .reinterpretAsInts();
            x.reinterpretAsInts().and(spread).reinterpretAsFloats().intoArray(out, at + i);
        }
    }

    static void extent(float[] values, int from, int to, float[] minMax) {
        FloatVector min = FloatVector.broadcast(FLOATS, Float.POSITIVE_INFINITY);
        FloatVector max = FloatVector.broadcast(FLOATS, Float.NEGATIVE_INFINITY);
        int i = from;
        for (; i <= to - 8; i += 8) {
            FloatVector x = FloatVector.fromArray(FLOATS, values, i);
            min = min.min(x);
            max = max.max(x);
        }
        PLAIN.extent(values, i, to, minMax);
        for (int lane = 0; lane < FLOATS.length(); lane++) {
            minMax[0] = Math.min(minMax[0], min.lane(lane));
            minMax[1] = Math.max(minMax[1], max.lane(lane));
        }
    }
}
