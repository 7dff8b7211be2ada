package io.bitcycle.hardware.mac;

import java.util.Optional;

/** The operand widths between which a unit switches: {@code min_bits} times powers of two. */
final class Modes {
    private Modes() {}

    /** The next mode that holds an operand. */
    static int of(MacConfig mac, int bits) {
        int mode = mac.minBits();
        while (mode < bits) {
            mode *= 2;
        }
        return mode;
    }

    /** @param law what comes in powers of two */
    static Optional<MacFamily.Refusal> refuse(MacConfig mac, String law) {
        for (int mode = mac.minBits(); mode <= mac.maxBits(); mode *= 2) {
            if (mode == mac.maxBits()) {
                return Optional.empty();
            }
        }
        return Optional.of(new MacFamily.Refusal(
                "max_bits",
                "is " + mac.maxBits() + "; allowed: min_bits " + mac.minBits() + " times 1, 2, 4, 8 or 16, since " + law
                        + " in powers of two"));
    }
}
