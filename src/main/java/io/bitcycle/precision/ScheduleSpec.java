package io.bitcycle.precision;

import io.bitcycle.json.Nearest;
import io.bitcycle.json.Quoted;
import io.bitcycle.precision.PrecisionSchedules.Kind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A schedule as users ask for it: the name of its kind, and settings behind it, {@code cpt} or {@code pfq:threshold=0.1}.
 *
 * @param settings values by name, as written
 */
public record ScheduleSpec(Kind kind, Map<String, String> settings) {
    /** Only before a name and an equals sign, so that paths may have colons. */
    private static final String SEPARATOR = ":(?=[a-z-]+=)";

    public ScheduleSpec {
        settings = new LinkedHashMap<>(settings);
    }

    /** A schedule without settings. */
    public static ScheduleSpec of(Kind kind) {
        return new ScheduleSpec(kind, Map.of());
    }

    /** One that states the precision of each iteration. */
    public static ScheduleSpec listed(String name, List<Precision> precisions) {
        TableSchedule schedule = TableSchedule.of(precisions);
        return of(new Kind(name, "as listed", (run, given) -> schedule));
    }

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException saying everything that is wrong with it
     */
    public static ScheduleSpec parse(String text) {
        String[] parts = text.split(SEPARATOR, -1);
        List<String> names = PrecisionSchedules.ALL.stream().map(Kind::name).toList();
        String name = parts[0];
        Kind kind = PrecisionSchedules.named(name)
                .orElseThrow(() -> new IllegalArgumentException("is " + Quoted.of(name) + "; allowed: "
                        + String.join(", ", names) + Nearest.hint(name.replaceFirst(":.*", ""), names)
                        + (name.contains(":") ? "; settings are written NAME:KEY=VALUE" : "")));
        Map<String, ScheduleSetting<?>> known = new LinkedHashMap<>();
        kind.settings().forEach(setting -> known.put(setting.name(), setting));
        Map<String, String> settings = new LinkedHashMap<>();
        List<String> faults = new ArrayList<>();
        for (int i = 1; i < parts.length; i++) {
            String key = parts[i].substring(0, parts[i].indexOf('='));
            String value = parts[i].substring(key.length() + 1);
            ScheduleSetting<?> setting = known.get(key);
            if (setting == null) {
                faults.add(key + " is an unknown setting of " + kind.name() + "; allowed: "
                        + String.join(", ", known.keySet()) + Nearest.hint(key, known.keySet()));
            } else if (settings.put(key, value) != null) {
                faults.add(key + " is given twice; allowed: once");
            } else {
                check(setting, value, faults);
            }
        }
        kind.required().stream()
                .filter(setting -> !settings.containsKey(setting.name()))
                .forEach(setting -> faults.add(setting.name() + " is missing; allowed: " + kind.name() + ":"
                        + setting.name() + "=…, " + setting.description()));
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join("; and ", faults));
        }
        return new ScheduleSpec(kind, settings);
    }

    private static void check(ScheduleSetting<?> setting, String value, List<String> faults) {
        try {
            setting.parser().apply(value);
        } catch (IllegalArgumentException e) {
            faults.add(setting.name() + " " + e.getMessage());
        }
    }

    /** As users write it, for tables and files: {@code pfq:threshold=0.1}. */
    public String name() {
        StringBuilder text = new StringBuilder(kind.name());
        settings.forEach(
                (key, value) -> text.append(':').append(key).append('=').append(value));
        return text.toString();
    }

    @Override
    public String toString() {
        return name();
    }

    /** The name of its run's folder, {@code pfq-threshold=0.1}. */
    public String folder() {
        return folder(name());
    }

    /** That of a schedule's name. */
    public static String folder(String name) {
        return name.replaceAll(SEPARATOR, "-").replaceAll("[^A-Za-z0-9.=-]+", "_");
    }

    /** The file that it is read from, if any. */
    public Optional<Path> file() {
        return Optional.ofNullable(settings.get(PrecisionSchedules.FILE.name())).map(Path::of);
    }

    /** Whether the training loss decides, so that nothing can be said of it without training. */
    public boolean followsLoss() {
        return kind.followsLoss();
    }

    /**
     * The schedule of one run.
     *
     * @throws IllegalArgumentException when the settings do not fit the run
     * @throws io.bitcycle.json.BadInputException when a file that a setting names is bad
     */
    public PrecisionSchedule create(ScheduleParameters run) {
        ScheduleSettings given = new ScheduleSettings(settings);
        return kind.factory().create(given.applyTo(run), given);
    }
}
