package io.bitcycle.hardware;

import static io.bitcycle.hardware.HardwareConfigReaderTest.SMALL;
import static io.bitcycle.hardware.HardwareConfigReaderTest.parse;
import static io.bitcycle.hardware.HardwareConfigReaderTest.problems;
import static io.bitcycle.hardware.HardwareConfigReaderTest.warnings;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.bitcycle.hardware.mac.MacConfig;
import io.bitcycle.hardware.mac.MacFamily;
import io.bitcycle.hardware.mac.MacUnits;
import io.bitcycle.hardware.memory.Operand;
import io.bitcycle.json.Problem;
import io.bitcycle.json.Problems;
import io.bitcycle.numeric.IntegerFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules between keys: what one of them makes impossible, needed or useless in another; {@code small.json} changed in one way. */
class CrossRulesTest {
    private static final Path FUSION = ShippedHwconfigsTest.FOLDER.resolve("bitfusion-45nm.json");

    /** Message after the file's name, where a setting makes something in the file impossible. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "array.mac.max_bits=1 | :17:22: array.mac.serial_bits: is 2; allowed: at most max_bits 1, since the serial operand has no more bits to take in a cycle",
                "array.mac.operand_signs=either | ",
                "array.cols=64 | :25:23: buffers.weight.kib: is 1; allowed: at least 8, since half of the buffer must hold the 32768 bits of one fold (4 rows, 64 columns, weight-stationary, widest operands)",
                "energy.mac.entries[1].a_bits=4 | :37:9: energy.mac.entries[1]: covers operands of 4 and 8 bits after one of 4 and 8; allowed: entries ascending by a_bits, then b_bits",
                "energy.mac.entries[1].b_bits=7 | :37:9: energy.mac.entries[1]: covers operands of 8 and 7 bits; allowed: a last entry with a_bits and b_bits of at least 8, the widest operand of bit-serial",
            })
    void refusesACombination(String argument, String problem) {
        List<String> expected = problem == null ? List.of() : List.of(SMALL + problem);
        assertEquals(expected, problems(SMALL, argument));
    }

    @Test
    void integersNeedFormatsAndEnergies() {
        assertEquals(
                List.of(
                        SMALL
                                + ":30:13: vector.fixed_bits: is missing; allowed: an integer from 16 to 32, since numeric is"
                                + " fixed and has no default",
                        SMALL
                                + ":30:13: vector.fixed_weight_fraction_bits: is missing; allowed: an integer from 1 to 30,"
                                + " since numeric is fixed and has no default"),
                problems(SMALL, "vector.numeric=fixed"));
        List<String> settings = List.of("vector.numeric=fixed", "vector.fixed_bits=24");
        assertEquals(
                List.of(
                        "--set vector.fixed_weight_fraction_bits=23: vector.fixed_weight_fraction_bits: is 23; allowed: at"
                                + " most 22, so that 1 fits a number of fixed_bits"),
                problems(SMALL, settings.get(0), settings.get(1), "vector.fixed_weight_fraction_bits=23"));
        assertEquals(
                List.of(SMALL
                        + ":32:13: energy.vector_fixed: is missing; allowed: an object with add, multiply, divide,"
                        + " since vector.numeric is fixed"),
                problems(SMALL, settings.get(0), settings.get(1), "vector.fixed_weight_fraction_bits=22"));
    }

    /** One fold: rows x columns codes of what stays, one row or column of what moves; 16 lanes of 8 bit, 24-bit sums. */
    @ParameterizedTest
    @CsvSource({
        // dataflow, buffer, bits of the smallest tile by hand
        "os, weight, 1024", // 8 columns x 16 x 8
        "os, activation, 512", // 4 rows x 16 x 8
        "os, output, 768", // 4 x 8 x 24
        "ws, weight, 4096", // 4 x 8 x 16 x 8
        "ws, activation, 512",
        "ws, output, 192", // 8 columns x 24
        "is, weight, 512", // 4 rows x 16 x 8
        "is, activation, 4096",
        "is, output, 192",
    })
    void aBufferHoldsExactlyOneFold(String dataflow, String buffer, long bits) {
        // 64 times the rows or columns that the tile is proportional to make its KiB a whole number.
        boolean byColumns = buffer.equals("output") || (buffer.equals("weight") && dataflow.equals("os"));
        long kib = 64 * bits / (1024 * 8 / 2);
        List<String> settings = new ArrayList<>();
        for (String each : List.of("weight", "activation", "output")) {
            settings.add("buffers." + each + ".kib=1536");
            settings.add("buffers." + each + ".access_bits=8");
            settings.add("buffers." + each + ".banks=1");
        }
        settings.add("array.dataflow=" + dataflow);
        settings.add(byColumns ? "array.cols=512" : "array.rows=256");
        settings.add("buffers." + buffer + ".kib=" + kib);
        assertEquals(List.of(), problems(SMALL, settings.toArray(String[]::new)));
        String tooSmall = "buffers." + buffer + ".kib=" + (kib - 1);
        settings.add(tooSmall);
        List<String> refused = problems(SMALL, settings.toArray(String[]::new));
        assertEquals(1, refused.size());
        String expected = "--set " + tooSmall + ": buffers." + buffer + ".kib: is " + (kib - 1) + "; allowed: at least "
                + kib + ", since half of the buffer must hold the " + 64 * bits + " bits of one fold";
        assertEquals(expected, refused.get(0).substring(0, expected.length()));
    }

