package io.bitcycle.hardware;

import io.bitcycle.hardware.array.ArrayConfig;
import io.bitcycle.hardware.memory.BufferConfig;
import io.bitcycle.hardware.memory.BuffersConfig;
import io.bitcycle.hardware.memory.Operand;
import io.bitcycle.json.JsonType;
import io.bitcycle.json.Key;
import io.bitcycle.json.ObjectType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Area or leakage of one unit, bank and lane, so that both follow the hwconfig's sizes.
 *
 * @param unit one MAC unit with its share of the array
 * @param banks one bank of each buffer
 * @param vectorLane one lane of the vector unit
 */
record SiliconFigures(Optional<EnergyEntry> unit, Map<Operand, BankFigure> banks, Optional<EnergyEntry> vectorLane) {
    static final String UNIT = "unit";

    /** Nothing known. */
    static final SiliconFigures NONE = new SiliconFigures(Optional.empty(), Map.of(), Optional.empty());

    /** The key that holds an operand's figure. */
    static String bankKey(Operand operand) {
        return operand.name().toLowerCase(Locale.ROOT) + "_bank";
    }

    /**
     * Reads them.
     *
     * @param all whether none may be left out
     * @param more keys of the object that are not figures
     */
    static <T> ObjectType<T> type(
            Key<BigDecimal> value, boolean all, List<Key<?>> more, Function<SiliconFigures, T> build) {
        JsonType<EnergyEntry> one = FigureTypes.entry(value);
        Key<EnergyEntry> unit = key(UNIT, one, all, "One MAC unit with its share of the array's wires and registers.");
        Map<Operand, Key<BankFigure>> banks = new EnumMap<>(Operand.class);
        for (Operand operand : Operand.values()) {
            String description = "One bank of the " + operand.name().toLowerCase(Locale.ROOT) + " buffer.";
            banks.put(operand, key(bankKey(operand), FigureTypes.perBank(value), all, description));
        }
        Key<EnergyEntry> lane = key("vector_lane", one, all, "One lane of the vector unit.");
        Stream<Key<?>> keys = Stream.concat(Stream.of(unit), Stream.concat(banks.values().stream(), Stream.of(lane)));
        return new ObjectType<>(Stream.concat(keys, more.stream()).toList(), fields -> {
            Map<Operand, BankFigure> figures = new EnumMap<>(Operand.class);
            banks.forEach((operand, key) -> fields.find(key).ifPresent(figure -> figures.put(operand, figure)));
            return build.apply(new SiliconFigures(fields.find(unit), figures, fields.find(lane)));
        });
    }

    private static <T> Key<T> key(String name, JsonType<T> type, boolean required, String description) {
        return required ? Key.required(name, type, description) : Key.optional(name, type, description);
    }

    /** The parts of an accelerator of these sizes; figures that would extrapolate are left out. */
    List<SiliconPart> parts(ArrayConfig array, BuffersConfig buffers, VectorConfig vector) {
        List<SiliconPart> parts = new ArrayList<>();
        unit.ifPresent(each -> parts.add(new SiliconPart(AreaConfig.ARRAY, array.units(), each)));
        banks.forEach((operand, figure) -> {
            BufferConfig buffer = buffers.of(operand);
            figure.at(buffer.bankBits())
                    .ifPresent(each -> parts.add(new SiliconPart(bufferName(operand), buffer.banks(), each)));
        });
        vectorLane.ifPresent(each -> parts.add(new SiliconPart("vector", vector.lanes(), each)));
        return parts;
    }

    /** Known parts and the names of the others. */
    AreaConfig area(ArrayConfig array, BuffersConfig buffers, VectorConfig vector) {
        List<SiliconPart> known = parts(array, buffers, vector);
        List<String> names = known.stream().map(SiliconPart::name).toList();
        List<String> missing = Stream.concat(
                        Stream.concat(
                                Stream.of(AreaConfig.ARRAY),
                                Stream.of(Operand.values()).map(SiliconFigures::bufferName)),
                        Stream.of("vector"))
                .filter(name -> !names.contains(name))
                .toList();
        return new AreaConfig(known, missing);
    }

    private static String bufferName(Operand operand) {
        return operand.name().toLowerCase(Locale.ROOT) + "_buffer";
    }
}
