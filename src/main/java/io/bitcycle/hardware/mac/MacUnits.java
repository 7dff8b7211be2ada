package io.bitcycle.hardware.mac;

import java.util.List;

/**
 * A number of equal MAC units without their accumulators: what multiplies, and the adder tree of a unit's lanes. All state
 * is in flat arrays, unit by unit, so that a cycle of the whole array is a few plain loops.
 *
 * <p>A unit holds each step's operands for the step's cycles. In the cycle in which it finishes a step its sum appears; in
 * every other cycle the sum is 0. A sum that does not fit the step register of {@link #sumBits} bits loses its upper bits
 * and is counted: never, where {@link StepWidth} sized the register.
 */
public abstract class MacUnits {
    /** Control word of a unit without work. */
    public static final int IDLE = -1;

    private final int count;
    private final int lanes;
    private final int sumBits;
    private final int valueBits;
    private final int[] narrow;
    private final long[] wide;
    private long overflows;

    /**
     * @param sumBits width of the step register
     * @param valueBits width that every step's sum fits; up to 32 bits the sums are ints, which makes single-cycle units
     *     several times faster
     */
    protected MacUnits(int count, int lanes, int sumBits, int valueBits) {
        this.count = count;
        this.lanes = lanes;
        this.sumBits = sumBits;
        this.valueBits = valueBits;
        this.narrow = valueBits <= Integer.SIZE ? new int[count] : null;
        this.wide = valueBits <= Integer.SIZE ? null : new long[count];
    }

    /** The control word of a unit in cycle {@code phase} of a step. */
    public static int control(int phase, boolean last) {
        return phase << 1 | (last ? 1 : 0);
    }

    /** Whether a control word is that of a step's last cycle. */
    public static boolean isLast(int control) {
        return control >= 0 && (control & 1) != 0;
    }

    /** The register of a unit's A operands. */
    public OperandRegister aRegister() {
        return OperandRegister.plain(lanes);
    }

    /** The register of a unit's B operands, of as many words as A's. */
    public OperandRegister bRegister() {
        return OperandRegister.plain(lanes);
    }

    public final int count() {
        return count;
    }

    /** Operand pairs of one unit. */
    public final int lanes() {
        return lanes;
    }

    /** Width of the step register, two's complement. */
    public final int sumBits() {
        return sumBits;
    }

    /** Width that every step's sum fits: that of the step's operands, where the register is sized for the widest. */
    public final int valueBits() {
        return valueBits;
    }

    /**
     * One clock cycle of all units.
     *
     * @param a operand registers as of {@link #aRegister}, unit by unit; 0 where there is nothing to multiply
     * @param b likewise
     * @param control per unit, {@link #control} or {@link #IDLE}; single-cycle units do not look at it
     */
    public abstract void tick(int[] a, int[] b, int[] control);

    /** The sums of the steps that finished in this cycle, one per unit; null where an int might not hold them. */
    public final int[] narrowSums() {
        return narrow;
    }

    /** The sums of wider registers, or null. */
    public final long[] wideSums() {
        return wide;
    }

    public final long sum(int unit) {
        return narrow != null ? narrow[unit] : wide[unit];
    }

    /** Sums that did not fit the step register, since construction. */
    public final long overflows() {
        return overflows;
    }

    /** The registers and wires inside a unit. */
    public abstract List<Signal> signals();

    /** Puts a finished step's sum into its register. */
    protected final void finish(int unit, long sum) {
        long kept = sum << (Long.SIZE - sumBits) >> (Long.SIZE - sumBits);
        if (kept != sum) {
            overflows++;
        }
        if (narrow != null) {
            narrow[unit] = (int) kept;
        } else {
            wide[unit] = kept;
        }
    }

    /** After sums were written to {@link #narrowSums} directly: cuts them to the register, where one may not fit. */
    protected final void checkNarrow() {
        for (int u = 0; valueBits > sumBits && u < count; u++) {
            finish(u, narrow[u]);
        }
    }

    /** The bits of a signal's value below {@code bits}. */
    protected static long pattern(long value, int bits) {
        return bits == Long.SIZE ? value : value & ((1L << bits) - 1);
    }
}
