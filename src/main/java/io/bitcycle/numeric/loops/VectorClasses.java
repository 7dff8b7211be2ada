package io.bitcycle.numeric.loops;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;

/**
 * Classes of vectors. HotSpot 17 keeps vectors in registers only while it knows their class. It has forgotten it after a loop that
 * carries them along, where branches meet, after a conversion, and even after a load, and guesses from all that it has seen anywhere;
 * wrong as soon as vectors of several lengths are in use. A cast tells it. Without, vectors become objects, and a loop of products is 20
 * times as slow. Results of arithmetic on a vector of known class are known; operations with a number in place of a vector are
 * not to be used in loops: they make an object of the vector that they are called on.
 */
final class VectorClasses {
    /** Of eight floats. */
    static final Class<? extends FloatVector> NARROW =
            FloatVector.zero(FloatVector.SPECIES_256).getClass();
    /** Of four doubles. */
    static final Class<? extends DoubleVector> WIDE =
            DoubleVector.zero(DoubleVector.SPECIES_256).getClass();

    /** Of eight integers. */
    static final Class<? extends IntVector> INTEGERS =
            IntVector.zero(IntVector.SPECIES_256).getClass();
    /** Of four floats. */
    static final Class<? extends FloatVector> FOUR =
            FloatVector.zero(FloatVector.SPECIES_128).getClass();
    /** Of sixteen floats. */
    static final Class<? extends FloatVector> SIXTEEN_FLOATS =
            FloatVector.zero(FloatVector.SPECIES_512).getClass();
    /** Of eight doubles. */
    static final Class<? extends DoubleVector> EIGHT_DOUBLES =
            DoubleVector.zero(DoubleVector.SPECIES_512).getClass();
    /** Of four longs. */
    static final Class<? extends LongVector> FOUR_LONGS =
            LongVector.zero(LongVector.SPECIES_256).getClass();
    /** Of sixteen codes. */
    private static final Class<? extends ShortVector> SIXTEEN_CODES =
            ShortVector.zero(ShortVector.SPECIES_256).getClass();
    /** Of eight codes. */
    static final Class<? extends ShortVector> CODES =
            ShortVector.zero(ShortVector.SPECIES_128).getClass();

    /** Lanes so many places further on. */
    private static final VectorShuffle<Float> BY_FOUR = further(4);

    private static final VectorShuffle<Float> BY_TWO = further(2);
    private static final VectorShuffle<Float> BY_ONE = further(1);

    private VectorClasses() {}

    private static VectorShuffle<Float> further(int places) {
        return VectorShuffle.fromOp(FloatVector.SPECIES_256, i -> (i + places) % 8);
    }

    /** Eight floats. */
    static FloatVector load(float[] values, int at) {
        return NARROW.cast(FloatVector.fromArray(FloatVector.SPECIES_256, values, at));
    }

    /** Four floats. */
    static FloatVector loadFour(float[] values, int at) {
        return FOUR.cast(FloatVector.fromArray(FloatVector.SPECIES_128, values, at));
    }

    /** Four doubles. */
    static DoubleVector load(double[] values, int at) {
        return WIDE.cast(DoubleVector.fromArray(DoubleVector.SPECIES_256, values, at));
    }

    /** Eight doubles. */
    static DoubleVector loadEight(double[] values, int at) {
        return EIGHT_DOUBLES.cast(DoubleVector.fromArray(DoubleVector.SPECIES_512, values, at));
    }

    /** Sixteen floats. */
    static FloatVector loadSixteen(float[] values, int at) {
        return SIXTEEN_FLOATS.cast(FloatVector.fromArray(FloatVector.SPECIES_512, values, at));
    }

    /** Four floats as doubles. */
    static DoubleVector loadWide(float[] values, int at) {
        return WIDE.cast(loadFour(values, at).convertShape(VectorOperators.F2D, DoubleVector.SPECIES_256, 0));
    }

    /** Eight integers as floats. */
    static FloatVector floats(IntVector values) {
        return NARROW.cast(values.convertShape(VectorOperators.I2F, FloatVector.SPECIES_256, 0));
    }

    /** The bits of eight floats. */
    static IntVector bits(FloatVector values) {
        return INTEGERS.cast(values.reinterpretAsInts());
    }

    /** Eight pairs of codes, each an integer. */
    static IntVector pairs(short[] codes, int at) {
        ShortVector sixteen = SIXTEEN_CODES.cast(ShortVector.fromArray(ShortVector.SPECIES_256, codes, at));
        return INTEGERS.cast(sixteen.reinterpretAsInts());
    }

    /** The first of each pair. */
    static IntVector evens(IntVector pairs) {
        return INTEGERS.cast(
                pairs.lanewise(VectorOperators.LSHL, Short.SIZE).lanewise(VectorOperators.ASHR, Short.SIZE));
    }

    /** The second. */
    static IntVector odds(IntVector pairs) {
        return INTEGERS.cast(pairs.lanewise(VectorOperators.ASHR, Short.SIZE));
    }

    /** The eight floats that have these bits. */
    static FloatVector ofBits(IntVector bits) {
        return NARROW.cast(bits.reinterpretAsFloats());
    }

    /** Eight floats that are the same. */
    static FloatVector all(float value) {
        return NARROW.cast(FloatVector.broadcast(FloatVector.SPECIES_256, value));
    }

    /**
     * The sum of eight floats in the order of {@link SumLoops#lanes}, half of the lanes to the others at a time: eight taken out one by one
     * cost more than the loop that summed them.
     */
    static float total(FloatVector eight) {
        FloatVector all = NARROW.cast(eight);
        FloatVector four = NARROW.cast(all.add(all.rearrange(BY_FOUR)));
        FloatVector two = NARROW.cast(four.add(four.rearrange(BY_TWO)));
        return NARROW.cast(two.add(two.rearrange(BY_ONE))).lane(0);
    }
}
