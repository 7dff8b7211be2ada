package io.bitcycle.hardware.mac;

import io.bitcycle.hardware.memory.Operand;
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
        int serial = mac.serialOperand() == Operand.WEIGHT ? bBits : aBits;
        return (serial + mac.serialBits() - 1) / mac.serialBits();
    }

    @Override
    public int productsPerStep(MacConfig mac, int aBits, int bBits) {
        return mac.lanes();
    }

    @Override
    public Optional<Refusal> refuseUnit(MacConfig mac) {
        if (mac.serialBits() <= mac.maxBits()) {
            return Optional.empty();
        }
        return Optional.of(new Refusal(
                "serial_bits",
                "is " + mac.serialBits() + "; allowed: at most max_bits " + mac.maxBits()
                        + ", since the serial operand has no more bits to take in a cycle"));
    }
}
