package io.bitcycle.hardware.mac;

import io.bitcycle.numeric.IntegerFormat;
import java.util.List;

/**
 * Term-serial units. At a step's start each lane writes its operands as signed powers of two; each cycle it takes the lowest
 * one left of A, shifts B by it (or takes the lowest one left of B for it) and hands that to the adder tree. A lane
 * without terms left waits for the others.
 */
final class TermUnits extends MacUnits {
    private final TermEncoding encoding;
    private final boolean bothOperands;
    private final IntegerFormat aFormat;
    private final IntegerFormat bFormat;
    private final int[] aLeft;
    private final int[] aNegative;
    private final int[] bTerms;
    private final int[] bLeft;
    private final int[] bNegative;
    private final long[] trees;
    private final long[] steps;

    TermUnits(
            int count,
            int lanes,
            TermEncoding encoding,
            boolean bothOperands,
            IntegerFormat aFormat,
            IntegerFormat bFormat,
            int sumBits,
            int valueBits) {
        super(count, lanes, sumBits, valueBits);
        this.encoding = encoding;
        this.bothOperands = bothOperands;
        this.aFormat = aFormat;
        this.bFormat = bFormat;
        this.aLeft = new int[count * lanes];
        this.aNegative = new int[count * lanes];
        this.bTerms = new int[bothOperands ? count * lanes : 0];
        this.bLeft = new int[bTerms.length];
        this.bNegative = new int[bTerms.length];
        this.trees = new long[count];
        this.steps = new long[count];
    }

    @Override
    public void tick(int[] a, int[] b, int[] control) {
        for (int u = 0; u < count(); u++) {
            int word = control[u];
            if (word >= 0) {
                int phase = word >> 1;
                long tree = 0;
                for (int x = u * lanes(); x < (u + 1) * lanes(); x++) {
                    if (phase == 0) {
                        load(x, a[x], b[x]);
                    }
                    if (aLeft[x] != 0) {
                        tree += bothOperands ? pair(x) : term(x, b[x]);
                    }
                }
                trees[u] = tree;
                steps[u] = (phase == 0 ? 0 : steps[u]) + tree;
            }
            finish(u, isLast(word) ? steps[u] : 0);
        }
    }

    private void load(int x, int a, int b) {
        aNegative[x] = encoding.negativeTerms(a, aFormat);
        aLeft[x] = encoding.positiveTerms(a, aFormat) | aNegative[x];
        if (bothOperands) {
            bNegative[x] = encoding.negativeTerms(b, bFormat);
            bTerms[x] = encoding.positiveTerms(b, bFormat) | bNegative[x];
            bLeft[x] = bTerms[x];
            // A factor of 0 has no pairs at all.
            aLeft[x] = bTerms[x] == 0 ? 0 : aLeft[x];
        }
    }

    private long term(int x, int b) {
        int power = Integer.lowestOneBit(aLeft[x]);
        aLeft[x] ^= power;
        long shifted = (long) b << Integer.numberOfTrailingZeros(power);
        return (aNegative[x] & power) != 0 ? -shifted : shifted;
    }

    private long pair(int x) {
        int aPower = Integer.lowestOneBit(aLeft[x]);
        int bPower = Integer.lowestOneBit(bLeft[x]);
        bLeft[x] ^= bPower;
        if (bLeft[x] == 0) {
            bLeft[x] = bTerms[x];
            aLeft[x] ^= aPower;
        }
        long shifted = (long) bPower << Integer.numberOfTrailingZeros(aPower);
        return (aNegative[x] & aPower) != 0 == ((bNegative[x] & bPower) != 0) ? shifted : -shifted;
    }

    @Override
    public List<Signal> signals() {
        return List.of(
                new Signal("tree", sumBits(), u -> pattern(trees[u], sumBits())),
                new Signal("step", sumBits(), u -> pattern(steps[u], sumBits())));
    }
}
