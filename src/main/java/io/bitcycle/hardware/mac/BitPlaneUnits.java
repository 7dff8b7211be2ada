package io.bitcycle.hardware.mac;

import io.bitcycle.numeric.IntegerFormat;
import java.util.Arrays;
import java.util.List;

/**
 * Units that are serial in both operands. At a step's start the lanes' operands are turned into bit planes; each cycle ANDs
 * {@code sliceBits} planes of A with as many of B, counts the ones over the lanes and adds the counts at the planes'
 * weights to the step register, subtracting where one of the two is a sign plane. B's planes change fastest.
 */
final class BitPlaneUnits extends MacUnits {
    private final int sliceBits;
    private final IntegerFormat a;
    private final IntegerFormat b;
    private final int bSlices;
    private final int words;
    private final long[] aPlanes;
    private final long[] bPlanes;
    private final int[] counts;
    private final long[] steps;

    BitPlaneUnits(int count, int lanes, int sliceBits, IntegerFormat a, IntegerFormat b, int sumBits, int valueBits) {
        super(count, lanes, sumBits, valueBits);
        this.sliceBits = sliceBits;
        this.a = a;
        this.b = b;
        this.bSlices = (b.bits() + sliceBits - 1) / sliceBits;
        this.words = (lanes + Long.SIZE - 1) / Long.SIZE;
        this.aPlanes = new long[count * a.bits() * words];
        this.bPlanes = new long[count * b.bits() * words];
        this.counts = new int[count];
        this.steps = new long[count];
    }

    @Override
    public void tick(int[] aRegisters, int[] bRegisters, int[] control) {
        for (int u = 0; u < count(); u++) {
            int word = control[u];
            if (word >= 0) {
                int phase = word >> 1;
                if (phase == 0) {
                    split(aRegisters, u, a.bits(), aPlanes);
                    split(bRegisters, u, b.bits(), bPlanes);
                }
                long part = multiply(u, phase / bSlices * sliceBits, phase % bSlices * sliceBits);
                steps[u] = (phase == 0 ? 0 : steps[u]) + part;
            }
            finish(u, isLast(word) ? steps[u] : 0);
        }
    }

    private void split(int[] registers, int unit, int bits, long[] planes) {
        int at = unit * bits * words;
        Arrays.fill(planes, at, at + bits * words, 0);
        for (int lane = 0; lane < lanes(); lane++) {
            int value = registers[unit * lanes() + lane];
            int word = lane / Long.SIZE;
            for (int bit = 0; bit < bits; bit++) {
                planes[at + bit * words + word] |= (value >> bit & 1L) << lane;
            }
        }
    }

    private long multiply(int unit, int aFrom, int bFrom) {
        long sum = 0;
        int ones = 0;
        for (int i = aFrom; i < Math.min(aFrom + sliceBits, a.bits()); i++) {
            for (int j = bFrom; j < Math.min(bFrom + sliceBits, b.bits()); j++) {
                int aAt = (unit * a.bits() + i) * words;
                int bAt = (unit * b.bits() + j) * words;
                ones = 0;
                for (int word = 0; word < words; word++) {
                    ones += Long.bitCount(aPlanes[aAt + word] & bPlanes[bAt + word]);
                }
                boolean subtract = (a.signed() && i == a.bits() - 1) != (b.signed() && j == b.bits() - 1);
                sum += (subtract ? -(long) ones : ones) << (i + j);
            }
        }
        counts[unit] = ones;
        return sum;
    }

    @Override
    public List<Signal> signals() {
        return List.of(
                new Signal("popcount", Integer.SIZE - Integer.numberOfLeadingZeros(lanes()), u -> counts[u]),
                new Signal("step", sumBits(), u -> pattern(steps[u], sumBits())));
    }
}
