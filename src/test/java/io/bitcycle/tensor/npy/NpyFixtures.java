package io.bitcycle.tensor.npy;

import java.net.URISyntaxException;
import java.nio.file.Path;

/** The files that NumPy wrote and the values in them, as the README beside them says. */
final class NpyFixtures {
    private static final int SIZE = 24;

    private NpyFixtures() {}

    static Path file(String name) {
        return resource(name + ".npy");
    }

    static Path resource(String name) {
        try {
            return Path.of(NpyFixtures.class.getResource("/npy/" + name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static double[] doubles() {
        double[] values = new double[SIZE];
        for (int i = 0; i < SIZE; i++) {
            values[i] = i / 8.0 - 1;
        }
        values[0] = -0.0;
        values[1] = Double.POSITIVE_INFINITY;
        values[2] = Double.NaN;
        values[3] = Double.MIN_VALUE;
        values[SIZE - 1] = Double.MAX_VALUE;
        return values;
    }

    static float[] floats() {
        float[] values = new float[SIZE];
        for (int i = 0; i < SIZE; i++) {
            values[i] = i / 8f - 1;
        }
        values[0] = -0f;
        values[1] = Float.POSITIVE_INFINITY;
        values[2] = Float.NaN;
        values[3] = Float.MIN_VALUE;
        values[SIZE - 1] = Float.MAX_VALUE;
        return values;
    }

    static long[] integers(NpyType type) {
        long[] values = new long[SIZE];
        boolean unsigned = type.descr().charAt(1) == 'u';
        for (int i = 0; i < SIZE; i++) {
            values[i] = type == NpyType.BOOL ? (i % 3 == 0 ? 1 : 0) : unsigned ? i : i - 5;
        }
        if (type != NpyType.BOOL) {
            long all = -1L >>> (Long.SIZE - 8 * type.bytes());
            values[0] = unsigned ? 0 : -(all >>> 1) - 1;
            values[SIZE - 1] = unsigned ? all & Long.MAX_VALUE : all >>> 1;
        }
        return values;
    }
}
