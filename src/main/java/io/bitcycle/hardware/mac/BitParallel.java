package io.bitcycle.hardware.mac;

import java.util.Set;

/** A fixed multiplier of {@code max_bits}: narrower operands take the same cycle (Eyeriss, TPU). */
final class BitParallel implements MacFamily {
    @Override
    public String name() {
        return "bit-parallel";
    }

    @Override
    public Set<String> parameters() {
        return Set.of();
    }

    @Override
    public int widestOperand(MacConfig mac) {
        return mac.maxBits();
    }

    @Override
    public int cyclesPerStep(MacConfig mac, int aBits, int bBits) {
        return 1;
    }

    @Override
    public int productsPerStep(MacConfig mac, int aBits, int bBits) {
        return 1;
    }
}
