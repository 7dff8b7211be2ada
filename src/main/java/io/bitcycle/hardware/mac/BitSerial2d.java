package io.bitcycle.hardware.mac;

import io.bitcycle.numeric.Accumulator;
import io.bitcycle.numeric.IntegerFormat;
import java.util.Optional;
import java.util.Set;

/** Both operands a few bits per cycle (Loom: Sharify et al., DAC 2018). */
final class BitSerial2d implements MacFamily {
    @Override
    public String name() {
        return "bit-serial-2d";
    }

    @Override
    public Set<String> parameters() {
        return Set.of("serial_bits", "lanes");
    }

    @Override
    public int widestOperand(MacConfig mac) {
        return mac.maxBits();
    }

    @Override
    public int cyclesPerStep(MacConfig mac, int aBits, int bBits) {
        return BitSerial.slices(mac, aBits) * BitSerial.slices(mac, bBits);
    }

    @Override
    public int productsPerStep(MacConfig mac, int aBits, int bBits) {
        return mac.lanes();
    }

    @Override
    public MacUnits units(MacConfig mac, IntegerFormat a, IntegerFormat b, int count) {
        return new BitPlaneUnits(
                count,
                mac.lanes(),
                mac.serialBits(),
                a,
                b,
                StepWidth.register(mac, a, b),
                Accumulator.bitsFor(a, b, mac.lanes()));
    }

    @Override
    public Optional<Refusal> refuseUnit(MacConfig mac) {
        return BitSerial.refuseSlices(mac, "an operand has");
    }
}
