package io.bitcycle.simulator.kernel;

import io.bitcycle.tensor.CodeMatrix;

/**
 * How codes are written as float limbs so that binary32 sums of products stay exact: a code of the scalar operand is
 * the sum over l of {@code limb(code, l) * 2^(shift * l)}. Nearly always there is one limb, the code itself.
 *
 * <p>Exactness. binary32 represents every integer of magnitude up to 2^24, so a chain of fused multiply-adds of
 * integers is exact as long as the magnitudes of its products add up to at most 2^24: every partial sum, in whatever
 * order, is then bounded by that too. With lane codes of magnitude at most L and limbs of magnitude at most W,
 * {@link #run} = floor((2^24 - 2^11) / (L * W)) products may be added to a remainder of at most 2^11 before the sum
 * must be folded. Operands so wide that the run would be shorter than {@link #SHORTEST} are split into as few limbs as
 * make it long enough; L = 2^15 and W = 2^4 (four limbs of a 16-bit code) still give 31.
 *
 * <p>Folding splits a sum t, |t| &lt;= 2^24, into {@code high = (t + FOLD) - FOLD} and {@code t - high}.
 * FOLD = 3 * 2^34 puts t + FOLD between 2^35 and 2^36, where floats are the multiples of 2^12: high is t rounded to
 * such a multiple, and |t - high| &lt;= 2^11; both differences are exact. The highs are summed in a second float,
 * exactly while that sum, a multiple of 2^12, stays within 2^36; as |high| &lt;= 2^24, it does for {@link #FOLDS} =
 * 2^12 folds. Folding is a handful of vector instructions where moving a sum to a long is a scalar conversion and a
 * scattered store.
 */
final class Limbs {
    static final float FOLD = 3f * (1L << 34);
    static final int FOLDS = 1 << 12;

    private static final int EXACT = (1 << 24) - (1 << 11);
    private static final int SHORTEST = 24;

    final int count;
    final int shift;
    /** How many products one binary32 sum may take before it must be folded. */
    final int run;

    Limbs(CodeMatrix lanes, CodeMatrix scalars) {
        long lane = lanes.magnitude();
        long top = scalars.magnitude();
        int parts = 1;
        int bits = 0;
        while (lane * top * SHORTEST > EXACT) {
            parts++;
            bits = (Short.SIZE + parts - 1) / parts;
            top = 1 << bits; // the low limbs are below this and the signed top limb of a short is within half of it
        }
        count = parts;
        shift = bits;
        run = (int) (EXACT / Math.max(1L, lane * top));
    }

    int limb(int code, int l) {
        int rest = code >> shift * l;
        return l == count - 1 ? rest : rest & (1 << shift) - 1;
    }
}
