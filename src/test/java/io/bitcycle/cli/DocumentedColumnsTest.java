package io.bitcycle.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The columns and keys of docs/csv-columns.md against the files that commands write. */
class DocumentedColumnsTest {
    private static final String TRAIN =
            "train --network golden/tiny-optdigits --iterations 2 --train-samples 32 --batch 16 --cycles 1";
    private static final String REFERENCE = "src/test/resources/reference/";
    private static final String EXPERIMENT = """
            {
              "name": "tiny", "purpose": "columns", "networks": ["golden/tiny-optdigits"],
              "hwconfigs": ["bitfusion-45nm"], "schedules": ["cpt", "static"], "seeds": [1], "baseline": "static",
              "train": { "bits": "3:8", "iterations": 1, "batch": 16, "cycles": 1 },
              "landscape": { "samples": 16, "points": 3, "directions": 1, "power_iterations": 1 }
            }
            """;
    private static final String DRAM_TRACE = "A DRAM trace";
    private static final Pattern SECTION = Pattern.compile("## `?([^`]*)`?");
    private static final Pattern ROW = Pattern.compile("\\| `([^`]+)` \\|.*");
    private static final Pattern WRITTEN_NAME = Pattern.compile("\"([A-Za-z_]+\\.csv)\"");

    private final Map<String, Set<String>> documented = new LinkedHashMap<>();
    private final Map<String, Set<String>> written = new TreeMap<>();

    @TempDir
    private Path folder;

    @Test
    void everyColumnAndKeyIsDocumentedAndNoneThatIsNotWritten() throws IOException {
        readPage();
        Files.writeString(folder.resolve("tiny.json"), EXPERIMENT);
        Files.writeString(
                folder.resolve("text.json"),
                EXPERIMENT
                        .replace(
                                "\"networks\": [\"golden/tiny-optdigits\"]",
                                "\"networks\": [\"lstm-grammar\"], \"data\": \"grammar\"")
                        .replaceAll(",\\s*\"landscape\".*", ""));
        List.of(
                        TRAIN
                                + " --schedule cpt --bits auto --prt-iterations 4 --prt-window 2 --log-loss --average-from 0"
                                + " --average-every 1 --out OUT/train",
                        "landscape OUT/train --samples 16 --points 3 --directions 1 --power-iterations 1",
                        "simulate --hw bitfusion-45nm --trace resnet18-imagenet --schedule cpt --bits 3:8"
                                + " --epochs 1 --images 16 --batch 4 --cycles 1 --prt --prt-iterations 1"
                                + " --evaluate-every 4 --test-images 4 --out OUT/simulate",
                        "compare --hw bitfusion-45nm --trace golden/tiny-optdigits --cycles 1 --out OUT/compare",
                        "schedule --schedule cpt,static --iterations 64 --out OUT/schedule",
                        "schedule --schedule cpt --iterations 64 --weight-bits 2:4 --out OUT/apart",
                        "gemm --hw bitfusion-45nm --shape 8x8x8 --a-bits 4 --b-bits 8 --fidelity shape --ops-columns scalesim"
                                + " --dram-trace OUT/dram.csv --out OUT/gemm",
                        "quantize --quantizer cpt --tensor activation --bits 4 --in " + REFERENCE
                                + "cpt-conv/01/input.npy --out OUT/codes",
                        "reproduce bitfusion-eyeriss --out OUT/eyeriss",
                        "experiment OUT/tiny.json --out OUT/experiment",
                        "experiment OUT/text.json --out OUT/text")
                .forEach(this::run);
        collect();
        assertEquals(lines(written), lines(documented));
    }

    /** Commands that are not run above cannot write a file of another name unseen. */
    @Test
    void everyCsvFileThatTheSourceNamesHasASection() throws IOException {
        readPage();
        Set<String> named = new TreeSet<>();
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            for (Path source : sources.filter(Files::isRegularFile).toList()) {
                WRITTEN_NAME.matcher(Files.readString(source)).results().forEach(name -> named.add(name.group(1)));
            }
        }
        assertTrue(named.size() >= 10, named.toString());
        named.removeAll(documented.keySet());
        assertEquals(Set.of(), named);
    }

    private void run(String line) {
        CommandRun run = CommandRun.line(line.replace("OUT", folder.toString()));
        assertEquals(0, run.exitCode(), line + ": " + run.err());
    }

    private void readPage() throws IOException {
        Set<String> section = new TreeSet<>();
        for (String line : Files.readAllLines(Path.of("docs/csv-columns.md"))) {
            Matcher heading = SECTION.matcher(line);
            Matcher row = ROW.matcher(line);
            if (heading.matches()) {
                section = documented.computeIfAbsent(heading.group(1), name -> new TreeSet<>());
            } else if (row.matches()) {
                assertTrue(section.add(row.group(1)), "twice: " + line);
            }
        }
    }

    private void collect() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                String name = file.getFileName().toString();
                if (name.equals("summary.json")) {
                    keys(new ObjectMapper().readTree(file.toFile()), "", of(name));
                } else if (name.endsWith(".csv")) {
                    columns(
                            name.equals("dram.csv") ? DRAM_TRACE : name,
                            Files.readAllLines(file).get(0));
                }
            }
        }
        of("ops.csv").removeIf(Pattern.compile("[A-Z]").asPredicate()); // SCALE-Sim's, which have sections of their own
    }

    private Set<String> of(String file) {
        return written.computeIfAbsent(file, name -> new TreeSet<>());
    }

    private void columns(String file, String header) {
        Arrays.stream(header.split(","))
                .map(String::strip)
                .map(column ->
                        file.equals("schedule.csv") ? column.replaceFirst("^(cpt|static)_", "SCHEDULE_") : column)
                .forEach(of(file)::add);
    }

    private static void keys(JsonNode node, String path, Set<String> keys) {
        if (node.isArray()) {
            node.forEach(item -> keys(item, path + "[]", keys));
            if (node.isEmpty() || !node.get(0).isObject()) {
                keys.add(path + "[]");
            }
        } else if (node.isObject()) {
            node.properties().forEach(key -> {
                boolean apart = Set.of("evaluation", "averaging", "range_test").contains(key.getKey());
                keys(key.getValue(), apart ? "" : path.isEmpty() ? key.getKey() : path + "." + key.getKey(), keys);
            });
        } else {
            keys.add(path);
        }
    }

    private static String lines(Map<String, Set<String>> columns) {
        StringBuilder lines = new StringBuilder();
        new TreeMap<>(columns)
                .forEach((file, names) -> names.forEach(
                        name -> lines.append(file).append(": ").append(name).append('\n')));
        return lines.toString();
    }
}
