package io.bitcycle.tensor;

import java.util.List;

/** The quantizers this build knows. A new one is a class and a line here. */
public final class Quantizers {
    /** In the order in which messages list them. */
    public static final List<Quantizer> ALL = List.of();

    private Quantizers() {}
}
