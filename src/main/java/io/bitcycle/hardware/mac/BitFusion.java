package io.bitcycle.hardware.mac;

import io.bitcycle.numeric.IntegerFormat;
import java.util.Optional;
import java.util.Set;

/**
 * A fusion unit: 2-bit bricks that combine to one product of {@code max_bits} operands or to several narrower ones, and
 * that take several passes for wider ones (Sharma et al., ISCA 2018).
 */
final class BitFusion implements MacFamily {
    @Override
    public String name() {
        return "bit-fusion";
    }

    @Override
    public Set<String> parameters() {
        return Set.of("min_bits");
    }

    @Override
    public int widestOperand(MacConfig mac) {
        return IntegerFormat.MAX_BITS;
    }

    @Override
    public int cyclesPerStep(MacConfig mac, int aBits, int bBits) {
        return Math.max(1, mode(mac, aBits) / mac.maxBits()) * Math.max(1, mode(mac, bBits) / mac.maxBits());
    }

    @Override
    public int productsPerStep(MacConfig mac, int aBits, int bBits) {
        return Math.max(1, mac.maxBits() / mode(mac, aBits)) * Math.max(1, mac.maxBits() / mode(mac, bBits));
    }

    @Override
    public Optional<Refusal> refuseUnit(MacConfig mac) {
        for (int mode = mac.minBits(); mode <= mac.maxBits(); mode *= 2) {
            if (mode == mac.maxBits()) {
                return Optional.empty();
            }
        }
        return Optional.of(new Refusal(
                "max_bits",
                "is " + mac.maxBits() + "; allowed: min_bits " + mac.minBits()
                        + " times 1, 2, 4, 8 or 16, since bricks fuse in powers of two"));
    }

    /** The next mode that holds an operand: {@code min_bits} times a power of two. */
    private static int mode(MacConfig mac, int bits) {
        int mode = mac.minBits();
        while (mode < bits) {
            mode *= 2;
        }
        return mode;
    }
}
