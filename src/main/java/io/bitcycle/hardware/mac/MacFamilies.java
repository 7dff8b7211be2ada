package io.bitcycle.hardware.mac;

import java.util.List;
import java.util.Optional;

/** The MAC families this build knows. A new one is a class and a line here. */
public final class MacFamilies {
    /** In the order in which messages list them. */
    public static final List<MacFamily> ALL = List.of(
            new BitParallel(),
            new SubwordParallel(),
            new BitFusion(),
            new BitSerial(),
            new BitSerial2d(),
            new TermSerial());

    private MacFamilies() {}

    public static Optional<MacFamily> named(String name) {
        return ALL.stream().filter(family -> family.name().equals(name)).findFirst();
    }
}
