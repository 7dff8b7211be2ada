package io.bitcycle.hardware.mac;

import io.bitcycle.hardware.mac.FusionPort.Crumb;

/**
 * The brick at one place of a fusion unit: multiplies a crumb of A by one of B, and shifts the product to their weight.
 *
 * @param place name of the place
 * @param word which of a unit's words the crumbs are in
 */
record FusionBrick(String place, int word, Crumb a, Crumb b, int shift) {
    /** The product, not shifted. */
    long product(int aWord, int bWord) {
        return (long) a.of(aWord) * b.of(bWord);
    }

    /** Adds the products of all units to sums that fit an int: loops that the compiler turns into vector instructions. */
    void add(int[] aWords, int[] bWords, int[] sums, int count) {
        if (a.signed() && b.signed()) {
            addSigned(aWords, a, bWords, b, shift, sums, count);
        } else if (a.signed()) {
            addMixed(aWords, a, bWords, b, shift, sums, count);
        } else if (b.signed()) {
            addMixed(bWords, b, aWords, a, shift, sums, count);
        } else {
            addUnsigned(aWords, a, bWords, b, shift, sums, count);
        }
    }

    private static void addUnsigned(int[] a, Crumb aAt, int[] b, Crumb bAt, int shift, int[] sums, int n) {
        int aLeft = aAt.left();
        int aRight = aAt.right();
        int bLeft = bAt.left();
        int bRight = bAt.right();
        for (int u = 0; u < n; u++) {
            sums[u] += (a[u] << aLeft >>> aRight) * (b[u] << bLeft >>> bRight) << shift;
        }
    }

    private static void addSigned(int[] a, Crumb aAt, int[] b, Crumb bAt, int shift, int[] sums, int n) {
        int aLeft = aAt.left();
        int aRight = aAt.right();
        int bLeft = bAt.left();
        int bRight = bAt.right();
        for (int u = 0; u < n; u++) {
            sums[u] += (a[u] << aLeft >> aRight) * (b[u] << bLeft >> bRight) << shift;
        }
    }

    private static void addMixed(int[] signed, Crumb signedAt, int[] other, Crumb at, int shift, int[] sums, int n) {
        int signedLeft = signedAt.left();
        int signedRight = signedAt.right();
        int left = at.left();
        int right = at.right();
        for (int u = 0; u < n; u++) {
            sums[u] += (signed[u] << signedLeft >> signedRight) * (other[u] << left >>> right) << shift;
        }
    }

    /** Adds the products of all units to sums of any width. */
    void add(int[] aWords, int[] bWords, long[] sums, int count) {
        for (int u = 0; u < count; u++) {
            sums[u] += product(aWords[u], bWords[u]) << shift;
        }
    }
}
