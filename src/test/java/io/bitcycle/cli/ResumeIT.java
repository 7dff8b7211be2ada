package io.bitcycle.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code train --resume} after {@code kill -9} at random moments, the process being the one that users start. The moments are
 * spread over the whole life of the process: start-up, training, evaluation, checkpoints, reports. System properties:
 * {@code bitcycle.kills}, how many (default 10); {@code bitcycle.seed}, which.
 */
class ResumeIT {
    private static final int KILLS = Integer.getInteger("bitcycle.kills", 10);
    private static final long SEED = Long.getLong("bitcycle.seed", System.nanoTime());
    /** Killed runs in a row before one is left to finish. */
    private static final int KILLS_OF_ONE_RUN = 2;

    @TempDir
    private Path temporary;

    @Test
    void endsInTheSameBytesAsAnUndisturbedRun() throws Exception {
        Path undisturbed = temporary.resolve("undisturbed");
        long start = System.nanoTime();
        run(undisturbed, false, Long.MAX_VALUE);
        long nanos = System.nanoTime() - start;
        Map<String, String> expected = contents(undisturbed);
        assertTrue(expected.keySet().stream().anyMatch(name -> name.endsWith(".checkpoint")), expected.toString());
        assertTrue(expected.containsKey("cpt/iterations.csv"), expected.toString());

        Random random = new Random(SEED);
        int killed = 0;
        for (int trial = 0; killed < KILLS; trial++) {
            Path folder = temporary.resolve("trial" + trial);
            boolean resume = false;
            for (int i = 0; i < KILLS_OF_ONE_RUN && killed < KILLS; i++) {
                killed += run(folder, resume, (long) (random.nextDouble() * nanos)) ? 0 : 1;
                resume = true;
            }
            assertTrue(run(folder, true, Long.MAX_VALUE), "trial " + trial);
            assertEquals(expected, contents(folder), "trial " + trial + ", -Dbitcycle.seed=" + SEED);
        }
    }

    /** @return whether it ended by itself */
    private boolean run(Path out, boolean resume, long nanos) throws IOException, InterruptedException {
        List<String> line =
                new ArrayList<>(List.of(Path.of("bitcycle").toAbsolutePath().toString()));
        line.addAll(List.of("train", "--iterations", "30", "--train-samples", "150", "--batch", "16", "--cycles", "2"));
        line.addAll(List.of("--checkpoint-every", "3", "--out", out.toString()));
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
