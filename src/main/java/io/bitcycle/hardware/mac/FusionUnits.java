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
    private final boolean packed;
    private final int[][] aCrumbs;
    private final int[][] bCrumbs;
    private final long[] steps;

    FusionUnits(int count, int lanes, int crumbBits, Port a, Port b, int sumBits, int valueBits) {
        super(count, lanes, sumBits, valueBits);
        this.crumbBits = crumbBits;
        this.a = a;
        this.b = b;
        int widest = lanes * crumbBits * Math.max(a.crumbs(), b.crumbs());
        this.packed = a.passes() * b.passes() == 1 && narrowSums() != null && widest <= Integer.SIZE;
        this.aCrumbs = new int[a.crumbs() * lanes][count];
        this.bCrumbs = new int[b.crumbs() * lanes][count];
        this.steps = new long[count];
    }

    @Override
    public OperandRegister aRegister() {
        return register(a);
    }

    @Override
    public OperandRegister bRegister() {
        return register(b);
    }

    private OperandRegister register(Port port) {
        return packed
                ? new OperandRegister(lanes(), port.crumbs() * crumbBits, port.signed())
                : OperandRegister.plain(lanes());
    }

    @Override
    public void tick(int[] aRegisters, int[] bRegisters, int[] control) {
        if (packed) {
            tickPacked(aRegisters, bRegisters);
        } else {
            tickPasses(aRegisters, bRegisters, control);
        }
    }

    /** All bricks of the same position in one loop over the units. */
    private void tickPacked(int[] aRegisters, int[] bRegisters) {
        split(aRegisters, a, aCrumbs);
        split(bRegisters, b, bCrumbs);
        int[] sums = narrowSums();
        multiply(aCrumbs[0], bCrumbs[0], sums, count());
        for (int brick = 1; brick < lanes() * a.crumbs() * b.crumbs(); brick++) {
            int lane = brick / (a.crumbs() * b.crumbs());
            int i = brick / b.crumbs() % a.crumbs();
            int j = brick % b.crumbs();
            multiplyAdd(
                    aCrumbs[lane * a.crumbs() + i], bCrumbs[lane * b.crumbs() + j], crumbBits * (i + j), sums, count());
        }
        checkNarrow();
    }

    private void split(int[] words, Port port, int[][] crumbs) {
        for (int x = 0; x < crumbs.length; x++) {
            int signMask = port.signMask(0, x % port.crumbs(), crumbBits);
            if (signMask == 0) {
                splitUnsigned(words, crumbBits * x, (1 << crumbBits) - 1, crumbs[x], count());
            } else {
                splitSigned(words, Integer.SIZE - crumbBits * (x + 1), Integer.SIZE - crumbBits, crumbs[x], count());
            }
        }
    }

    private static void splitUnsigned(int[] words, int shift, int mask, int[] crumbs, int n) {
        for (int u = 0; u < n; u++) {
            crumbs[u] = (words[u] >> shift) & mask;
        }
    }

    private static void splitSigned(int[] words, int left, int right, int[] crumbs, int n) {
        for (int u = 0; u < n; u++) {
            crumbs[u] = words[u] << left >> right;
        }
    }

    private static void multiply(int[] a, int[] b, int[] sums, int n) {
        for (int u = 0; u < n; u++) {
            sums[u] = a[u] * b[u];
        }
    }

    private static void multiplyAdd(int[] a, int[] b, int shift, int[] sums, int n) {
        for (int u = 0; u < n; u++) {
            sums[u] += (a[u] * b[u]) << shift;
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
                for (int lane = 0; lane < lanes(); lane++) {
                    int x = u * lanes() + lane;
                    sum += product(aRegisters[x] >> aShift, bRegisters[x] >> bShift, aPass, bPass, lane, u);
                }
                steps[u] = (pass == 0 ? 0 : steps[u]) + (sum << (aShift + bShift));
            }
            finish(u, isLast(word) ? steps[u] : 0);
        }
    }

    private long product(int aWord, int bWord, int aPass, int bPass, int lane, int unit) {
        long sum = 0;
        for (int i = 0; i < a.crumbs(); i++) {
            int ca = crumb(aWord, i, a.signMask(aPass, i, crumbBits));
            aCrumbs[lane * a.crumbs() + i][unit] = ca;
            for (int j = 0; j < b.crumbs(); j++) {
                int cb = crumb(bWord, j, b.signMask(bPass, j, crumbBits));
                bCrumbs[lane * b.crumbs() + j][unit] = cb;
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
                    int[] left = aCrumbs[lane * a.crumbs() + i];
                    int[] right = bCrumbs[lane * b.crumbs() + j];
                    signals.add(new Signal(
                            "brick" + (lanes() > 1 ? lane + "_" : "") + i + "_" + j,
                            bits,
                            u -> pattern((long) left[u] * right[u], bits)));
                }
            }
        }
        if (a.passes() * b.passes() > 1) {
            signals.add(new Signal("step", sumBits(), u -> pattern(steps[u], sumBits())));
        }
        return signals;
    }
}
