package io.bitcycle.hardware;

import io.bitcycle.hardware.EnergyConfig.BufferEnergy;
import io.bitcycle.hardware.array.ArrayConfig;
import io.bitcycle.hardware.memory.BuffersConfig;
import io.bitcycle.hardware.memory.Operand;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The energy section as written: what depends on the sizes of other sections becomes a value in {@link #resolve}. */
record EnergyFigures(
        MacEnergy mac,
        EnergyEntry edgeAdd,
        EnergyEntry rescale,
        EnergyEntry registerBit,
        Optional<EnergyEntry> hopBit,
        Map<Operand, BufferFigures> buffers,
        EnergyEntry dramBit,
        Vector vector,
        Optional<Vector> vectorFixed,
        EnergyEntry reconfiguration,
        Leakage leakage) {
    private static final EnergyEntry NO_HOP =
            new EnergyEntry(BigDecimal.ZERO, "Not charged: no source gives it apart from the registers.");

    /** The key of the figures of an integer vector unit. */
    static final String VECTOR_FIXED = "vector_fixed";

    /** Of an integer vector unit. */
    static final EnergyEntry NO_SPECIAL = new EnergyEntry(
            BigDecimal.ZERO,
            "Does not occur: roots, exponentials and logarithms are counted as the operations they take.");

    /** Per bit read and written of a bank. */
    record BufferFigures(BankFigure read, BankFigure write) {}

    /** The vector unit's operations. */
    record Vector(EnergyEntry add, EnergyEntry multiply, EnergyEntry divide, EnergyEntry special) {}

    /** Static power. */
    sealed interface Leakage {
        /** Of the whole accelerator. */
        record Total(EnergyEntry power) implements Leakage {}

        /** Of one of each kind of part. */
        record Parts(SiliconFigures figures) implements Leakage {}
    }

    /** The key that holds a buffer's figures. */
    static String bufferKey(Operand operand) {
        return operand.name().toLowerCase(Locale.ROOT) + "_buffer";
    }

    /** The table of one accelerator; {@link CrossRules} has seen to it that nothing extrapolates. */
    EnergyConfig resolve(ArrayConfig array, BuffersConfig sizes, VectorConfig lanes) {
        Vector operations = lanes.numeric() == VectorConfig.Numeric.FIXED ? vectorFixed.orElseThrow() : vector;
        return new EnergyConfig(
                mac.event(),
                mac.resolved(),
                mac.method() == MacEnergy.Method.LINEAR,
                edgeAdd,
                rescale,
                registerBit,
                hopBit.orElse(NO_HOP),
                buffer(Operand.WEIGHT, sizes),
                buffer(Operand.ACTIVATION, sizes),
                buffer(Operand.OUTPUT, sizes),
                dramBit,
                operations.add(),
                operations.multiply(),
                operations.divide(),
                operations.special(),
                reconfiguration,
                leakage(array, sizes, lanes));
    }

    private BufferEnergy buffer(Operand operand, BuffersConfig sizes) {
        long bits = sizes.of(operand).bankBits();
        BufferFigures figures = buffers.get(operand);
        return new BufferEnergy(
                figures.read().at(bits).orElseThrow(), figures.write().at(bits).orElseThrow());
    }

    private EnergyEntry leakage(ArrayConfig array, BuffersConfig sizes, VectorConfig lanes) {
        if (leakage instanceof Leakage.Total total) {
            return total.power();
        }
        List<SiliconPart> parts = ((Leakage.Parts) leakage).figures().parts(array, sizes, lanes);
        return new EnergyEntry(
                parts.stream().map(SiliconPart::total).reduce(BigDecimal.ZERO, BigDecimal::add),
                parts.stream().map(part -> part.name() + " " + part.account()).collect(Collectors.joining("; ")));
    }
}
