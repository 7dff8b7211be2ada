package io.bitcycle.numeric.loops;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Vectors as long as the machine's registers, of 256 or 512 bits, of known class as in {@link VectorClasses}. */
final class VectorWidest {
    private static final boolean LONG = FloatVector.SPECIES_PREFERRED.vectorBitSize() >= 512;

    static final VectorSpecies<Double> DOUBLES = LONG ? DoubleVector.SPECIES_512 : DoubleVector.SPECIES_256;
    static final VectorSpecies<Long> LONGS = LONG ? LongVector.SPECIES_512 : LongVector.SPECIES_256;
    /** As many as {@link #DOUBLES}. */
    static final VectorSpecies<Float> FLOATS = LONG ? FloatVector.SPECIES_256 : FloatVector.SPECIES_128;

    private static final VectorSpecies<Short> CODES = LONG ? ShortVector.SPECIES_128 : ShortVector.SPECIES_64;

    static final Class<? extends DoubleVector> DOUBLES_CLASS =
            DoubleVector.zero(DOUBLES).getClass();
    private static final Class<? extends LongVector> LONGS_CLASS =
            LongVector.zero(LONGS).getClass();
    private static final Class<? extends FloatVector> FLOATS_CLASS =
            FloatVector.zero(FLOATS).getClass();

    /** Doubles of a vector. */
    static final int COUNT = DOUBLES.length();

    /** Floats of a whole register, twice as many as doubles. */
    static final VectorSpecies<Float> FULL_FLOATS = LONG ? FloatVector.SPECIES_512 : FloatVector.SPECIES_256;

    static final VectorSpecies<Integer> FULL_INTS = LONG ? IntVector.SPECIES_512 : IntVector.SPECIES_256;
    /** As many as {@link #FULL_FLOATS}. */
    static final VectorSpecies<Short> FULL_CODES = LONG ? ShortVector.SPECIES_256 : ShortVector.SPECIES_128;

    static final Class<? extends FloatVector> FULL_FLOATS_CLASS =
            FloatVector.zero(FULL_FLOATS).getClass();
    static final Class<? extends IntVector> FULL_INTS_CLASS =
            IntVector.zero(FULL_INTS).getClass();
    static final Class<? extends ShortVector> FULL_CODES_CLASS =
            ShortVector.zero(FULL_CODES).getClass();

    /** Floats of a whole register. */
    static final int FULL = FULL_FLOATS.length();

    private VectorWidest() {}

    static FloatVector loadFull(float[] values, int at) {
        return FULL_FLOATS_CLASS.cast(FloatVector.fromArray(FULL_FLOATS, values, at));
    }

    static IntVector loadFull(int[] values, int at) {
        return FULL_INTS_CLASS.cast(IntVector.fromArray(FULL_INTS, values, at));
    }

    /** Codes as floats. */
    static FloatVector fullFloats(short[] codes, int at) {
        return FULL_FLOATS_CLASS.cast(
                ShortVector.fromArray(FULL_CODES, codes, at).convertShape(VectorOperators.S2F, FULL_FLOATS, 0));
    }

    /** Codes as integers. */
    static IntVector fullInts(short[] codes, int at) {
        return FULL_INTS_CLASS.cast(
                ShortVector.fromArray(FULL_CODES, codes, at).convertShape(VectorOperators.S2I, FULL_INTS, 0));
    }

    static IntVector fullBits(FloatVector values) {
        return FULL_INTS_CLASS.cast(values.reinterpretAsInts());
    }

    static FloatVector allFull(float value) {
        return FULL_FLOATS_CLASS.cast(FloatVector.broadcast(FULL_FLOATS, value));
    }

    static IntVector allFull(int value) {
        return FULL_INTS_CLASS.cast(IntVector.broadcast(FULL_INTS, value));
    }

    static DoubleVector load(double[] values, int at) {
        return DOUBLES_CLASS.cast(DoubleVector.fromArray(DOUBLES, values, at));
    }

    static LongVector load(long[] values, int at) {
        return LONGS_CLASS.cast(LongVector.fromArray(LONGS, values, at));
    }

    static FloatVector load(float[] values, int at) {
        return FLOATS_CLASS.cast(FloatVector.fromArray(FLOATS, values, at));
    }

    /** Floats as doubles. */
    static DoubleVector loadWide(float[] values, int at) {
        return wide(load(values, at));
    }

    /** Floats as doubles. */
    static DoubleVector wide(FloatVector values) {
        return DOUBLES_CLASS.cast(values.convertShape(VectorOperators.F2D, DOUBLES, 0));
    }

    /** Codes as doubles. */
    static DoubleVector loadWide(short[] codes, int at) {
        return DOUBLES_CLASS.cast(
                ShortVector.fromArray(CODES, codes, at).convertShape(VectorOperators.S2D, DOUBLES, 0));
    }

    /** Doubles rounded to floats. */
    static FloatVector rounded(DoubleVector exact) {
        return FLOATS_CLASS.cast(exact.convertShape(VectorOperators.D2F, FLOATS, 0));
    }

    static LongVector bits(DoubleVector values) {
        return LONGS_CLASS.cast(values.reinterpretAsLongs());
    }

    static DoubleVector ofBits(LongVector bits) {
        return DOUBLES_CLASS.cast(bits.reinterpretAsDoubles());
    }

    static DoubleVector all(double value) {
        return DOUBLES_CLASS.cast(DoubleVector.broadcast(DOUBLES, value));
    }

    static LongVector all(long value) {
        return LONGS_CLASS.cast(LongVector.broadcast(LONGS, value));
    }

    static FloatVector all(float value) {
        return FLOATS_CLASS.cast(FloatVector.broadcast(FLOATS, value));
    }
}
