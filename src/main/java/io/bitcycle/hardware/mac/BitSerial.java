package io.bitcycle.hardware.mac;

import io.bitcycle.hardware.memory.Operand;
import io.bitcycle.numeric.Accumulator;
import io.bitcycle.numeric.IntegerFormat;
import java.util.Optional;
import java.util.Set;

/** One operand in parallel, the other a few bits per cycle (Stripes, MICRO 2016; UNPU, JSSC 2019). */
final class BitSerial implements MacFamily {
    @Override
    public String name() {
        return "bit-serial";
    }

    @Override
    public Set<String> parameters() {
        return Set.of("serial_bits", "serial_operand", "lanes");
    }

    @Override
    public int widestOperand(MacConfig mac) {
        return mac.maxBits();
    }

    @Override
    public int cyclesPerStep(MacConfig mac, int aBits, int bBits) {
        return slices(mac, mac.serialOperand() == Operand.WEIGHT ? bBits : aBits);
    }

    @Override
    public int productsPerStep(MacConfig mac, int aBits, int bBits) {
        return mac.lanes();
    }

    @Override
    public MacUnits units(MacConfig mac, IntegerFormat a, IntegerFormat b, int count) {
        boolean serialB = mac.serialOperand() == Operand.WEIGHT;
        return new SerialUnits(
                count,
                mac.lanes(),
                mac.serialBits(),
                serialB,
                serialB ? b : a,
                StepWidth.register(mac, a, b),
                Accumulator.bitsFor(a, b, mac.lanes()));
    }

    @Override
    public Optional<Refusal> refuseUnit(MacConfig mac) {
        return refuseSlices(mac, "the serial operand has");
    }

    /** Cycles in which an operand passes. */
    static int slices(MacConfig mac, int bits) {
        return (bits + mac.serialBits() - 1) / mac.serialBits();
    }

    static Optional<Refusal> refuseSlices(MacConfig mac, String operandHas) {
        if (mac.serialBits() <= mac.maxBits()) {
            return Optional.empty();
        }
        return Optional.of(new Refusal(
                "serial_bits",
                "is " + mac.serialBits() + "; allowed: at most max_bits " + mac.maxBits() + ", since " + operandHas
                        + " no more bits to take in a cycle"));
    }
}
