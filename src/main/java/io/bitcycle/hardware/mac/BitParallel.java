package io.bitcycle.hardware.mac;

import io.bitcycle.numeric.Accumulator;
import io.bitcycle.numeric.IntegerFormat;
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

    /** A multiplier with one lane is a subword-parallel one that is never divided. */
    @Override
    public MacUnits units(MacConfig mac, IntegerFormat a, IntegerFormat b, int count) {
        return new SubwordUnits(count, 1, mac.maxBits(), StepWidth.register(mac, a, b), Accumulator.bitsFor(a, b, 1));
    }
}
