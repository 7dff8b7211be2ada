package io.bitcycle.hardware.mac;

import io.bitcycle.numeric.IntegerFormat;
import java.util.Set;

/**
 * A family whose cycles values decide, once they have: the same units, and the mean cycles of a step. For what depends on
 * the length of steps but not on each of them.
 *
 * @param cycles mean cycles of a step, rounded up
 */
public record MeanCycles(MacFamily of, int cycles) implements MacFamily {
    @Override
    public String name() {
        return of.name();
    }

    @Override
    public Set<String> parameters() {
        return of.parameters();
    }

    @Override
    public int widestOperand(MacConfig mac) {
        return of.widestOperand(mac);
    }

    @Override
    public int cyclesPerStep(MacConfig mac, int aBits, int bBits) {
        return cycles;
    }

    @Override
    public int productsPerStep(MacConfig mac, int aBits, int bBits) {
        return of.productsPerStep(mac, aBits, bBits);
    }

    @Override
    public int columnsPerUnit(MacConfig mac, int aBits, int bBits) {
        return of.columnsPerUnit(mac, aBits, bBits);
    }

    @Override
    public MacUnits units(MacConfig mac, IntegerFormat a, IntegerFormat b, int count) {
        return of.units(mac, a, b, count);
    }
}
