package io.bitcycle.hardware.mac;

import io.bitcycle.numeric.Accumulator;
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
        return passes(mac, aBits) * passes(mac, bBits);
    }

    @Override
    public int productsPerStep(MacConfig mac, int aBits, int bBits) {
        return Math.max(1, mac.maxBits() / Modes.of(mac, aBits)) * Math.max(1, mac.maxBits() / Modes.of(mac, bBits));
    }

    @Override
    public MacUnits units(MacConfig mac, IntegerFormat a, IntegerFormat b, int count) {
        int lanes = productsPerStep(mac, a.bits(), b.bits());
        return new FusionUnits(
                count,
                lanes,
                port(mac, a),
                port(mac, b),
                StepWidth.register(mac, a, b),
                Accumulator.bitsFor(a, b, lanes));
    }

    @Override
    public Optional<Refusal> refuseUnit(MacConfig mac) {
        return Modes.refuse(mac, "bricks fuse");
    }

    private static FusionPort port(MacConfig mac, IntegerFormat format) {
        int passes = passes(mac, format.bits());
        int crumbs = Math.min(mac.maxBits(), Modes.of(mac, format.bits())) / mac.minBits();
        return new FusionPort(format.signed(), mac.minBits(), crumbs, passes);
    }

    private static int passes(MacConfig mac, int bits) {
        return Math.max(1, Modes.of(mac, bits) / mac.maxBits());
    }
}
