package io.bitcycle.numeric.loops;

import static io.bitcycle.numeric.loops.VectorClasses.INTEGERS;
import static io.bitcycle.numeric.loops.VectorClasses.NARROW;
import static io.bitcycle.numeric.loops.VectorClasses.WIDE;
import static io.bitcycle.numeric.loops.VectorClasses.all;
import static io.bitcycle.numeric.loops.VectorClasses.load;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** The loops that add up, in vectors. */
final class VectorSumLoops implements SumLoops {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_256;
    private static final VectorSpecies<Short> CODES = ShortVector.SPECIES_128;
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_256;

    private static final int LANES = 8;
    private static final PlainSumLoops PLAIN = new PlainSumLoops();

    @Override
    public void add(short[] codes, int at, int count, int[] sums) {
        int i = 0;
        for (; i <= count - 8; i += 8) {
            INTEGERS.cast(ShortVector.fromArray(CODES, codes, at + i).convertShape(VectorOperators.S2I, INTS, 0))
                    .add(IntVector.fromArray(INTS, sums, i))
                    .intoArray(sums, i);
        }
        PlainSumLoops.add(codes, at, i, count, sums);
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
        return total(NARROW.cast(sum));
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
        return total(NARROW.cast(sum));
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
        sums[slot] = total(NARROW.cast(sum));
        products[slot] = total(NARROW.cast(product));
    }

    /** Through memory: lanes taken out of a vector one by one cost more than the loop before. */
    private static float total(FloatVector lanes) {
        float[] sums = new float[LANES];
        lanes.intoArray(sums, 0);
        return ((sums[0] + sums[4]) + (sums[2] + sums[6])) + ((sums[1] + sums[5]) + (sums[3] + sums[7]));
    }
}
