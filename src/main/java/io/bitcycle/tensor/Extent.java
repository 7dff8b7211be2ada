package io.bitcycle.tensor;

import io.bitcycle.numeric.loops.Loops;

/**
 * The least and the greatest of some values; -0 is less than 0, and one NaN makes both NaN. So the extent of a tensor
 * does not depend on how it was cut into slices.
 */
public record Extent(float min, float max) {
    /** The extents of the tensor's equal {@code groups}: channels, or one in all. */
    static Extent[] of(FloatTensor tensor, int groups, Parallel parallel) {
        if (tensor.size() == 0) {
            throw new IllegalArgumentException("an empty tensor has no range");
        }
        if (groups == 1 && tensor.extent() != null) {
            return new Extent[] {tensor.extent()};
        }
        float[] values = tensor.data();
        Slices slices = new Slices(values.length, groups);
        Extent[] parts = new Extent[slices.count()];
        slices.forEach(parallel, (slice, group, from, to) -> parts[slice] = of(values, from, to));
        Extent[] extents = new Extent[groups];
        for (int slice = 0; slice < parts.length; slice++) {
            int group = slice / slices.perGroup();
            extents[group] = extents[group] == null ? parts[slice] : extents[group].and(parts[slice]);
        }
        return extents;
    }

    /** That of the values [from, to), at least one. */
    private static Extent of(float[] values, int from, int to) {
        float[] minMax = new float[2];
        Loops.best().extent(values, from, to, minMax);
        return new Extent(minMax[0], minMax[1]);
    }

    /**
     * The range that a rule makes of it.
     *
     * @param tensor whose extent this is
     * @throws NonFiniteException when it has NaN or infinite elements, or spans more than binary32 can say
     */
    Range range(FloatTensor tensor, GridRule rule) {
        if (!Float.isFinite(min) || !Float.isFinite(max)) {
            throw NonFiniteException.in(tensor);
        }
        if (max - min > Float.MAX_VALUE) {
            throw new NonFiniteException("the values from " + min + " to " + max + " span no binary32");
        }
        return rule.range(min, max);
    }

    private Extent and(Extent other) {
        return new Extent(Math.min(min, other.min), Math.max(max, other.max));
    }

    /** The extent of values that are written part by part, on any threads, while each part is in the cache. */
    public static final class OfParts {
        private Extent all;

        /** Adds the values [from, to), at least one. */
        public void add(float[] values, int from, int to) {
            add(of(values, from, to));
        }

        private synchronized void add(Extent part) {
            all = all == null ? part : all.and(part);
        }

        /** That of all parts; null of none. */
        public synchronized Extent all() {
            return all;
        }
    }
}
