package io.bitcycle.hardware.mac;

import io.bitcycle.numeric.Accumulator;
import io.bitcycle.numeric.IntegerFormat;
import java.util.Set;

/**
 * One power of two of A per lane and cycle (BitPragmatic: Albericio et al., MICRO 2017), or one pair of powers of A and B
 * (Laconic: Sharify et al., ISCA 2019). A step lasts as long as the lane with the most terms among all units in step, and
 * one cycle at least; the whole array steps together, as BitPragmatic's pallets do.
 */
final class TermSerial implements MacFamily {
    @Override
    public String name() {
        return "term-serial";
    }

    @Override
    public Set<String> parameters() {
        return Set.of("lanes", "term_operands", "term_encoding");
    }

    @Override
    public int widestOperand(MacConfig mac) {
        return mac.maxBits();
    }

    @Override
    public int cyclesPerStep(MacConfig mac, int aBits, int bBits) {
        return mostTerms(mac, aBits) * (mac.termOperands() == TermOperands.BOTH ? mostTerms(mac, bBits) : 1);
    }

    /** An unsigned code of all ones has a term per bit, or in Booth's code a digit per two bits and one for the carry. */
    private static int mostTerms(MacConfig mac, int bits) {
        return mac.termEncoding() == TermEncoding.BOOTH ? bits / 2 + 1 : bits;
    }

    @Override
    public int productsPerStep(MacConfig mac, int aBits, int bBits) {
        return mac.lanes();
    }

    @Override
    public boolean needsValues() {
        return true;
    }

    @Override
    public int aCycles(MacConfig mac, int value, IntegerFormat a) {
        return mac.termEncoding().terms(value, a);
    }

    @Override
    public int bCycles(MacConfig mac, int value, IntegerFormat b) {
        return mac.termOperands() == TermOperands.BOTH ? mac.termEncoding().terms(value, b) : 1;
    }

    @Override
    public MacUnits units(MacConfig mac, IntegerFormat a, IntegerFormat b, int count) {
        return new TermUnits(
                count,
                mac.lanes(),
                mac.termEncoding(),
                mac.termOperands() == TermOperands.BOTH,
                a,
                b,
                StepWidth.register(mac, a, b),
                Accumulator.bitsFor(a, b, mac.lanes()));
    }
}
