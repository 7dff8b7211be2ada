package io.bitcycle.numeric.loops;

import static io.bitcycle.numeric.loops.VectorClasses.WIDE;
import static io.bitcycle.numeric.loops.VectorClasses.all;
import static io.bitcycle.numeric.loops.VectorClasses.load;
import static io.bitcycle.numeric.loops.VectorClasses.total;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/** The loops that add up, in vectors. As in {@link VectorLoops}, each method is a compilation of its own. */
final class VectorSumLoops implements SumLoops {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_256;

    private static final int LANES = 8;
    private static final PlainSumLoops PLAIN = new PlainSumLoops();

    @Override
    public void add(short[] codes, int at, int plane, int planes, int count, int[] sums) {
        int i = 0;
        for (; i <= count - 2 * VectorWidest.FULL; i += 2 * VectorWidest.FULL) {
            IntVector low = VectorWidest.loadFull(sums, i);
            IntVector high = VectorWidest.loadFull(sums, i + VectorWidest.FULL);
            for (int p = 0; p < planes; p++) {
                int from = at + p * plane + i;
                low = VectorWidest.fullInts(codes, from).add(low);
                high = VectorWidest.fullInts(codes, from + VectorWidest.FULL).add(high);
            }
            VectorWidest.FULL_INTS_CLASS.cast(low).intoArray(sums, i);
            VectorWidest.FULL_INTS_CLASS.cast(high).intoArray(sums, i + VectorWidest.FULL);
        }
        PlainSumLoops.add(codes, at, plane, planes, i, count, sums);
    }

    @Override
    public void addWeighted(short[] codes, int at, int plane, int count, int centre, double[] weights, double[] sums) {
        DoubleVector zero = VectorWidest.all((double) centre);
        int i = 0;
        for (; i <= count - 2 * VectorWidest.COUNT; i += 2 * VectorWidest.COUNT) {
            DoubleVector low = VectorWidest.load(sums, i);
            DoubleVector high = VectorWidest.load(sums, i + VectorWidest.COUNT);
            for (int p = 0; p < weights.length; p++) {
                int from = at + p * plane + i;
                DoubleVector weight = VectorWidest.all(weights[p]);
                low = VectorWidest.loadWide(codes, from).sub(zero).fma(weight, low);
                high = VectorWidest.loadWide(codes, from + VectorWidest.COUNT)
                        .sub(zero)
                        .fma(weight, high);
            }
            low.intoArray(sums, i);
            high.intoArray(sums, i + VectorWidest.COUNT);
        }
        PlainSumLoops.addWeighted(codes, at, plane, i, count, centre, weights, sums);
    }

    @Override
    public void addNeighbours(double[] in, int terms, int step, double[] out) {
        int i = 0;
        for (; i <= in.length - (terms - 1) * step - 4; i += 4) {
            DoubleVector sum = load(in, i);
            for (int t = 1; t < terms; t++) {
                sum = load(in, i + t * step).add(sum);
            }
            WIDE.cast(sum).intoArray(out, i);
        }
        PlainSumLoops.addNeighbours(in, i, terms, step, out);
    }

    @Override
    public float lanes(float[] values, int from, int to) {
        if ((to - from) % LANES != 0) {
            return PLAIN.lanes(values, from, to);
        }
        FloatVector sum = FloatVector.zero(FLOATS);
        for (int i = from; i < to; i += LANES) {
            sum = load(values, i).add(sum);
        }
        return total(sum);
    }

    @Override
    public float squares(float[] values, int from, int to, float centre) {
        if ((to - from) % LANES != 0) {
            return PLAIN.squares(values, from, to, centre);
        }
        FloatVector centres = all(centre);
        FloatVector sum = FloatVector.zero(FLOATS);
        for (int i = from; i < to; i += LANES) {
            FloatVector deviation = load(values, i).sub(centres);
            sum = deviation.mul(deviation).add(sum);
        }
        return total(sum);
    }

    @Override
    public void products(
            float[] x, float[] y, int from, int to, float centre, float[] sums, float[] products, int slot) {
        if ((to - from) % LANES != 0) {
            PLAIN.products(x, y, from, to, centre, sums, products, slot);
            return;
        }
        FloatVector centres = all(centre);
        FloatVector sum = FloatVector.zero(FLOATS);
        FloatVector product = FloatVector.zero(FLOATS);
        for (int i = from; i < to; i += LANES) {
            FloatVector each = load(x, i);
            sum = each.add(sum);
            product = load(y, i).sub(centres).mul(each).add(product);
        }
        sums[slot] = total(sum);
        products[slot] = total(product);
    }
}
