package io.bitcycle.numeric.loops;

import static io.bitcycle.numeric.loops.VectorClasses.WIDE;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** The loops that add up, in vectors. */
final class VectorSumLoops implements SumLoops {
    private static final VectorSpecies<Short> CODES = ShortVector.SPECIES_128;
    private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_256;
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_256;

    @Override
    public void add(short[] codes, int at, int count, int[] sums) {
        int i = 0;
        for (; i <= count - 8; i += 8) {
            ((IntVector) ShortVector.fromArray(CODES, codes, at + i).convertShape(VectorOperators.S2I, INTS, 0))
                    .add(IntVector.fromArray(INTS, sums, i))
                    .intoArray(sums, i);
        }
        PlainSumLoops.add(codes, at, i, count, sums);
    }

    @Override
    public void addNeighbours(double[] in, int terms, int step, double[] out) {
        int i = 0;
        for (; i <= in.length - (terms - 1) * step - 4; i += 4) {
            DoubleVector sum = DoubleVector.fromArray(DOUBLES, in, i);
            for (int t = 1; t < terms; t++) {
                sum = DoubleVector.fromArray(DOUBLES, in, i + t * step).add(sum);
            }
            WIDE.cast(sum).intoArray(out, i);
        }
        PlainSumLoops.addNeighbours(in, i, terms, step, out);
    }
}