    @Test
    void bricksFuseInPowersOfTwo() {
        String message = FUSION
                + ":19:19: array.mac.max_bits: is 8; allowed: min_bits 3 times 1, 2, 4, 8 or 16, since bricks fuse in powers of two";
        assertEquals(List.of(message), problems(FUSION, "array.mac.min_bits=3"));
        assertEquals(List.of(message.replace("min_bits 3", "min_bits 16")), problems(FUSION, "array.mac.min_bits=16"));
        assertEquals(List.of(), problems(FUSION, "array.mac.min_bits=1"));
        assertEquals(List.of(), problems(FUSION, "array.mac.min_bits=8"));
    }

    /** 16 products of 3 x 3 = 144 need 9 bits, one of 255 x 255 = 65025 needs 17: the worst mode counts. */
    @Test
    void warnsOfAnAccumulatorNarrowerThanAStepsSum() {
        assertEquals(List.of(), warnings(FUSION, "array.mac.accumulator_bits=17"));
        assertEquals(
                List.of(
                        "--set array.mac.accumulator_bits=16: array.mac.accumulator_bits: is 16, and one step may sum 1 "
                                + "product of unsigned 8-bit by unsigned 8-bit codes, which takes 17; a sum that does not fit "
                                + "overflows, and is counted"),
                warnings(FUSION, "array.mac.accumulator_bits=16"));
        assertEquals(List.of(), problems(FUSION, "array.mac.accumulator_bits=16"));
        // -128 x -128 = 2^14 needs 16 bits.
        assertEquals(List.of(), warnings(FUSION, "array.mac.accumulator_bits=16", "array.mac.operand_signs=signed"));
    }

    @Test
    void anotherFamilyNeedsItsKeysAndWarnsOfTheOthers() {
        Problems problems = new Problems();
        Optional<HardwareConfig> parallel =
                new HardwareConfigReader().read(SMALL, List.of("array.mac.family=bit-parallel"), problems);
        assertEquals(
                "bit-parallel", parallel.orElseThrow().array().mac().family().name());
        assertEquals(0, parallel.orElseThrow().array().mac().lanes());
        assertEquals(
                List.of(
                        SMALL + ":17:22: array.mac.serial_bits: has no effect on bit-parallel",
                        SMALL + ":18:25: array.mac.serial_operand: has no effect on bit-parallel",
                        SMALL + ":19:16: array.mac.lanes: has no effect on bit-parallel"),
                problems.warnings().stream().map(Problem::toString).toList());
        assertEquals(
                List.of(
                        SMALL
                                + ":13:12: array.mac.min_bits: is missing, and bit-fusion needs it; allowed: an integer from 1 to 16"),
                problems(SMALL, "array.mac.family=bit-fusion"));
        assertEquals(
                List.of("--set array.mac.lane_sum=apart: array.mac.lane_sum: has no effect on bit-serial"),
                warnings(SMALL, "array.mac.lane_sum=apart"));
    }

    /** Today's families do every dataflow; the hook is for one that does not. */
    @Test
    void aFamilyMayRefuseADataflow() throws IOException {
        MacFamily seated = new WeightStationaryOnly();
        String text = Files.readString(SMALL).replace("\"bit-serial\"", "\"weight-stationary-only\"");
        HardwareConfigReader reader = new HardwareConfigReader(List.of(seated));
        Problems good = new Problems();
        assertEquals(
                seated,
                reader.check(parse(text, good), good)
                        .orElseThrow()
                        .array()
                        .mac()
                        .family());
        Problems bad = new Problems();
        reader.check(parse(text.replace("\"ws\"", "\"is\""), bad), bad);
        assertEquals(
                List.of(
                        "hw.json:8:17: array.dataflow: is input-stationary; allowed: weight-stationary, since it has no input register"),
                bad.errors().stream().map(Problem::toString).toList());
    }

    private record WeightStationaryOnly() implements MacFamily {
        @Override
        public String name() {
            return "weight-stationary-only";
        }

        @Override
        public Set<String> parameters() {
            return Set.of();
        }

        @Override
        public int widestOperand(MacConfig mac) {
            return mac.maxBits();
        }

        @Override
        public int cyclesPerStep(MacConfig mac, int aBits, int bBits) {
            return 1;
        }

        @Override
        public int productsPerStep(MacConfig mac, int aBits, int bBits) {
            return 1;
        }

        @Override
        public MacUnits units(MacConfig mac, IntegerFormat a, IntegerFormat b, int count) {
            throw new UnsupportedOperationException("made up for a test of the reader");
        }

        @Override
        public Optional<Refusal> refuseStationary(MacConfig mac, Operand operand) {
            return operand == Operand.ACTIVATION
                    ? Optional.of(new Refusal(
                            "dataflow",
                            "is input-stationary; allowed: weight-stationary, since it has no input register"))
                    : Optional.empty();
        }
    }
}
