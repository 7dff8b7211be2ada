package io.bitcycle.hardware;

import static io.bitcycle.json.JsonTypes.text;

import io.bitcycle.hardware.array.ArrayConfig;
import io.bitcycle.hardware.mac.MacConfig;
import io.bitcycle.hardware.mac.MacFamilies;
import io.bitcycle.hardware.mac.MacFamily;
import io.bitcycle.hardware.memory.BuffersConfig;
import io.bitcycle.hardware.memory.DramConfig;
import io.bitcycle.json.BadInputException;
import io.bitcycle.json.Fields;
import io.bitcycle.json.JsonPath;
import io.bitcycle.json.JsonReader;
import io.bitcycle.json.JsonTypes;
import io.bitcycle.json.JsonValue;
import io.bitcycle.json.Key;
import io.bitcycle.json.ObjectType;
import io.bitcycle.json.Problems;
import io.bitcycle.json.Setting;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Reads hwconfig files. Every key is declared once, in the {@code …Section} classes and here; the reader, its messages and
 * the JSON Schema all come from those declarations. Rules that hold between sections are in {@link CrossRules}.
 */
public final class HardwareConfigReader {
    private static final Key<String> SCHEMA =
            Key.optional("$schema", text(2000), "Where an editor finds this schema; no effect otherwise.");
    private static final Key<String> NAME = Key.required("name", text(64), "Short name, shown in tables.");
    private static final Key<String> SOURCE_KEY = Key.required(
            "source", FigureTypes.SOURCE_TEXT, "The design that this file follows, and where it departs from it.");
    private static final Key<Integer> NODE_NM =
            Key.required("node_nm", JsonTypes.integer(1, 1000), "Process node in nanometres.");
    private static final Key<BigDecimal> CLOCK_MHZ =
            Key.required("clock_mhz", JsonTypes.decimal("0.001", "100000"), "Clock of the array in MHz.");
    private static final Key<TechnologyConfig> TECHNOLOGY = Key.required(
            "technology",
            new ObjectType<>(
                    List.of(NODE_NM, CLOCK_MHZ),
                    fields -> new TechnologyConfig(
                            fields.get(NODE_NM), fields.get(CLOCK_MHZ).doubleValue())),
            "The silicon.");
    private static final Key<BuffersConfig> BUFFERS =
            Key.required("buffers", BuffersSection.TYPE, "The three on-chip buffers, each double-buffered.");
    private static final Key<DramConfig> DRAM = Key.required("dram", DramSection.TYPE, "Off-chip memory.");
    private static final Key<VectorConfig> VECTOR = Key.required(
            "vector", VectorSection.TYPE, "The unit for everything that is not a quantized matrix product.");
    private static final Key<MappingConfig> MAPPING = Key.required(
            "mapping",
            MappingSection.TYPE,
            "How ops are cut into tiles: fixed by a simple rule, the best that a search finds, or as stated.");
    private static final Key<EnergyFigures> ENERGY =
            Key.required("energy", EnergySection.TYPE, "Picojoules per event, each with its source.");
    private static final Key<SiliconFigures> AREA = Key.optional(
            "area",
            SiliconFigures.type(FigureTypes.VALUE_UM2, false, List.of(FigureTypes.SECTION_NODE_NM), figures -> figures),
            "Silicon area of one part of each kind; one that no source gives is left out, and out of every sum.");

    private final Key<MacConfig> mac;
    private final Key<ArrayConfig> array;
    private final ObjectType<HardwareConfig> type;

    /** A reader that knows all MAC families. */
    public HardwareConfigReader() {
        this(MacFamilies.ALL);
    }

    HardwareConfigReader(List<MacFamily> families) {
        mac = Key.required("mac", MacSection.type(families), "The MAC unit.");
        array = Key.required("array", ArraySection.type(mac), "The array of MAC units.");
        type = new ObjectType<>(
                List.of(SCHEMA, NAME, SOURCE_KEY, TECHNOLOGY, array, BUFFERS, DRAM, VECTOR, MAPPING, ENERGY, AREA),
                this::build);
    }

    private HardwareConfig build(Fields fields) {
        ArrayConfig units = fields.get(array);
        BuffersConfig buffers = fields.get(BUFFERS);
        VectorConfig vector = fields.get(VECTOR);
        return new HardwareConfig(
                fields.get(NAME),
                fields.get(SOURCE_KEY),
                fields.get(TECHNOLOGY),
                units,
                buffers,
                fields.get(DRAM),
                vector,
                fields.get(MAPPING),
                fields.get(ENERGY).resolve(units, buffers, vector),
                fields.find(AREA).orElse(SiliconFigures.NONE).area(units, buffers, vector));
    }

    /** What a hwconfig may hold. */
    ObjectType<HardwareConfig> type() {
        return type;
    }

    /**
     * Reads one file.
     *
     * @param settings arguments of {@code --set}, e.g. {@code array.rows=32}; of two for the same key the later one holds
     * @throws BadInputException with every problem of the file and the settings
     */
    public LoadedHardware read(Path file, List<String> settings) {
        Problems problems = new Problems();
        Optional<JsonValue> document = document(file, settings, problems);
        Optional<HardwareConfig> config = document.flatMap(value -> check(value, problems));
        problems.throwIfAny();
        return new LoadedHardware(config.orElseThrow(), document.orElseThrow(), problems.warnings());
    }

    /**
     * Reads one file of several.
     *
     * @param problems receives problems and warnings
     * @return empty after at least one problem
     */
    public Optional<HardwareConfig> read(Path file, List<String> settings, Problems problems) {
        int before = problems.count();
        return document(file, settings, problems)
                .flatMap(document -> check(document, problems))
                .filter(config -> problems.count() == before);
    }

    private static Optional<JsonValue> document(Path file, List<String> settings, Problems problems) {
        List<Setting> parsed = settings.stream()
                .flatMap(setting -> Setting.parse(setting, problems).stream())
                .toList();
        return JsonReader.read(file, problems).map(document -> Setting.applyAll(document, parsed, problems));
    }

    /** Checks a parsed document; empty after at least one problem. */
    public Optional<HardwareConfig> check(JsonValue document, Problems problems) {
        int before = problems.count();
        Optional<Fields> fields = type.fields(document, JsonPath.ROOT, problems);
        fields.ifPresent(root -> {
            CrossRules.check(root, root.find(array), root.find(BUFFERS), root.find(DRAM), root.find(ENERGY));
            CrossRules.integersHaveEnergies(root, root.find(VECTOR), root.find(ENERGY));
            FigureRules.check(root, root.find(BUFFERS), root.find(ENERGY), root.find(AREA));
            root.find(TECHNOLOGY).ifPresent(node -> NodeRule.check(document, node.nodeNm(), problems));
        });
        return fields.filter(root -> problems.count() == before).map(type.build());
    }
}
