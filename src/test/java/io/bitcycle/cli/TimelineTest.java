package io.bitcycle.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code --timeline} against the summary of a run that is one iteration long. */
class TimelineTest {
    private static final String SIMULATE = "simulate --trace cnn-optdigits --iterations 1 --batch 32 --cycles 1 --hw ";
    private static final String TRAIN =
            "train --network golden/tiny-optdigits --iterations 1 --train-samples 8 --batch 8 --cycles 1 --hw ";

    @TempDir
    private Path folder;

    private JsonNode timeline(String line) throws IOException {
        Path file = folder.resolve("timeline.json");
        CommandRun run = CommandRun.line(line + " --timeline " + file + " --out " + folder.resolve("out"));
        assertEquals(0, run.exitCode(), run.err());
        return new ObjectMapper().readTree(file.toFile());
    }

    private JsonNode summary(String schedule) throws IOException {
        return new ObjectMapper()
                .readTree(folder.resolve("out")
                        .resolve(schedule)
                        .resolve("summary.json")
                        .toFile());
    }

    /** The complete events of a process, by track from 1, in the order of time. */
    private static Map<Integer, List<JsonNode>> tracks(JsonNode timeline, int process) {
        Map<Integer, List<JsonNode>> tracks = new TreeMap<>();
        for (JsonNode event : timeline.get("traceEvents")) {
            if (event.get("ph").asText().equals("X") && event.get("pid").intValue() == process) {
                tracks.computeIfAbsent(event.get("tid").intValue() - 10 * process, id -> new ArrayList<>())
                        .add(event);
            }
        }
        tracks.values().forEach(track -> track.sort(Comparator.comparingLong(TimelineTest::start)));
        return tracks;
    }

    private static long start(JsonNode event) {
        return event.get("args").get("cycle").longValue();
    }

    private static long end(JsonNode event) {
        return start(event) + event.get("args").get("cycles").longValue();
    }

    /** What the Trace Event Format asks of a file: Google's "Trace Event Format", sections 1.1, 2.2 and 2.7. */
    private static void assertFormat(JsonNode timeline) {
        assertTrue(Set.of("ns", "ms").contains(timeline.get("displayTimeUnit").asText()));
        for (JsonNode event : timeline.get("traceEvents")) {
            assertTrue(event.get("pid").isIntegralNumber() && event.get("tid").isIntegralNumber(), event::toString);
            assertTrue(event.get("name").isTextual(), event::toString);
            assertEquals(
                    event.get("pid").intValue(),
                    event.get("tid").intValue() / 10,
                    "a thread is of one process: " + event);
            switch (event.get("ph").asText()) {
                case "X" -> {
                    assertTrue(event.get("ts").isNumber() && event.get("ts").doubleValue() >= 0, event::toString);
                    assertTrue(event.get("dur").isNumber() && event.get("dur").doubleValue() >= 0, event::toString);
                    assertTrue(event.get("args").get("layer").isTextual(), event::toString);
                    assertTrue(event.get("args").get("pass").isTextual(), event::toString);
                    assertTrue(event.get("args").has("bits"), event::toString);
                }
                case "M" ->
                    assertTrue(
                            Set.of("process_name", "thread_name", "thread_sort_index")
                                    .contains(event.get("name").asText()),
                            event::toString);
                default -> throw new AssertionError(event.toString());
            }
        }
    }

    /** As Perfetto reads a time: binary64, times 1000, cut (google/perfetto, importers/json/json_parser.h, CoerceToTs). */
    private static long perfettoNs(JsonNode event, String key) {
        return (long) (event.get(key).doubleValue() * 1000.0);
    }

    /** No track does two things at once, which Perfetto would drop, and times are cycles at the clock. */
    private static void assertTracks(JsonNode timeline, int process, long total) {
        double clock = timeline.get("otherData").get("clock_mhz").doubleValue();
        long last = 0;
        for (List<JsonNode> track : tracks(timeline, process).values()) {
            for (int i = 0; i < track.size(); i++) {
                JsonNode event = track.get(i);
                assertEquals(start(event) / clock, event.get("ts").doubleValue(), 0.0005001, event::toString);
                assertEquals(Math.round(start(event) * 1000 / clock), perfettoNs(event, "ts"), 1, event::toString);
                last = Math.max(last, end(event));
                if (i + 1 < track.size()) {
                    JsonNode next = track.get(i + 1);
                    assertTrue(end(event) <= start(next), event + " runs into " + next);
                    assertTrue(
                            perfettoNs(event, "ts") + perfettoNs(event, "dur") <= perfettoNs(next, "ts"),
                            () -> event + " runs into " + next);
                }
            }
        }
        assertEquals(total, last, "the last event ends with the iteration");
    }

