package io.bitcycle.hardware.mac;

import java.util.List;

/**
 * Parallel multipliers that can be divided into lanes. The multiplier is an array of w x w-bit blocks, block (i, j)
 * multiplying subword i of A by subword j of B with weight 2^(w(i + j)). Divided into n lanes, all blocks but n are gated
 * to 0: those with i + j = n - 1, of equal weight, where the array's own adders then sum the lanes (sum-together:
 * Mei et al., ISCAS 2019; Camus et al., JETCAS 2019), so that B's subwords stand in reverse order; with i = j, whose
 * products do not overlap, where lanes are apart (DVAFS: Moons et al., DATE 2017) and each is a unit of one lane here.
 */
final class SubwordUnits extends MacUnits {
    private final int[] products;
    private final int subwordBits;

    /** @param subwordBits width w of a lane's operands */
    SubwordUnits(int count, int lanes, int subwordBits, int sumBits, int valueBits) {
        super(count, lanes, sumBits, valueBits);
        this.subwordBits = subwordBits;
        this.products = lanes == 1 ? narrowSums() : new int[count * lanes];
    }

    @Override
    public void tick(int[] a, int[] b, int[] control) {
        if (narrowSums() == null) {
            tickWide(a, b);
            return;
        }
        int[] sums = narrowSums();
        multiply(a, b, products, products.length);
        for (int u = 0, x = 0; lanes() > 1 && u < sums.length; u++) {
            int sum = 0;
            for (int lane = 0; lane < lanes(); lane++, x++) {
                sum += products[x];
            }
            sums[u] = sum;
        }
        checkNarrow();
    }

    private static void multiply(int[] a, int[] b, int[] products, int n) {
        for (int x = 0; x < n; x++) {
            products[x] = a[x] * b[x];
        }
    }

    private void tickWide(int[] a, int[] b) {
        for (int u = 0, x = 0; u < count(); u++) {
            long sum = 0;
            for (int lane = 0; lane < lanes(); lane++, x++) {
                sum += (long) a[x] * b[x];
            }
            finish(u, sum);
        }
    }

    @Override
    public List<Signal> signals() {
        if (lanes() == 1) {
            return List.of();
        }
        // The block array's output: the sum of the open blocks at their common weight.
        int shift = subwordBits * (lanes() - 1);
        int bits = sumBits() + shift;
        return List.of(new Signal("block_array", bits, unit -> pattern(sum(unit) << shift, bits)));
    }
}
