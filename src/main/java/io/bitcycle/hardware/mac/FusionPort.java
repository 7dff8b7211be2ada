package io.bitcycle.hardware.mac;

/**
 * One operand's way into the bricks of a fusion unit.
 *
 * @param signed whether its codes are
 * @param crumbBits bits of a crumb, what a brick takes
 * @param crumbs crumbs of one pass
 * @param passes an operand wider than the unit takes several
 */
record FusionPort(boolean signed, int crumbBits, int crumbs, int passes) {
    /** Bits of a pass. */
    int bits() {
        return crumbs * crumbBits;
    }

    /** What a pass has of a code, extended by its sign. */
    int part(int code, int pass) {
        int part = code >> (pass * bits());
        return signed && pass == passes - 1 ? part : part & mask(bits());
    }

    /** Crumb {@code index} of the part that stands at bit {@code from} of a word, alone in it if there are several passes. */
    Crumb crumb(int from, int index) {
        boolean top = signed && index == crumbs - 1;
        if (top && passes > 1) {
            // Negative in the last pass only, as the part is extended.
            return new Crumb(0, crumbBits * index, true);
        }
        return new Crumb(Integer.SIZE - from - crumbBits * (index + 1), Integer.SIZE - crumbBits, top);
    }

    private static int mask(int bits) {
        return (1 << bits) - 1;
    }

    /** A crumb's wires: the word is shifted to its upper end and down again, which extends the crumb by its sign or by 0. */
    record Crumb(int left, int right, boolean signed) {
        int of(int word) {
            return signed ? word << left >> right : word << left >>> right;
        }
    }
}
