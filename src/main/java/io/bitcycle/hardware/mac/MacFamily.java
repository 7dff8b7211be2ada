package io.bitcycle.hardware.mac;

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
}
