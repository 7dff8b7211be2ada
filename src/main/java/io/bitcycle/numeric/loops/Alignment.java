package io.bitcycle.numeric.loops;

/**
 * Elements to leave out at the beginning of an array, so that vectors of 64 bytes which follow one another from there do not cross lines of
 * the cache: two lines are read or written for each that does. So it is where objects begin at lines, as the launcher has it
 * ({@code -XX:ObjectAlignmentInBytes=64}), and elements come 16 bytes after the beginning of an array; elsewhere only speed is lost.
 */
public final class Alignment {
    public static final int FLOATS = 12;
    public static final int DOUBLES = 6;

    private Alignment() {}
}
