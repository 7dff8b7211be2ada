package io.bitcycle.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Language models at the command line: what is printed and recorded is perplexity. */
class LanguageModelTest {
    private static final String TRAIN = "train --network lstm-grammar --data grammar --train-samples 1300 --batch 8"
            + " --iterations 12 --cycles 2 --threads 1 --out ";

    @TempDir
    private Path folder;

    @Test
    void perplexityIsPrintedAndRecorded() throws IOException {
        CommandRun run = CommandRun.line(TRAIN + folder);
        assertEquals(0, run.exitCode(), run.err());
        assertTrue(run.out().contains("\nvalidation perplexity "), run.out());
        assertFalse(run.out().contains("accuracy"), run.out());
        for (String schedule : List.of("static", "cpt")) {
            JsonNode summary = new ObjectMapper()
                    .readTree(folder.resolve(schedule + "/summary.json").toFile());
            assertEquals(
                    Math.exp(summary.get("loss").doubleValue()),
                    summary.get("perplexity").doubleValue(),
                    1e-9);
            assertFalse(summary.has("accuracy"));
            // 10 sequences of 16 in each of 8 streams: one epoch and two iterations.
            List<String> evaluations = Files.readAllLines(folder.resolve(schedule + "/evaluations.csv"));
            assertEquals("iterations,loss,accuracy,perplexity", evaluations.get(0));
            assertEquals(3, evaluations.size());
        }
        CommandRun report = CommandRun.line("report " + folder);
        assertEquals(0, report.exitCode(), report.err());
        String page = Files.readString(folder.resolve("report.html"));
        assertTrue(page.contains("Validation perplexity"));
        assertFalse(page.contains("Test accuracy"));
    }

    /** Adaptive input and output with shared tables: it learns, which 79 equally likely words would not show. */
    @Test
    void wordsInClustersAreTrainedButNotSimulated() throws IOException {
        String clusters = "79, \"cutoffs\": [20, 60], \"divisor\": 2, \"tail_tokens\": \"own\"";
        Path trace = folder.resolve("clusters.json");
        Files.writeString(
                trace,
                Files.readString(Path.of("traces/transformer-grammar.json"))
                        .replace("79, \"features\"", clusters + ", \"features\"")
                        .replace("79, \"tied\": true", clusters + ", \"tied\": true"));
        CommandRun run = CommandRun.line("train --data grammar --iterations 40 --schedule static --threads 1 --network "
                + trace + " --out " + folder.resolve("run"));
        assertEquals(0, run.exitCode(), run.err());
        double perplexity = new ObjectMapper()
                .readTree(folder.resolve("run/static/summary.json").toFile())
                .get("perplexity")
                .doubleValue();
        assertTrue(perplexity < 60, "perplexity " + perplexity);
        CommandRun shapes = CommandRun.line("simulate --hw bitfusion-45nm --iterations 4 --batch 8 --trace " + trace);
        assertEquals(2, shapes.exitCode());
        assertTrue(shapes.err().contains("tail_tokens: is own, whose cycles depend on the text"), shapes.err());
    }

    @Test
    void theRangeTestOfTextWatchesTheLoss() {
        CommandRun run = CommandRun.line("prt --network transformer-grammar --data grammar --train-samples 1300"
                + " --batch 8 --bits 4:5 --prt-iterations 4 --threads 1");
        assertEquals(0, run.exitCode(), run.err());
        assertTrue(run.out().contains("training loss"), run.out());
    }

    @Test
    void textsThatAreTooShortAreRefused() {
        CommandRun run = CommandRun.line("train --network lstm-grammar --data grammar --train-samples 100");
        assertEquals(2, run.exitCode());
        assertEquals(
                "--batch 16: a text of 100 words has no sequence of 16 and the next one in each of 16 streams; allowed:"
                        + " a smaller batch\n",
                run.err());
    }

    @Test
    void textIsNoPicture() {
        CommandRun run = CommandRun.line("train --network cnn-optdigits --data grammar");
        assertEquals(2, run.exitCode());
        assertEquals(
                "--network cnn-optdigits: takes 1x8x8 and has 10 classes, but grammar has sequences of words out of 79;"
                        + " allowed: lstm-grammar, transformer-grammar\n",
                run.err());
    }
}
