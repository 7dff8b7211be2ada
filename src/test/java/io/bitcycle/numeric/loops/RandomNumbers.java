package io.bitcycle.numeric.loops;

import java.util.Random;

/** What the tests of the loops are fed with. */
final class RandomNumbers {
    private RandomNumbers() {}

    static short[] codes(Random random, int size, int below) {
        short[] codes = new short[size];
        for (int i = 0; i < size; i++) {
            codes[i] = (short) (random.nextInt(2 * below) - below);
        }
        return codes;
    }

    static float[] floats(Random random, int size) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    static double[] integers(Random random, int size, int bits) {
        double[] values = new double[size];
        for (int i = 0; i < size; i++) {
            values[i] = random.nextLong() >> (Long.SIZE - bits);
        }
        return values;
    }

    static float[] smallIntegers(Random random, int size) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = random.nextInt(511) - 255;
        }
        return values;
    }

    static double[] times(float[] values, double factor) {
        double[] products = new double[values.length];
        for (int i = 0; i < products.length; i++) {
            products[i] = values[i] * factor;
        }
        return products;
    }
}
