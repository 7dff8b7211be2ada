package io.bitcycle.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code --resume} after {@code kill -9} at random moments, the process being the one that users start. The moments are spread
 * over the whole life of the process: start-up, range test, training, evaluation, checkpoints, reports. System properties:
 * {@code bitcycle.kills}, how many (default 10); {@code bitcycle.seed}, which.
 */
class ResumeIT {
    private static final int KILLS = Integer.getInteger("bitcycle.kills", 10);
    private static final long SEED = Long.getLong("bitcycle.seed", System.nanoTime());
    /** Killed runs in a row before one is left to finish. */
    private static final int KILLS_OF_ONE_RUN = 2;

    @TempDir
    private Path temporary;

    private Path images;
    private Path text;

    /** Commands that are killed, in turn. */
    private enum Killed {
        IMAGES(
                "train --network golden/tiny-optdigits --data IMAGES --iterations 15 --batch 8 --cycles 2"
                        + " --checkpoint-every 2",
                "cpt/iterations.csv"),
        TEXT(
                "train --network TEXT/net.json --data TEXT --iterations 15 --batch 4 --cycles 2 --checkpoint-every 2",
                "cpt/iterations.csv"),
        AUTOMATIC_BITS(
                "train --network golden/tiny-optdigits --data IMAGES --schedule cpt --bits auto:4 --prt-iterations 12 --prt-metric loss"
                        + " --prt-threshold 0 --prt-noise 0 --iterations 12 --batch 8 --cycles 2 --checkpoint-every 2",
                "prt/prt.json"),
        RANGE_TEST(
                "prt --network golden/tiny-optdigits --data IMAGES --bits 2:4 --prt-mode continue --prt-iterations 5"
                        + " --repeats 2 --batch 8 --checkpoint-every 2",
                "prt.json");

        private final String line;
        private final String result;

        Killed(String line, String result) {
            this.line = line;
            this.result = result;
        }
    }

    /**
     * What an undisturbed run leaves.
     *
     * @param nanos that it took
     */
    private record Undisturbed(Map<String, String> contents, long nanos) {}

    @Test
    void endsInTheSameBytesAsAnUndisturbedRun(TestReporter reporter) throws Exception {
        images = TinyData.images(temporary.resolve("images"));
        text = TinyData.text(temporary.resolve("text"));
        Map<Killed, Undisturbed> undisturbed = new EnumMap<>(Killed.class);
        Map<Killed, Integer> kills = new EnumMap<>(Killed.class);
        Random random = new Random(SEED);
        int killed = 0;
        for (int trial = 0; killed < KILLS; trial++) {
            Killed command = Killed.values()[trial % Killed.values().length];
            if (!undisturbed.containsKey(command)) {
                undisturbed.put(command, undisturbed(command));
            }
            Undisturbed expected = undisturbed.get(command);
            Path folder = temporary.resolve("trial" + trial);
            boolean resume = false;
            for (int i = 0; i < KILLS_OF_ONE_RUN && killed < KILLS; i++) {
                if (!run(command, folder, resume, (long) (random.nextDouble() * expected.nanos()))) {
                    killed++;
                    kills.merge(command, 1, Integer::sum);
                }
                resume = true;
            }
            String name = command + ", trial " + trial + ", -Dbitcycle.seed=" + SEED;
            assertTrue(run(command, folder, true, Long.MAX_VALUE), name);
            assertEquals(expected.contents(), contents(folder), name);
            remove(folder);
        }
        reporter.publishEntry("kills", kills.toString());
    }

    private Undisturbed undisturbed(Killed command) throws Exception {
        Path folder = temporary.resolve(command.name());
        long start = System.nanoTime();
        run(command, folder, false, Long.MAX_VALUE);
        long nanos = System.nanoTime() - start;
        Map<String, String> contents = contents(folder);
        assertTrue(
                contents.keySet().stream().anyMatch(name -> name.endsWith(".checkpoint")),
                contents.keySet().toString());
        assertTrue(contents.containsKey(command.result), contents.keySet().toString());
        return new Undisturbed(contents, nanos);
    }

    /** @return whether it ended by itself */
    private boolean run(Killed command, Path out, boolean resume, long nanos) throws IOException, InterruptedException {
        List<String> line =
                new ArrayList<>(List.of(Path.of("bitcycle").toAbsolutePath().toString()));
        for (String argument : command.line.split(" ")) {
            line.add(argument.replace("IMAGES", images.toString()).replace("TEXT", text.toString()));
        }
        line.addAll(List.of("--out", out.toString()));
        if (resume) {
            line.add("--resume");
        }
        Path log = temporary.resolve("log");
        Process process = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!process.waitFor(nanos, TimeUnit.NANOSECONDS)) {
            process.destroyForcibly(); // SIGKILL
            process.waitFor();
            return false;
        }
        assertEquals(0, process.exitValue(), Files.readString(log));
        return true;
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** All files below a folder, byte for byte but for the wall time in manifests. */
    private static Map<String, String> contents(Path folder) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                contents.put(
                        folder.relativize(file).toString(),
                        text.replaceAll("(?s)\"wall_time\": \\{.*?\\}", "\"wall_time\": {}"));
            }
        }
        return contents;
    }
}
