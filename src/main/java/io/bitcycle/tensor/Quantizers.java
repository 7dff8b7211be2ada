package io.bitcycle.tensor;

import java.util.List;
import java.util.stream.Collectors;

/** The quantizers this build knows. A new one is a class and a line here. */
public final class Quantizers {
    /** In the order in which messages list them. */
    public static final List<Quantizer> ALL = List.of(
            new UniformQuantizer("cpt", new MinMaxGrid(), true, false),
            new UniformQuantizer("cpt-folded", new MinMaxGrid(), true, true),
            new UniformQuantizer("cpt-tensor", new MinMaxGrid(), false, false),
            new UniformQuantizer("symmetric", new SymmetricGrid(false), false, false),
            new UniformQuantizer("symmetric-pow2", new SymmetricGrid(true), false, false),
            new UniformQuantizer("affine", new AffineGrid(), false, false),
            new DorefaQuantizer());

    private Quantizers() {}

    /**
     * The quantizer of that name.
     *
     * @throws IllegalArgumentException naming those there are
     */
    public static Quantizer named(String name) {
        return ALL.stream()
                .filter(quantizer -> quantizer.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no quantizer is named \"" + name + "\"; there are "
                        + ALL.stream().map(Quantizer::name).collect(Collectors.joining(", "))));
    }
}
