package io.bitcycle.numeric.loops;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;

/**
 * Classes of vectors. HotSpot 17 keeps vectors in registers only while it knows their class. It has forgotten it after a loop that
 * carries them along, where branches meet and after a conversion, and guesses from all that it has seen anywhere; wrong as soon as
 * vectors of several lengths are in use. A cast tells it. Without, vectors become objects, and a loop of products is 20 times as slow.
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
    /** Of eight codes. */
    static final Class<? extends ShortVector> CODES =
            ShortVector.zero(ShortVector.SPECIES_128).getClass();

    private VectorClasses() {}
}