    private static BigInteger sum(JsonNode timeline, int process, int thread, String argument) {
        return tracks(timeline, process).get(thread).stream()
                .map(event -> event.get("args").get(argument).bigIntegerValue())
                .reduce(BigInteger.ZERO, BigInteger::add);
    }

    private static BigInteger dramBits(JsonNode summary) {
        BigInteger bits = BigInteger.ZERO;
        for (JsonNode operand : summary.get("accesses")) {
            bits = bits.add(operand.get("dram_read_bits").bigIntegerValue())
                    .add(operand.get("dram_write_bits").bigIntegerValue());
        }
        return bits;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bitfusion-45nm",
                "bit-serial-45nm",
                "edge-training-45nm",
                "compare-45nm/eyeriss-like",
                "bitfusion-45nm --set technology.clock_mhz=333.3",
                "bitfusion-45nm --set vector.fusion=chain"
            })
    void addsUpToTheSimulatedIteration(String hardware) throws IOException {
        JsonNode timeline = timeline(SIMULATE + hardware);
        assertFormat(timeline);
        int process = 1;
        for (String schedule : List.of("static", "cpt")) {
            JsonNode summary = summary(schedule);
            assertTracks(timeline, process, summary.get("cycles").get("total").longValue());
            assertEquals(dramBits(summary), sum(timeline, process, 5, "transferred_bits"), "bits on the DRAM track");
            assertEquals(summary.get("cycles").get("vector").bigIntegerValue(), sum(timeline, process, 6, "cycles"));
            assertTrue(sum(timeline, process, 1, "cycles")
                            .compareTo(summary.get("cycles").get("compute").bigIntegerValue())
                    >= 0);
            process++;
        }
    }

    /** Values decide the cycles of term-serial units, and overlapped vector work hides what it can. */
    @ParameterizedTest
    @ValueSource(strings = {"term-serial-45nm", "bitfusion-45nm --set vector.overlap=true", "bitfusion-45nm"})
    void addsUpToTheTrainedIteration(String hardware) throws IOException {
        JsonNode timeline = timeline(TRAIN + hardware + " --schedule static");
        assertFormat(timeline);
        assertTracks(timeline, 1, summary("static").get("cycles").get("total").longValue());
    }

    @Test
    void drawsTheIterationAskedFor() throws IOException {
        String line = TRAIN.replace("--iterations 1", "--iterations 2") + "bitfusion-45nm --schedule cpt"
                + " --timeline-iteration 1";
        JsonNode timeline = timeline(line);
        assertEquals(
                "cpt, iteration 1",
                timeline.get("traceEvents").get(0).get("args").get("name").asText());
        // CPT's second of two iterations in one cycle, rint(3 + 2.5 (1 - cos(pi / 2))) = 6 bits (5.5 to even).
        assertTrue(tracks(timeline, 1).get(1).stream()
                .anyMatch(event -> event.get("args").get("bits").asText().equals("6 x 6")));
        CommandRun beyond = CommandRun.line(TRAIN + "bitfusion-45nm --timeline x.json --timeline-iteration 1");
        assertEquals(2, beyond.exitCode());
        assertTrue(beyond.err().contains("--timeline-iteration 1: is out of range; allowed: 0 to 0"), beyond.err());
        assertFalse(Files.exists(Path.of("x.json")));
        CommandRun taken = CommandRun.line(TRAIN + "bitfusion-45nm --timeline " + folder);
        assertEquals(2, taken.exitCode());
        assertTrue(taken.err().contains("--timeline " + folder + ": is a folder; allowed: a file"), taken.err());
    }

    /** However many tiles, a file stays small: an operation of more than 64 is drawn as one. */
    @Test
    void staysSmall() throws IOException {
        JsonNode timeline =
                timeline("simulate --hw bit-serial-45nm --trace resnet38-cifar100 --iterations 1 --batch 128"
                        + " --cycles 1 --schedule static");
        assertTracks(timeline, 1, summary("static").get("cycles").get("total").longValue());
        assertTrue(
                timeline.get("traceEvents").size() < 60_000,
                "events: " + timeline.get("traceEvents").size());
        assertTrue(tracks(timeline, 1).get(1).stream()
                .anyMatch(event -> event.get("args").has("tiles_drawn_as_one")));
    }
}
