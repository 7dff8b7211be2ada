package io.bitcycle.precision;

/**
 * The widths that a schedule moves one kind of tensor between.
 *
 * @param min lowest width
 * @param max highest width; equal to {@code min} where the width stays
 */
public record BitSpan(int min, int max) {
    /** The whole width nearest to {@code bits}, halves to the even one, never outside the span. */
    int nearest(double bits) {
        return Math.max(min, Math.min(max, (int) Math.rint(bits)));
    }

    /** As messages write it: {@code 3:8}. */
    @Override
    public String toString() {
        return min + ":" + max;
    }
}
