package io.bitcycle.energy;

import io.bitcycle.hardware.MacEnergyEntry;

/** An operation is narrower than every published MAC figure, and nothing is extrapolated. */
public final class NoEnergyFigureException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NoEnergyFigureException(int aBits, int bBits, MacEnergyEntry narrowest) {
        super("energy.mac: has no figure for operands of " + aBits + " and " + bBits
                + " bits; allowed with method linear: "
                + "at least " + narrowest.aBits() + " and " + narrowest.bBits()
                + " bits, the narrowest published, since "
                + "nothing is extrapolated");
    }
}
