package io.bitcycle.tensor;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * Large arrays that nobody needs any more, to be used again: the JVM clears each new array, and copies it whenever it collects garbage.
 * For one thread. What is never given is collected as usual, so giving is no duty; but what was given must not be touched again.
 */
public final class SpareArrays {
    private final Map<Integer, Spares<float[]>> floats = new HashMap<>();
    private final Map<Integer, Spares<short[]>> shorts = new HashMap<>();
    private final Map<Integer, Spares<double[]>> doubles = new HashMap<>();

    /** An array of any content. */
    public float[] floats(int size) {
        return take(floats, size, float[]::new);
    }

    /** An array of any content. */
    public short[] shorts(int size) {
        return take(shorts, size, short[]::new);
    }

    /** An array of any content. */
    public double[] doubles(int size) {
        return take(doubles, size, double[]::new);
    }

    /** Takes an array that the caller was the last to use. */
    public void give(float[] array) {
        give(floats, array.length, array);
    }

    /** Likewise. */
    public void give(short[] array) {
        give(shorts, array.length, array);
    }

    /** Likewise. */
    public void give(double[] array) {
        give(doubles, array.length, array);
    }

    private static <T> T take(Map<Integer, Spares<T>> all, int size, IntFunction<T> made) {
        Spares<T> spares = all.computeIfAbsent(size, key -> new Spares<>());
        if (spares.arrays.isEmpty()) {
            spares.made++;
            return made.apply(size);
        }
        return spares.arrays.pop();
    }

    private static <T> void give(Map<Integer, Spares<T>> all, int size, T array) {
        Spares<T> spares = all.get(size);
        if (spares != null && spares.arrays.size() < spares.made) {
            spares.arrays.push(array);
        }
    }

    /** Of one size. As arrays from elsewhere are given too, no more are kept than were ever in use at once. */
    private static final class Spares<T> {
        private final Deque<T> arrays = new ArrayDeque<>();
        private int made;
    }
}
