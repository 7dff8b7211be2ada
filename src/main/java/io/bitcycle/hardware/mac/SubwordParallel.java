package io.bitcycle.hardware.mac;

import io.bitcycle.numeric.Accumulator;
import io.bitcycle.numeric.IntegerFormat;
import java.util.Optional;
import java.util.Set;

/**
 * A multiplier of {@code max_bits} that narrow operands divide into lanes, both operands in the mode of the wider one. With
 * {@code lane_sum} together the lanes are products along the depth, apart they are further columns.
 */
final class SubwordParallel implements MacFamily {
    @Override
    public String name() {
        return "subword-parallel";
    }

    @Override
    public Set<String> parameters() {
        return Set.of("min_bits", "lane_sum");
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
        return mac.laneSum() == LaneAccumulation.TOGETHER ? lanes(mac, aBits, bBits) : 1;
    }

    @Override
    public int columnsPerUnit(MacConfig mac, int aBits, int bBits) {
        return mac.laneSum() == LaneAccumulation.APART ? lanes(mac, aBits, bBits) : 1;
    }

    @Override
    public MacUnits units(MacConfig mac, IntegerFormat a, IntegerFormat b, int count) {
        int lanes = productsPerStep(mac, a.bits(), b.bits());
        int mode = mac.maxBits() / lanes(mac, a.bits(), b.bits());
        return new SubwordUnits(count, lanes, mode, StepWidth.register(mac, a, b), Accumulator.bitsFor(a, b, lanes));
    }

    @Override
    public Optional<Refusal> refuseUnit(MacConfig mac) {
        return Modes.refuse(mac, "lanes halve");
    }

    private static int lanes(MacConfig mac, int aBits, int bBits) {
        return mac.maxBits() / Modes.of(mac, Math.max(aBits, bBits));
    }
}
