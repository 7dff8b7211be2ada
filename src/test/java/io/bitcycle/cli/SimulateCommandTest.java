package io.bitcycle.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimulateCommandTest {
    private static final String RUN = "simulate --hw bitfusion-45nm --trace cnn-optdigits ";
    private static final ObjectMapper MAPPER =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    @TempDir
    private Path folder;

    private JsonNode summary(String run) throws IOException {
        return MAPPER.readTree(folder.resolve(run).resolve("summary.json").toFile());
    }

    /** Fu et al., ICLR 2021: ResNet-74 on CIFAR-100 costs about 2.65e8 GBitOPs at static 8/8, and CPT 3-8/8 saves 36.67 %. */
    @Test
    void countsWhatThePaperCounts() throws IOException {
        CommandRun run = CommandRun.line("simulate --hw bit-serial-45nm --trace resnet74-cifar100 --out " + folder);
        assertEquals(0, run.exitCode(), run.err());
        double fixed = summary("static").get("bitops").asDouble();
        double cyclic = summary("cpt").get("bitops").asDouble();
        assertEquals(2.65e17, fixed, 0.005e17);
        assertEquals(0.3667, 1 - cyclic / fixed, 5e-5);
        assertTrue(run.out().contains("cpt 3-8/8 does 36.7 % fewer BitOPs than static 8/8."), run.out());
        assertTrue(Files.exists(folder.resolve("comparison.json")));
        assertTrue(Files.exists(folder.resolve("cpt/manifest.json")));
        assertTrue(run.err().contains("backward-weight of conv1 can need 33"), run.err());
    }

    @Test
    void partsAddUpAndOpsAddUpToTheSummary() throws IOException {
        CommandRun run = CommandRun.line(RUN + "--schedule cpt --iterations 320 --batch 16 --out " + folder);
        assertEquals(0, run.exitCode(), run.err());
        JsonNode summary = summary("cpt");
        assertPartsAddUp(summary.get("cycles"));
        assertPartsAddUp(summary.get("energy_pj"));
        List<String> ops = Files.readAllLines(folder.resolve("cpt/ops.csv"));
        List<String> heads = List.of(ops.get(0).split(","));
        assertEquals(sum(ops, heads.indexOf("macs")), summary.get("macs").bigIntegerValue());
        assertEquals(
                sum(ops, heads.indexOf("stall_cycles")),
                summary.at("/cycles/stall").bigIntegerValue());
        assertEquals(
                sum(ops, heads.indexOf("vector_dram_read_bits")),
                summary.at("/accesses/vector/dram_read_bits").bigIntegerValue());
        BigInteger visits = sum(Files.readAllLines(folder.resolve("cpt/precisions.csv")), 3);
        assertEquals(BigInteger.valueOf(320), visits);
        assertEquals(320 * 16, summary.get("samples").asInt());
        assertEquals("shape", summary.get("fidelity").asText());
    }

    private static void assertPartsAddUp(JsonNode object) {
        BigDecimal sum = BigDecimal.ZERO;
        for (Map.Entry<String, JsonNode> part : object.properties()) {
            sum = sum.add(
                    part.getKey().equals("total")
                            ? BigDecimal.ZERO
                            : part.getValue().decimalValue());
        }
        assertEquals(0, sum.compareTo(object.get("total").decimalValue()), object.toString());
    }

    private static BigInteger sum(List<String> lines, int column) {
        return lines.stream()
                .skip(1)
                .map(line -> new BigInteger(line.split(",")[column]))
                .reduce(BigInteger.ZERO, BigInteger::add);
    }

    /** 3 epochs of 100 images are 3 x 7 batches, 3 x 100 samples; each of 3 + 1 evaluations sees 40 images. */
    @Test
    void epochsEvaluationAndRangeTestAreCounted() throws IOException {
        CommandRun run = CommandRun.line(RUN
                + "--epochs 3 --images 100 --batch 16 --evaluate-every 6 --test-images 40 --prt --prt-iterations 5"
                + " --cycles 4 --out " + folder);
        assertEquals(0, run.exitCode(), run.err());
        long macs = 64L * 9 * 16 + 64L * 144 * 32; // of the two convolutions, which run on the array
        long nominal = macs + 512 * 10;
        JsonNode cyclic = summary("cpt");
        assertEquals(21, cyclic.get("iterations").asInt());
        assertEquals(300, cyclic.get("samples").asInt());
        assertEquals(4 * 40 * macs, cyclic.at("/evaluation/macs").asLong());
        // 2 to 8 bits, 5 batches of 16, without backward-data of the first convolution.
        assertEquals(
                7 * 5 * 16 * (3 * macs - 64 * 9 * 16),
                cyclic.at("/range_test/macs").asLong());
        JsonNode fixed = summary("static");
        assertFalse(fixed.has("range_test"));
        assertEquals(300 * nominal * 192, fixed.get("bitops").asLong());
        assertEquals(
                64_000L * 128 * 192 * nominal,
                fixed.at("/paper_bookkeeping/bitops").asLong());
        assertTrue(run.out().contains("3 epochs of 100 images, 21 iterations of 16"), run.out());
    }

    /** 3,823 digits in batches of 32 are 120 iterations, 20 epochs are 2,400; in batches of 100 they are 39 and 780. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | 20 epochs of 3,823 images, 2,400 iterations of 32 (as the trace says)",
                "--batch 100 | 20 epochs of 3,823 images, 780 iterations of 100 (as the trace says)",
                "--epochs 3 | 3 epochs of 3,823 images, 360 iterations of 32",
                "--epochs 3 --batch 100 | 3 epochs of 3,823 images, 117 iterations of 100",
                "--images 320 | 20 epochs of 320 images, 200 iterations of 32",
                "--iterations 7 | 7 iterations of 32",
                "--iterations 1 --batch 3 | 1 iteration of 3"
            })
    void isAsLongAsTheTraceSaysUnlessAnOptionDoes(String options, String length) {
        CommandRun run = CommandRun.line(RUN + "--schedule static " + options);
        assertEquals(0, run.exitCode(), run.err());
        assertEquals(
                "cnn-optdigits, shapes alone: " + length + ", quantizer cpt",
                run.out().lines().findFirst().orElseThrow());
    }

    /** 120 epochs of 1,281,167 images, and beside them the 64,000 iterations of 128 that the trace says the paper counts. */
    @Test
    void imageNetIsTrainedInItsOwnEpochsBesideThePapersCount() throws IOException {
        CommandRun run = CommandRun.line(
                "simulate --hw bitfusion-45nm --trace resnet18-imagenet --schedule static --out " + folder);
        assertEquals(0, run.exitCode(), run.err());
        JsonNode summary = summary("static");
        assertEquals(120L * 1_281_167, summary.get("samples").asLong());
        assertEquals(64_000, summary.at("/paper_bookkeeping/iterations").asInt());
        assertEquals(
                2.86e18,
                summary.at("/paper_bookkeeping/bitops").asDouble(),
                0.01 * 2.86e18,
                "Fu et al., 2021: 2.86e9 G");
    }

    /** A bookkeeping of one iteration has no place for 32 cycles, but has for static precision. */
    @Test
    void whatDoesNotFitIntoThePapersCountIsNotCounted() throws IOException {
        CommandRun run = CommandRun.line("simulate --hw bitfusion-45nm --trace lstm-ptb --out " + folder);
        assertEquals(0, run.exitCode(), run.err());
        assertEquals(227, summary("static").at("/paper_bookkeeping/batch").asInt());
        assertFalse(summary("cpt").has("paper_bookkeeping"));
        assertFalse(run.out().contains("  of 1 x 227"), run.out());
    }

    @Test
    void threadsChangeNoByte() throws IOException {
        String line = RUN + "--iterations 64 --set mapping=search --out ";
        CommandRun.line(line + folder.resolve("one") + " --threads 1");
        CommandRun.line(line + folder.resolve("three") + " --threads 3");
        for (String file : List.of("cpt/summary.json", "cpt/ops.csv", "static/ops.csv", "comparison.json")) {
            assertArrayEquals(
                    Files.readAllBytes(folder.resolve("one").resolve(file)),
                    Files.readAllBytes(folder.resolve("three").resolve(file)),
                    file);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--batch 0 | --batch 0: is out of range; allowed: 1 to 1048576",
                "--iterations 5 | --cycles 32: is out of range for cpt in 5 iterations; allowed: 1 to 5, one per"
                        + " iteration: say --cycles N, or run longer, or --schedule static alone, which has none",
                "--iterations 5 --schedule cpt:cycles=7 | --schedule cpt:cycles=7: cycles are 7, allowed are 1 to 5 (one"
                        + " per iteration)",
                "--iterations 5 --cycles 0 | --cycles 0: is out of range; allowed: 1 to 5, one per iteration",
                "--iterations 9 --images 5 | --iterations 9: cannot be given together with --epochs or --images;"
                        + " allowed: either",
                "--test-images 3 | --test-images 3: is half of an evaluation; allowed: --evaluate-every together with"
                        + " --test-images",
                "--bits auto | --bits auto: needs values to train with; allowed here: MIN:MAX, and --prt to count the"
                        + " test",
                "--trace resnet75-cifar100 | --trace: is given twice; allowed: once"
            })
    void refusesWhatDoesNotFit(String options, String message) {
        CommandRun run = CommandRun.line(RUN + options + " --out " + folder.resolve("refused"));
        assertEquals(2, run.exitCode());
        assertEquals(message, run.errLines().get(0));
        assertEquals("", run.out());
        assertFalse(Files.exists(folder.resolve("refused")));
    }

    @Test
    void refusesFamiliesThatNeedValues() {
        CommandRun run = CommandRun.line(RUN + "--set array.mac.family=term-serial --set array.mac.lanes=1"
                + " --set array.mac.term_operands=activation --set array.mac.term_encoding=oneffset --out "
                + folder.resolve("refused"));
        assertEquals(2, run.exitCode());
        assertTrue(run.err().contains("whose cycles depend on the operands' values"), run.err());
        assertEquals("", run.out());
        assertFalse(Files.exists(folder.resolve("refused")));
    }

    /** Static as it stands is the baseline, wherever it is named. */
    @Test
    void theOthersAreMeasuredAgainstPlainStatic() {
        CommandRun run = CommandRun.line("simulate --hw bitfusion-45nm --trace cnn-optdigits --iterations 32 --batch 8"
                + " --schedule cpt,static:bits=6,static");
        assertEquals(0, run.exitCode(), run.err());
        String head = run.out()
                .lines()
                .filter(line -> line.contains("static:bits=6"))
                .findFirst()
                .orElseThrow();
        assertTrue(head.strip().startsWith("static 8/8"), head);
    }
}
