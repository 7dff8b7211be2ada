package io.bitcycle.cli;

import java.util.List;
import java.util.Locale;

/** How closely a run follows the array (DESIGN section 5). */
enum Fidelity {
    STEP,
    EXACT,
    SHAPE;

    private String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Every fidelity by name. */
    static final class Any extends Choice<Fidelity> {
        Any() {
            super(List.of(values()), Fidelity::label);
        }
    }

    /** Those that compute values. */
    static final class WithValues extends Choice<Fidelity> {
        WithValues() {
            super(List.of(STEP, EXACT), Fidelity::label);
        }
    }
}
