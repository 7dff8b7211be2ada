package io.bitcycle.hardware.mac;

import io.bitcycle.hardware.array.ArrayConfig;
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

    /** The optional parameters of {@code array.mac} that this family uses, by key; the others have no effect on it. */
    Set<String> parameters();

    /** Widest operand the unit can multiply, over several passes if need be. */
    int widestOperand(MacConfig mac);

    /** Cycles of one multiply step (DESIGN: t). */
    int cyclesPerStep(MacConfig mac, int aBits, int bBits);

    /** Products per unit and step along the depth (DESIGN: g). */
    int productsPerStep(MacConfig mac, int aBits, int bBits);

    /** Why a unit with these parameters cannot be built; each parameter alone is in its range. */
    default Optional<Refusal> refuseUnit(MacConfig mac) {
        return Optional.empty();
    }

    /** Why units of this family cannot make up this array, e.g. a dataflow that they have no registers for. */
    default Optional<Refusal> refuseArray(ArrayConfig array) {
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
