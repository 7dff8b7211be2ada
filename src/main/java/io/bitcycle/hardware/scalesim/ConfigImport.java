package io.bitcycle.hardware.scalesim;

import io.bitcycle.hardware.HardwareConfigReader;
import io.bitcycle.json.JsonPath;
import io.bitcycle.json.JsonReader;
import io.bitcycle.json.JsonValue;
import io.bitcycle.json.JsonValue.JsonNumber;
import io.bitcycle.json.JsonValue.JsonString;
import io.bitcycle.json.Nearest;
import io.bitcycle.json.Position;
import io.bitcycle.json.Problems;
import io.bitcycle.json.Quoted;
import io.bitcycle.json.Setting;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Makes a hwconfig of a SCALE-Sim configuration: its array, dataflow and buffer sizes, and everything that SCALE-Sim does
 * not describe (energy, clock, MAC unit, DRAM, vector unit) from a base hwconfig. Nothing is made up.
 */
public final class ConfigImport {
    private static final String SECTION = "architecture_presets.";
    private static final int LARGEST = 1 << 24;
    private static final int LONGEST_SOURCE = 1900;
    private static final Map<String, String> DATAFLOWS =
            Map.of("os", "output-stationary", "ws", "weight-stationary", "is", "input-stationary");

    /** SCALE-Sim's keys that have a counterpart, with it. */
    private static final Map<String, String> COUNTERPARTS = new LinkedHashMap<>();

    static {
        COUNTERPARTS.put("ArrayHeight", "array.rows");
        COUNTERPARTS.put("ArrayWidth", "array.cols");
        COUNTERPARTS.put("IfmapSramSzkB", "buffers.activation.kib");
        COUNTERPARTS.put("FilterSramSzkB", "buffers.weight.kib");
        COUNTERPARTS.put("OfmapSramSzkB", "buffers.output.kib");
    }

    /** How a SCALE-Sim array is described here. */
    private static final Map<String, String> ALWAYS = Map.of(
            "array.interconnect", "systolic",
            "array.depth_blocking", "flattened",
            "array.output_drain", "overlapped");

    private static final String LINKS =
            "SCALE-Sim has a link for each operand; here all share one DRAM port, the base's (dram.bits_per_cycle)";

    private static final String SPARSITY = "structured sparsity is not simulated";

    /** Why keys have no counterpart, by a part of their name; the first that fits holds. */
    private static final Map<String, String> REASONS = new LinkedHashMap<>();

    static {
        REASONS.put("offset", "addresses are not simulated");
        REASONS.put("interfacebandwidth", LINKS);
        REASONS.put("bandwidth", LINKS);
        REASONS.put("requestbuffer", "DRAM requests are not queued one by one");
        REASONS.put("bank", "banks and their conflicts are not SCALE-Sim's but the base's");
        REASONS.put("layout", "data layouts are not simulated");
        REASONS.put("spars", SPARSITY);
        REASONS.put("optimizedmapping", SPARSITY);
        REASONS.put("blocksize", SPARSITY);
        REASONS.put("randomnumber", SPARSITY);
        REASONS.put("ramulator", "DRAM traces are not read");
        REASONS.put("topology", "a trace is named where it is simulated");
    }

    private final IniFile file;
    private final Path path;
    private final Problems problems;
    private final List<Setting> settings = new ArrayList<>();

    private ConfigImport(IniFile file, Path path, Problems problems) {
        this.file = file;
        this.path = path;
        this.problems = problems;
    }

    /**
     * A hwconfig, checked as any other, and what got lost on the way.
     *
     * @param notes one sentence each
     */
    public record Imported(String name, JsonValue hwconfig, List<String> notes) {}

    /**
     * Reads both files.
     *
     * @return empty after reporting at least one problem
     */
    public static Optional<Imported> read(Path cfg, Path base, Problems problems) {
        return IniFile.read(cfg, problems).flatMap(file -> new ConfigImport(file, cfg, problems).onto(base));
    }

