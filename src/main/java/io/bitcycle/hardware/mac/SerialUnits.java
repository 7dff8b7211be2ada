package io.bitcycle.hardware.mac;

import io.bitcycle.numeric.IntegerFormat;
import java.util.List;

/**
 * Bit-serial units. Each cycle every lane ANDs its parallel operand with the next bits of its serial one, least
 * significant first; the adder tree sums the lanes, and the step register adds that sum at the bits' weight. The sign bit's
 * row of ANDs is subtracted.
 */
final class SerialUnits extends MacUnits {
    private final int sliceBits;
    private final boolean serialB;
    private final IntegerFormat serial;
    private final int[] trees;
    private final long[] steps;

    /**
     * @param sliceBits bits of the serial operand per cycle
     * @param serialB whether B is the serial operand, or A
     * @param serial its format
     */
    SerialUnits(
            int count, int lanes, int sliceBits, boolean serialB, IntegerFormat serial, int sumBits, int valueBits) {
        super(count, lanes, sumBits, valueBits);
        this.sliceBits = sliceBits;
        this.serialB = serialB;
        this.serial = serial;
        this.trees = new int[count];
        this.steps = new long[count];
    }

    @Override
    public void tick(int[] a, int[] b, int[] control) {
        int[] serialWords = serialB ? b : a;
        int[] parallelWords = serialB ? a : b;
        for (int u = 0; u < count(); u++) {
            int word = control[u];
            if (word >= 0) {
                int phase = word >> 1;
                int first = phase * sliceBits;
                int end = Math.min(first + sliceBits, serial.bits());
                int tree = 0;
                for (int bit = first; bit < end; bit++) {
                    int row = row(serialWords, parallelWords, u * lanes(), lanes(), bit) << (bit - first);
                    tree += serial.signed() && bit == serial.bits() - 1 ? -row : row;
                }
                trees[u] = tree;
                steps[u] = (phase == 0 ? 0 : steps[u]) + ((long) tree << first);
            }
            finish(u, isLast(word) ? steps[u] : 0);
        }
    }

    private static int row(int[] serialWords, int[] parallelWords, int from, int lanes, int bit) {
        int sum = 0;
        for (int x = from; x < from + lanes; x++) {
            sum += parallelWords[x] & -((serialWords[x] >> bit) & 1);
        }
        return sum;
    }

    @Override
    public List<Signal> signals() {
        return List.of(
                new Signal("tree", sumBits(), u -> pattern(trees[u], sumBits())),
                new Signal("step", sumBits(), u -> pattern(steps[u], sumBits())));
    }
}
