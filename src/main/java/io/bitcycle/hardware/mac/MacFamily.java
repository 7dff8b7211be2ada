package io.bitcycle.hardware.mac;

import io.bitcycle.hardware.memory.Operand;
import io.bitcycle.numeric.IntegerFormat;
import java.util.Optional;
import java.util.Set;

/**
 * A way to build a multiply-accumulate unit of variable precision. Implementations are stateless.
 *
 * @see MacFamilies the list of them
 */
public interface MacFamily {
    /** The name in hwconfigs, e.g. {@code bit-serial}. */
    String name();

    /**
     * The optional parameters of {@code array.mac} that this family uses, by key; it needs those of them that have no
     * default, and the others have no effect on it.
     */
    Set<String> parameters();

    /** Widest operand the unit can multiply, over several passes if need be. */
    int widestOperand(MacConfig mac);

    /** Cycles of one multiply step (DESIGN: t); the most it can take where {@link #needsValues values decide}. */
    int cyclesPerStep(MacConfig mac, int aBits, int bBits);

    /** Products per unit and step along the depth (DESIGN: g). */
    int productsPerStep(MacConfig mac, int aBits, int bBits);

    /** Columns of the product that one unit computes side by side, each with a sum of its own. */
    default int columnsPerUnit(MacConfig mac, int aBits, int bBits) {
        return 1;
    }

    /** Whether the cycles of a step depend on the operands' values. */
    default boolean needsValues() {
        return false;
    }

    /**
     * What operand A's value adds to the cycles of a step: a product takes {@code aCycles x bCycles}, a step the most of
     * its products of all units in step, and at least 1. Only for families that {@link #needsValues need values}.
     */
    default int aCycles(MacConfig mac, int value, IntegerFormat a) {
        throw new UnsupportedOperationException(name() + " units take the same cycles whatever the values");
    }

    /** The factor of operand B's value, see {@link #aCycles}. */
    default int bCycles(MacConfig mac, int value, IntegerFormat b) {
        throw new UnsupportedOperationException(name() + " units take the same cycles whatever the values");
    }

    /**
     * Units that compute as the circuit does, bit by bit and cycle by cycle.
     *
     * @param a format of operand A, at most {@link #widestOperand} bits
     * @param b format of operand B
     * @param count how many units, each of {@link #productsPerStep} lanes; a unit of several columns counts once per column
     */
    MacUnits units(MacConfig mac, IntegerFormat a, IntegerFormat b, int count);

    /** Why a unit with these parameters cannot be built; each parameter alone is in its range. */
    default Optional<Refusal> refuseUnit(MacConfig mac) {
        return Optional.empty();
    }

    /** Why this operand cannot stay in the units while others move, e.g. for want of a register; the key is {@code dataflow}. */
    default Optional<Refusal> refuseStationary(MacConfig mac, Operand operand) {
        return Optional.empty();
    }

    /**
     * A combination that makes no sense.
     *
     * @param key the key at fault, relative to {@code array} or, from {@link #refuseUnit}, to {@code array.mac}
     * @param reason {@code is …; allowed: …, since …}
     */
    record Refusal(String key, String reason) {}
}