    private Optional<Imported> onto(Path base) {
        int before = problems.count();
        COUNTERPARTS.forEach((key, counterpart) -> find(key)
                .ifPresent(entry -> number(entry).ifPresent(value -> set(counterpart, value, entry.position()))));
        find("Dataflow").ifPresent(this::dataflow);
        Position whole = Position.of(path.toString());
        ALWAYS.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> set(entry.getKey(), new JsonString(whole, entry.getValue()), whole));
        set("array.pipeline_cycles", whole(whole, 0), whole);
        set("array.psum_hop_cycles", whole(whole, 1), whole);
        if (problems.count() > before) {
            return Optional.empty();
        }
        List<String> notes = new ArrayList<>(withoutCounterpart());
        String name = name();
        set("name", new JsonString(whole, name), whole);
        return JsonReader.read(base, problems).flatMap(document -> {
            notes.addAll(ofTheBase(document));
            set("source", new JsonString(whole, source(base, notes)), whole);
            JsonValue changed = Setting.applyAll(document, settings, problems);
            return new HardwareConfigReader().check(changed, problems).map(good -> new Imported(name, changed, notes));
        });
    }

    private Optional<IniFile.Entry> find(String key) {
        IniFile.Entry entry = file.entries().get(SECTION + key.toLowerCase(Locale.ROOT));
        if (entry == null) {
            problems.add(
                    Position.of(path.toString()),
                    SECTION + key,
                    "is missing; allowed: a value, as in SCALE-Sim's configurations" + Nearest.hint(key, unused()));
        }
        return Optional.ofNullable(entry);
    }

    private Optional<JsonValue> number(IniFile.Entry entry) {
        if (entry.value().matches("\\d{1,9}") && Integer.parseInt(entry.value()) <= LARGEST) {
            return Optional.of(whole(entry.position(), Integer.parseInt(entry.value())));
        }
        problems.add(
                entry.position(),
                SECTION + entry.key(),
                "is " + Quoted.of(entry.value()) + "; allowed: an integer from 1 to " + LARGEST);
        return Optional.empty();
    }

    private void dataflow(IniFile.Entry entry) {
        String dataflow = DATAFLOWS.get(entry.value());
        if (dataflow == null) {
            problems.add(
                    entry.position(),
                    SECTION + entry.key(),
                    "is " + Quoted.of(entry.value()) + "; allowed: os, ws, is");
        } else {
            set("array.dataflow", new JsonString(entry.position(), dataflow), entry.position());
        }
    }

    private static JsonValue whole(Position position, int value) {
        return new JsonNumber(position, BigDecimal.valueOf(value), Integer.toString(value));
    }

    private void set(String key, JsonValue value, Position position) {
        settings.add(new Setting(JsonPath.parse(key).orElseThrow(), value, position));
    }

    private String name() {
        IniFile.Entry runName = file.entries().get("general.run_name");
        String name = runName == null || runName.value().isBlank()
                ? path.getFileName().toString().replaceFirst("\\.[^.]*$", "")
                : runName.value();
        String clean = name.replaceAll("\\p{Cntrl}", " ").strip();
        return clean.isEmpty() ? "scale-sim" : clean.substring(0, Math.min(64, clean.length()));
    }

    private List<String> withoutCounterpart() {
        Map<String, List<String>> byReason = new LinkedHashMap<>();
        unused().forEach(key -> byReason.computeIfAbsent(
                        reason(key.toLowerCase(Locale.ROOT)), reason -> new ArrayList<>())
                .add(Quoted.of(key)));
        return byReason.entrySet().stream()
                .map(entry -> "no counterpart of " + String.join(", ", entry.getValue()) + ": " + entry.getKey())
                .collect(Collectors.toCollection(ArrayList::new));
    }

    /** Keys as written that have no counterpart. */
    private List<String> unused() {
        return file.entries().entrySet().stream()
                .filter(entry -> !entry.getKey().equals("general.run_name"))
                .map(entry -> entry.getValue().key())
                .filter(key -> !key.equalsIgnoreCase("Dataflow")
                        && COUNTERPARTS.keySet().stream().noneMatch(known -> known.equalsIgnoreCase(key)))
                .toList();
    }

    private static String reason(String key) {
        return REASONS.entrySet().stream()
                .filter(known -> key.contains(known.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("no key here means it");
    }

    private static List<String> ofTheBase(JsonValue base) {
        List<String> notes = new ArrayList<>();
        notes.add("energies and leakage are the base's, published for its array and buffer sizes");
        JsonValue family = base.nearest(JsonPath.parse("array.mac.family").orElseThrow());
        if (family instanceof JsonString word && !word.value().equals("bit-parallel")) {
            notes.add("the base's MAC units are " + Quoted.of(word.value())
                    + "; SCALE-Sim's take a cycle for every product, as \"bit-parallel\" ones do");
        }
        return notes;
    }

    private String source(Path base, List<String> notes) {
        String text = "SCALE-Sim configuration " + path.getFileName()
                + ": array, dataflow and buffer sizes. Everything else (MAC unit, clock, DRAM, vector unit, mapping,"
                + " energies) is that of " + base.getFileName() + ". Note: " + String.join("; ", notes) + ".";
        String clean = text.replaceAll("\\p{Cntrl}", " ");
        return clean.length() <= LONGEST_SOURCE ? clean : clean.substring(0, LONGEST_SOURCE) + "…";
    }
}
