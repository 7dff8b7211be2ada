package io.bitcycle.mapping;

import static io.bitcycle.mapping.TileProblem.ceilDiv;

import java.util.List;
import java.util.TreeSet;

/**
 * The lengths of tiles worth trying along a dimension: cut into 1, 2, 3, ... equal parts, later into ever more of them at a
 * time; and 1, 2, 3, 4, 6, 8, 12, ... units, since buffers come in such sizes. They do not depend on the size of any buffer,
 * so that a larger buffer has all the choices of a smaller one.
 */
final class Parts {
    /** Numbers of parts per doubling; each of them up to twice as many. */
    static final int COARSE = 2;

    static final int FINE = 16;

    private Parts() {}

    /**
     * The lengths in ascending order, the last being the whole.
     *
     * @param unit of which lengths are multiples; a part is rounded up to it
     */
    static List<Long> lengths(long whole, long unit, int perDoubling) {
        TreeSet<Long> lengths = new TreeSet<>(List.of(whole));
        for (long length = unit; length < whole; length *= 2) {
            lengths.add(length);
            if (length > unit) {
                lengths.add(Math.min(whole, length / 2 * 3));
            }
        }
        long step = 1;
        long length = whole;
        for (long parts = 1; length > unit; parts += step) {
            length = Math.min(whole, ceilDiv(ceilDiv(whole, parts), unit) * unit);
            lengths.add(length);
            if (parts == 2 * perDoubling * step) {
                step *= 2;
            }
        }
        return List.copyOf(lengths);
    }

    /** The longest that is not above a limit, or the shortest. */
    static long longest(long whole, long limit) {
        List<Long> lengths = lengths(whole, 1, FINE);
        long longest = lengths.get(0);
        for (long length : lengths) {
            longest = length <= limit ? length : longest;
        }
        return longest;
    }
}
