package io.bitcycle.report.experiment;

import static io.bitcycle.json.JsonTypes.decimal;
import static io.bitcycle.json.JsonTypes.integer;
import static io.bitcycle.json.JsonTypes.list;
import static io.bitcycle.json.JsonTypes.text;

import io.bitcycle.json.BadInputException;
import io.bitcycle.json.Fields;
import io.bitcycle.json.JsonPath;
import io.bitcycle.json.JsonReader;
import io.bitcycle.json.JsonType;
import io.bitcycle.json.Key;
import io.bitcycle.json.Nearest;
import io.bitcycle.json.ObjectType;
import io.bitcycle.json.Problems;
import io.bitcycle.precision.ScheduleSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What an experiment's file says: every network under every schedule on every hwconfig with every seed.
 *
 * @param purpose what is to be found out
 * @param data a data set, as {@code train --data} takes it
 * @param baseline schedule that the others are compared to
 * @param claims schedule whose claims are judged against each other one; empty for none
 * @param options of {@code train} for all runs, {@code --NAME}, value, {@code --NAME} …
 * @param landscape options of {@code landscape} after each run, likewise; empty where it is not to be measured
 */
public record ExperimentSpec(
        String name,
        String purpose,
        List<String> networks,
        String data,
        List<String> hwconfigs,
        List<String> schedules,
        List<Long> seeds,
        String baseline,
        Optional<String> claims,
        List<String> options,
        Optional<List<String>> landscape) {
    private static final int LONGEST = 1000;
    private static final int MOST = 1000;

    private static final Key<String> NAME = Key.required("name", text(LONGEST), "Name of the experiment.");
    private static final Key<String> PURPOSE = Key.required("purpose", text(LONGEST), "What is to be found out.");
    private static final Key<List<String>> NETWORKS =
            Key.required("networks", list(text(LONGEST), 1, MOST), "Traces: files, or names of traces/.");
    private static final Key<String> DATA =
            Key.withDefault("data", text(LONGEST), "optdigits", "A data set, as train --data takes it.");
    private static final Key<List<String>> HWCONFIGS =
            Key.required("hwconfigs", list(text(LONGEST), 1, MOST), "Hwconfigs: files, or names of hwconfigs/.");
    private static final Key<List<String>> SCHEDULES = Key.required(
            "schedules", list(text(LONGEST), 1, MOST), "Precision schedules with their settings, e.g. static:bits=6.");
    private static final Key<List<Integer>> SEEDS =
            Key.required("seeds", list(integer(0, Integer.MAX_VALUE), 1, MOST), "One run each.");
    private static final Key<String> BASELINE =
            Key.required("baseline", text(LONGEST), "The schedule that the others are compared to.");
    private static final Key<String> CLAIMS = Key.optional(
            "claims_of", text(LONGEST), "The schedule whose claims are judged, against each of the others.");

    /** Options of train by their names, with underscores for hyphens. */
    private static final List<Key<?>> OPTIONS = List.of(
            option("iterations", integer(1, Integer.MAX_VALUE)),
            option("epochs", integer(1, Integer.MAX_VALUE)),
            option("batch", integer(1, Integer.MAX_VALUE)),
            option("train_samples", integer(1, Integer.MAX_VALUE)),
            option("bits", text(LONGEST)),
            option("weight_bits", text(LONGEST)),
            option("activation_bits", text(LONGEST)),
            option("grad_bits", text(LONGEST)),
            option("grad_schedule", text(LONGEST)),
            option("cycles", integer(1, Integer.MAX_VALUE)),
            option("learning_rate", decimal("0", "1000")),
            option("learning_rate_schedule", text(LONGEST)),
            option("quantizer", text(LONGEST)));

    private static final Key<List<String>> TRAIN = Key.withDefault(
            "train",
            new ObjectType<>(OPTIONS, fields -> words(fields, OPTIONS)),
            List.of(),
            "Options of train that all runs share; those of the trace hold where none is given.");

    /** Options of landscape, likewise. */
    private static final List<Key<?>> LANDSCAPE_OPTIONS = List.of(
            landscapeOption("samples", integer(1, Integer.MAX_VALUE)),
            landscapeOption("radius", decimal("0", "1000")),
            landscapeOption("points", integer(3, MOST)),
            landscapeOption("rise_radius", decimal("0", "1000")),
            landscapeOption("directions", integer(1, MOST)),
            landscapeOption("power_iterations", integer(1, MOST)));

    private static final Key<List<String>> LANDSCAPE = Key.optional(
            "landscape",
            new ObjectType<>(LANDSCAPE_OPTIONS, fields -> words(fields, LANDSCAPE_OPTIONS)),
            "Options of landscape, which then measures how sharp the minimum of each run is; {} for its defaults.");

    private static final ObjectType<ExperimentSpec> TYPE = new ObjectType<>(
            List.of(NAME, PURPOSE, NETWORKS, DATA, HWCONFIGS, SCHEDULES, SEEDS, BASELINE, CLAIMS, TRAIN, LANDSCAPE),
            ExperimentSpec::build);

    private static <T> Key<T> option(String name, JsonType<T> type) {
        return Key.optional(name, type, "As train --" + name.replace('_', '-') + ".");
    }

    private static <T> Key<T> landscapeOption(String name, JsonType<T> type) {
        return Key.optional(name, type, "As landscape --" + name.replace('_', '-') + ".");
    }

    /**
     * Reads a file.
     *
     * @throws BadInputException with every problem of the file
     */
    public static ExperimentSpec read(Path file) {
        Problems problems = new Problems();
        Optional<ExperimentSpec> spec =
                JsonReader.read(file, problems).flatMap(json -> TYPE.read(json, JsonPath.ROOT, problems));
        problems.throwIfAny();
        return spec.orElseThrow();
    }

    /** The same on another data set. */
    public ExperimentSpec on(String otherData) {
        return new ExperimentSpec(
                name, purpose, networks, otherData, hwconfigs, schedules, seeds, baseline, claims, options, landscape);
    }

    /** All runs: network by network, hwconfig by hwconfig, schedule by schedule, seed by seed. */
    public List<ExperimentRun> runs() {
        List<ExperimentRun> runs = new ArrayList<>();
        for (String network : networks) {
            for (String hwconfig : hwconfigs) {
                for (String schedule : schedules) {
                    seeds.forEach(seed -> runs.add(new ExperimentRun(network, hwconfig, schedule, seed)));
                }
            }
        }
        return runs;
    }

    private static List<String> words(Fields fields, List<Key<?>> options) {
        return options.stream()
                .flatMap(key -> fields.find(key).stream()
                        .flatMap(value -> Stream.of("--" + key.name().replace('_', '-'), value.toString())))
                .toList();
    }

    private static ExperimentSpec build(Fields f) {
        refuseTwice(f, NETWORKS);
        refuseTwice(f, HWCONFIGS);
        refuseTwice(f, SCHEDULES);
        refuseTwice(f, SEEDS);
        requireSchedules(f);
        requireSchedule(f, BASELINE);
        requireSchedule(f, CLAIMS);
        return new ExperimentSpec(
                f.get(NAME),
                f.get(PURPOSE),
                f.get(NETWORKS),
                f.get(DATA),
                f.get(HWCONFIGS),
                f.get(SCHEDULES),
                f.get(SEEDS).stream().map(Integer::longValue).toList(),
                f.get(BASELINE),
                f.find(CLAIMS),
                f.get(TRAIN),
                f.find(LANDSCAPE));
    }

    private static <T> void refuseTwice(Fields fields, Key<List<T>> key) {
        List<T> items = fields.get(key);
        for (int i = 0; i < items.size(); i++) {
            if (new HashSet<>(items.subList(0, i)).contains(items.get(i))) {
                fields.problem(key.name() + "[" + i + "]", "is there twice; allowed: each once");
            }
        }
    }

    private static void requireSchedules(Fields fields) {
        List<String> schedules = fields.get(SCHEDULES);
        for (int i = 0; i < schedules.size(); i++) {
            try {
                ScheduleSpec.parse(schedules.get(i));
            } catch (IllegalArgumentException e) {
                fields.problem(SCHEDULES.name() + "[" + i + "]", e.getMessage());
            }
        }
    }

    private static void requireSchedule(Fields fields, Key<String> key) {
        List<String> schedules = fields.get(SCHEDULES);
        fields.find(key)
                .filter(name -> !schedules.contains(name))
                .ifPresent(name -> fields.problem(
                        key.name(),
                        "is none of the schedules; allowed: " + String.join(", ", schedules)
                                + Nearest.hint(name, schedules)));
    }
}
