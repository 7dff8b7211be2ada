package io.bitcycle.numeric.loops;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Loops over values. */
final class VectorValues {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_256;
    private static final VectorSpecies<Float> FOUR_FLOATS = FloatVector.SPECIES_128;
    private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_256;
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
            double[] shift,
            float[] rest,
            int c,
            float p,
            float q,
            float[] out,
            int outAt,
            int count) {
        int i = 0;
        for (; i <= count - 4; i += 4) {
            DoubleVector product =
                    load(sums, s + i).add(load(edge, e + i).mul(factor)).add(load(shift, c + i));
            rounded(product)
                    .mul(p)
                    .add(load(edgeValue, e + i).mul(q))
                    .add(load(rest, c + i))
                    .intoArray(out, outAt + i);
        }
        PLAIN.dequantize(
                sums, s + i, edge, edgeValue, e + i, factor, shift, rest, c + i, p, q, out, outAt + i, count - i);
    }

    static void dequantizeRescaled(
            double[] sums,
            int s,
            double[] edge,
            int e,
            double[] shift,
            float[] rest,
            int c,
            float p,
            float unit,
            float[] out,
            int outAt,
            int count) {
        int i = 0;
        for (; i <= count - 4; i += 4) {
            DoubleVector product = load(sums, s + i).add(load(edge, e + i)).add(load(shift, c + i));
            rounded(product).mul(p).add(load(rest, c + i)).mul(unit).intoArray(out, outAt + i);
        }
        PLAIN.dequantizeRescaled(sums, s + i, edge, e + i, shift, rest, c + i, p, unit, out, outAt + i, count - i);
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
