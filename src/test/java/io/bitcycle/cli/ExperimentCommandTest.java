package io.bitcycle.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Experiments of four short runs. */
class ExperimentCommandTest {
    private static final String SMALL = """
            {
              "name": "small", "purpose": "a test",
              "networks": ["golden/tiny-optdigits"], "hwconfigs": ["bitfusion-45nm"],
              "schedules": ["cpt", "static:bits=6"], "seeds": [1, 2],
              "baseline": "static:bits=6", "claims_of": "cpt",
              "train": { "bits": "3:8", "iterations": 2, "train_samples": 64, "batch": 32, "cycles": 1 }
            }
            """;

    @TempDir
    private Path folder;

    private Path file(String text) throws IOException {
        Path file = folder.resolve("small.json");
        Files.writeString(file, text);
        return file;
    }

    private CommandRun run(String out, Object... more) throws IOException {
        Object[] start = {"experiment", file(SMALL), "--out", folder.resolve(out)};
        CommandRun run =
                CommandRun.of(Stream.concat(Stream.of(start), Stream.of(more)).toArray());
        assertEquals(0, run.exitCode(), run.err());
        return run;
    }

    private void assertSame(String one, String two) throws IOException {
        for (String name : List.of("plan.csv", "results.csv", "statistics.csv", "results.json")) {
            assertArrayEquals(
                    Files.readAllBytes(folder.resolve(one).resolve(name)),
                    Files.readAllBytes(folder.resolve(two).resolve(name)),
                    name);
        }
    }

    @Test
    void threadsAndShardsChangeNothing() throws IOException {
        CommandRun whole = run("two", "--threads", 2);
        assertTrue(whole.err().contains("small: 4 runs, 0 done before"), whole.err());
        assertTrue(whole.out().contains("3. saves energy"), whole.out());
        assertEquals(5, Files.readAllLines(folder.resolve("two/results.csv")).size());

        run("a", "--threads", 1, "--shard", "1/2");
        CommandRun shard = run("b", "--threads", 1, "--shard", "2/2");
        assertTrue(shard.out().startsWith("shard 2/2 is done"), shard.out());
        CommandRun merged =
                CommandRun.of("merge", folder.resolve("a"), folder.resolve("b"), "--out", folder.resolve("ab"));
        assertEquals(0, merged.exitCode(), merged.err());
        assertSame("two", "ab");

        String page = Files.readString(folder.resolve("two/report.html"));
        assertTrue(page.contains("<h2>Experiment small</h2>"));
        assertTrue(page.indexOf("Claims of cpt") < page.indexOf("<b>Choose "), "the answer comes first");
        CommandRun report = CommandRun.of("report", folder.resolve("two"), "--out", folder.resolve("again"));
        assertEquals(0, report.exitCode(), report.err());
        assertEquals(page, Files.readString(folder.resolve("again/report.html")));
    }

    @Test
    void runsOnlyWhatIsMissing() throws IOException {
        run("out");
        List<Path> manifests;
        try (Stream<Path> runs = Files.list(folder.resolve("out/runs"))) {
            manifests = runs.map(run -> run.resolve("manifest.json")).sorted().toList();
        }
        FileTime before = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));
        for (Path manifest : manifests) {
            Files.setLastModifiedTime(manifest, before);
        }
        Files.delete(manifests.get(1));
        byte[] results = Files.readAllBytes(folder.resolve("out/results.json"));
        CommandRun again = run("out");
        assertTrue(again.err().contains("4 runs, 3 done before"), again.err());
        assertEquals(1, again.err().lines().filter(line -> line.contains("4/4")).count());
        for (int i = 0; i < manifests.size(); i++) {
            assertEquals(i != 1, Files.getLastModifiedTime(manifests.get(i)).equals(before));
        }
        assertArrayEquals(results, Files.readAllBytes(folder.resolve("out/results.json")));
    }

    @Test
    void namesEverythingThatIsWrong() throws IOException {
        Path wrong = file(SMALL.replace(
                        "\"cpt\", \"static:bits=6\"], \"seeds\": [1, 2]", "\"cpt\", \"statc\"], \"seeds\": [1, 1]")
                .replace("\"iterations\"", "\"iteration\""));
        CommandRun run = CommandRun.of("experiment", wrong, "--out", folder.resolve("out"));
        assertEquals(2, run.exitCode());
        assertTrue(run.err().contains("train.iteration: is an unknown key"), run.err());
        Path names = file(SMALL.replace(
                "\"cpt\", \"static:bits=6\"], \"seeds\": [1, 2]", "\"cpt\", \"statc\"], \"seeds\": [1, 1]"));
        CommandRun problems = CommandRun.of("experiment", names, "--out", folder.resolve("out"));
        assertEquals(2, problems.exitCode());
        assertTrue(problems.err().contains("seeds[1]: is there twice"), problems.err());
        assertTrue(problems.err().contains("schedules[1]: is \"statc\""), problems.err());
        assertTrue(problems.err().contains("baseline: is none of the schedules"), problems.err());
        assertTrue(!Files.exists(folder.resolve("out")), "nothing half-written");
    }

    @Test
    void aRunThatFailsIsNamed() throws IOException {
        Path wrong = file(SMALL.replace("\"iterations\": 2", "\"iterations\": 2, \"epochs\": 1"));
        CommandRun run = CommandRun.of("experiment", wrong, "--out", folder.resolve("out"), "--threads", 1);
        assertEquals(2, run.exitCode());
        assertTrue(
                run.err().contains("cpt, seed 1, golden/tiny-optdigits on bitfusion-45nm: bitcycle train "), run.err());
        assertTrue(run.err().contains("cannot be given together with --epochs"), run.err());
    }

    /** The network of the file wants images of one channel, 8 x 8; text has none. */
    @Test
    void dataMayBeGivenBesideTheFile() throws IOException {
        CommandRun same = run("given", "--data", "optdigits");
        run("file");
        assertSame("given", "file");
        assertTrue(same.err().contains("0 done before"), same.err());
        CommandRun other = CommandRun.of("experiment", file(SMALL), "--data", "grammar", "--out", folder.resolve("o"));
        assertEquals(2, other.exitCode());
        assertTrue(other.err().contains("grammar"), other.err());
    }

    @Test
    void shardsMustBelongTogether() throws IOException {
        run("a", "--shard", "1/2");
        Path other = folder.resolve("other.json");
        Files.writeString(other, SMALL.replace("\"seeds\": [1, 2]", "\"seeds\": [1, 3]"));
        assertEquals(
                0,
                CommandRun.of("experiment", other, "--shard", "2/2", "--out", folder.resolve("c"))
                        .exitCode());
        CommandRun foreign =
                CommandRun.of("merge", folder.resolve("a"), folder.resolve("c"), "--out", folder.resolve("m"));
        assertEquals(2, foreign.exitCode());
        assertTrue(foreign.err().startsWith(folder.resolve("c") + ": is of another experiment than "), foreign.err());
        CommandRun half = CommandRun.of("merge", folder.resolve("a"), "--out", folder.resolve("m"));
        assertEquals(2, half.exitCode());
        assertTrue(half.err().contains("2 of 4 runs are missing, the first cpt, seed 2"), half.err());
        assertFalse(Files.exists(folder.resolve("m")), "nothing half-written");
        assertEquals(
                2, CommandRun.of("experiment", file(SMALL), "--shard", "3/2").exitCode());
        assertEquals(
                2, CommandRun.of("merge", folder, "--out", folder.resolve("m")).exitCode());
    }
}
