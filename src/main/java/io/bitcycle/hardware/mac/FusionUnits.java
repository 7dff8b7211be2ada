package io.bitcycle.hardware.mac;

import java.util.ArrayList;
import java.util.List;

/**
 * Fusion units. Each brick multiplies a crumb of {@code min_bits} of A by one of B; the top crumb of a signed operand is
 * signed, every other one is not. Bricks are shifted by their crumbs' weights, first B's, then A's, and added. An operand
 * wider than the unit takes several passes, whose sums are shifted and added in the step register; A's part changes slowest.
 */
final class FusionUnits extends MacUnits {
    /**
     * One operand's way into the bricks.
     *
     * @param crumbs crumbs of one pass
     */
    record Port(boolean signed, int crumbs, int passes) {
        /** The mask of a crumb's sign bit, 0 where the crumb is unsigned. */
        int signMask(int pass, int crumb, int crumbBits) {
            boolean top = signed && pass == passes - 1 && crumb == crumbs - 1;
            return top ? 1 << (crumbBits - 1) : 0;
        }
    }

    private final int crumbBits;
    private final Port a;
    private final Port b;
    private final int[][] aCrumbs;
    private final int[][] bCrumbs;
    private final int[] laneSums;
    private final long[] steps;

    FusionUnits(int count, int lanes, int crumbBits, Port a, Port b, int sumBits, boolean narrow) {
        super(count, lanes, sumBits, narrow);
        this.crumbBits = crumbBits;
        this.a = a;
        this.b = b;
        this.aCrumbs = new int[a.crumbs()][count * lanes];
        this.bCrumbs = new int[b.crumbs()][count * lanes];
        this.laneSums = lanes == 1 && narrowSums() != null ? narrowSums() : new int[count * lanes];
        this.steps = new long[count];
    }

    @Override
    public void tick(int[] aRegisters, int[] bRegisters, int[] control) {
        if (a.passes() * b.passes() == 1 && narrowSums() != null) {
            tickFlat(aRegisters, bRegisters);
        } else {
            tickPasses(aRegisters, bRegisters, control);
        }
    }

    /** All bricks of the same position in one loop over the units. */
    private void tickFlat(int[] aRegisters, int[] bRegisters) {
        int n = laneSums.length;
        for (int i = 0; i < a.crumbs(); i++) {
            split(aRegisters, crumbBits * i, crumbBits, a.signMask(0, i, crumbBits), aCrumbs[i], n);
        }
        for (int j = 0; j < b.crumbs(); j++) {
            split(bRegisters, crumbBits * j, crumbBits, b.signMask(0, j, crumbBits), bCrumbs[j], n);
        }
        multiply(aCrumbs[0], bCrumbs[0], laneSums, n);
        for (int brick = 1; brick < a.crumbs() * b.crumbs(); brick++) {
            int i = brick / b.crumbs();
            int j = brick % b.crumbs();
            multiplyAdd(aCrumbs[i], bCrumbs[j], crumbBits * (i + j), laneSums, n);
        }
        int[] sums = narrowSums();
        for (int u = 0, x = 0; lanes() > 1 && u < sums.length; u++) {
            int sum = 0;
            for (int lane = 0; lane < lanes(); lane++, x++) {
                sum += laneSums[x];
            }
            sums[u] = sum;
        }
        checkNarrow();
    }

    private static void split(int[] words, int shift, int bits, int signMask, int[] crumbs, int n) {
        int mask = (1 << bits) - 1;
        for (int x = 0; x < n; x++) {
            int crumb = (words[x] >> shift) & mask;
            crumbs[x] = crumb - ((crumb & signMask) << 1);
        }
    }

    private static void multiply(int[] a, int[] b, int[] sums, int n) {
        for (int x = 0; x < n; x++) {
            sums[x] = a[x] * b[x];
        }
    }

    private static void multiplyAdd(int[] a, int[] b, int shift, int[] sums, int n) {
        for (int x = 0; x < n; x++) {
            sums[x] += (a[x] * b[x]) << shift;
        }
    }

    private void tickPasses(int[] aRegisters, int[] bRegisters, int[] control) {
        for (int u = 0; u < count(); u++) {
            int word = control[u];
            if (word >= 0) {
                int pass = word >> 1;
                int aPass = pass / b.passes();
                int bPass = pass % b.passes();
                int aShift = aPass * a.crumbs() * crumbBits;
                int bShift = bPass * b.crumbs() * crumbBits;
                long sum = 0;
                for (int x = u * lanes(); x < (u + 1) * lanes(); x++) {
                    sum += product(aRegisters[x] >> aShift, bRegisters[x] >> bShift, aPass, bPass, x);
                }
                steps[u] = (pass == 0 ? 0 : steps[u]) + (sum << (aShift + bShift));
            }
            finish(u, isLast(word) ? steps[u] : 0);
        }
    }

    private long product(int aWord, int bWord, int aPass, int bPass, int x) {
        long sum = 0;
        for (int i = 0; i < a.crumbs(); i++) {
            int ca = crumb(aWord, i, a.signMask(aPass, i, crumbBits));
            aCrumbs[i][x] = ca;
            for (int j = 0; j < b.crumbs(); j++) {
                int cb = crumb(bWord, j, b.signMask(bPass, j, crumbBits));
                bCrumbs[j][x] = cb;
                sum += (long) (ca * cb) << (crumbBits * (i + j));
            }
        }
        return sum;
    }

    private int crumb(int word, int index, int signMask) {
        int crumb = (word >> (crumbBits * index)) & ((1 << crumbBits) - 1);
        return crumb - ((crumb & signMask) << 1);
    }

    @Override
    public List<Signal> signals() {
        List<Signal> signals = new ArrayList<>();
        // A brick multiplies crumbs extended by their sign: (m + 1) x (m + 1) bits.
        int bits = 2 * (crumbBits + 1);
        for (int lane = 0; lane < lanes(); lane++) {
            for (int i = 0; i < a.crumbs(); i++) {
                for (int j = 0; j < b.crumbs(); j++) {
                    int[] left = aCrumbs[i];
                    int[] right = bCrumbs[j];
                    int at = lane;
                    signals.add(new Signal(
                            "brick" + (lanes() > 1 ? lane + "_" : "") + i + "_" + j,
                            bits,
                            u -> pattern((long) left[u * lanes() + at] * right[u * lanes() + at], bits)));
                }
            }
        }
        if (a.passes() * b.passes() > 1) {
            signals.add(new Signal("step", sumBits(), u -> pattern(steps[u], sumBits())));
        }
        return signals;
    }
}
