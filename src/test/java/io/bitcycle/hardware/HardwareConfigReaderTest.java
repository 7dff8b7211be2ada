package io.bitcycle.hardware;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.bitcycle.hardware.EnergyConfig.BufferEnergy;
import io.bitcycle.hardware.EnergyConfig.MacEvent;
import io.bitcycle.hardware.array.ArrayConfig;
import io.bitcycle.hardware.array.Dataflow;
import io.bitcycle.hardware.array.DepthBlocking;
import io.bitcycle.hardware.array.Interconnect;
import io.bitcycle.hardware.array.OutputDrain;
import io.bitcycle.hardware.mac.MacConfig;
import io.bitcycle.hardware.mac.MacFamilies;
import io.bitcycle.hardware.mac.MacFamily;
import io.bitcycle.hardware.mac.MacUnits;
import io.bitcycle.hardware.mac.OperandSigns;
import io.bitcycle.hardware.memory.BufferConfig;
import io.bitcycle.hardware.memory.BuffersConfig;
import io.bitcycle.hardware.memory.DramConfig;
import io.bitcycle.hardware.memory.Operand;
import io.bitcycle.hardware.memory.StorageWidths;
import io.bitcycle.json.BadInputException;
import io.bitcycle.json.JsonReader;
import io.bitcycle.json.JsonValue;
import io.bitcycle.json.Problem;
import io.bitcycle.json.Problems;
import io.bitcycle.numeric.IntegerFormat;
import io.bitcycle.numeric.OverflowPolicy;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code small.json} is a bit-serial array whose values all differ; each test changes it in one way. */
class HardwareConfigReaderTest {
    static final Path SMALL =
            Path.of(System.getProperty("bitcycle.home"), "src/test/resources/io/bitcycle/hardware/small.json");
    private static final Path FUSION = ShippedHwconfigsTest.FOLDER.resolve("bitfusion-45nm.json");

    @Test
    void everyValueReachesItsRecord() {
        MacConfig mac = new MacConfig(
                MacFamilies.named("bit-serial").orElseThrow(),
                OperandSigns.SIGNED,
                8,
                0,
                2,
                Operand.WEIGHT,
                16,
                null,
                null,
                null,
                24,
                OverflowPolicy.TRAP);
        EnergyConfig energy = new EnergyConfig(
                MacEvent.PRODUCT,
                List.of(new MacEnergyEntry(4, 8, entry("0.125", "t1")), new MacEnergyEntry(8, 8, entry("0.250", "t2"))),
                false,
                entry("1.1", "t3"),
                entry("1.2", "t4"),
                entry("1.3", "t5"),
                new EnergyEntry(BigDecimal.ZERO, "Not charged: no source gives it apart from the registers."),
                new BufferEnergy(entry("2.1", "t6"), entry("2.2", "t7")),
                new BufferEnergy(entry("2.3", "t8"), entry("2.4", "t9")),
                new BufferEnergy(entry("2.5", "t10"), entry("2.6", "t11")),
                entry("15", "t12"),
                entry("3.1", "t13"),
                entry("3.2", "t14"),
                entry("3.3", "t15"),
                entry("3.4", "t16"),
                entry("4.1", "t17"),
                entry("5.1", "t18"));
        HardwareConfig expected = new HardwareConfig(
                "small",
                "made up for tests",
                new TechnologyConfig(45, 500),
                new ArrayConfig(
                        4,
                        8,
                        Dataflow.WEIGHT_STATIONARY,
                        Interconnect.SYSTOLIC,
                        DepthBlocking.FLATTENED,
                        0,
                        1,
                        OutputDrain.OVERLAPPED,
                        3,
                        mac),
                new BuffersConfig(new BufferConfig(1, 32, 2), new BufferConfig(2, 64, 1), new BufferConfig(3, 24, 8)),
                new DramConfig(64, 16, 7, new StorageWidths(List.of(4, 8))),
                new VectorConfig(8, VectorConfig.Numeric.FLOAT, true, 16, VectorConfig.Fusion.NONE, Optional.empty()),
                new MappingConfig.Fixed(),
                energy,
                new AreaConfig(
                        List.of(), List.of("array", "weight_buffer", "activation_buffer", "output_buffer", "vector")));
        LoadedHardware loaded = new HardwareConfigReader().read(SMALL, List.of());
        assertEquals(expected, loaded.config());
        assertEquals(List.of(), loaded.warnings());
    }

    private static EnergyEntry entry(String value, String source) {
        return new EnergyEntry(new BigDecimal(value), source);
    }

    @Test
    void everyWordOfTheContractIsUnderstood() {
        for (Dataflow dataflow : Dataflow.values()) {
            assertEquals(dataflow, array("array.dataflow=" + dataflow.label()).dataflow());
            assertEquals(
                    dataflow, array("array.dataflow=" + dataflow.shortLabel()).dataflow());
        }
        assertEquals(
                Interconnect.BROADCAST, array("array.interconnect=broadcast").interconnect());
        assertEquals(
                DepthBlocking.CHANNEL, array("array.depth_blocking=channel").depthBlocking());
        assertEquals(OutputDrain.EXPOSED, array("array.output_drain=exposed").outputDrain());
        assertEquals(2, array("array.psum_hop_cycles=2").psumHopCycles());
        assertEquals(OverflowPolicy.WRAP, array("array.mac.overflow=wrap").mac().overflow());
        assertEquals(
                OverflowPolicy.SATURATE,
                array("array.mac.overflow=saturate").mac().overflow());
        assertEquals(
                Operand.ACTIVATION,
                array("array.mac.serial_operand=activation").mac().serialOperand());
        assertEquals(
                OperandSigns.EITHER,
                array("array.mac.operand_signs=either").mac().operandSigns());
        HardwareConfig dense = new HardwareConfigReader()
                .read(SMALL, List.of("dram.storage_bits=1"))
                .config();
        assertEquals(StorageWidths.DENSE, dense.dram().storage());
    }

    private static ArrayConfig array(String setting) {
        List<String> settings = List.of(setting, "buffers.output.kib=6", "buffers.activation.kib=4");
        return new HardwareConfigReader().read(SMALL, settings).config().array();
    }

    /** Message after {@code --set <argument>: }, where the option itself is at fault. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "array.rows=0 | array.rows: is 0; allowed: an integer from 1 to 4096",
                "array.rows=4.5 | array.rows: is 4.5; allowed: an integer from 1 to 4096",
                "array.rows=many | array.rows: is the string \"many\"; allowed: an integer from 1 to 4096",
                "array.rosw=3 | array.rosw: is an unknown key; allowed: rows, cols, dataflow, interconnect, depth_blocking, pipeline_cycles, psum_hop_cycles, output_drain, reconfiguration_cycles, mac; did you mean \"rows\"?",
                "rows=3 | rows: is an unknown key; allowed: $schema, name, source, technology, array, buffers, dram, vector, mapping, energy, area; did you mean \"array.rows\"?",
                "foo.bar=3 | foo: is an unknown key; allowed: $schema, name, source, technology, array, buffers, dram, vector, mapping, energy, area",
                "array.dataflow=ouput-stationary | array.dataflow: is \"ouput-stationary\"; allowed: output-stationary, weight-stationary, input-stationary, os, ws, is; did you mean \"output-stationary\"?",
                "array.mac.family=bit-seril | array.mac.family: is \"bit-seril\"; allowed: bit-parallel, subword-parallel, bit-fusion, bit-serial, bit-serial-2d, term-serial; did you mean \"bit-serial\"?",
                "array.mac.serial_operand=output | array.mac.serial_operand: is \"output\"; allowed: weight, activation",
                "array.mac.serial_bits=3 | array.mac.serial_bits: is 3; allowed: 1 or 2 or 4",
                "buffers.weight.access_bits=100 | buffers.weight.access_bits: is 100; allowed: a width that, times 2 banks, divides the buffer's 8192 bits, since a bank holds whole words",
                "dram.storage_bits=[8,4] | dram.storage_bits: is [8, 4]; allowed: 1 (dense) or an array of ascending widths from 1 to 16",
                "dram.storage_bits=8 | dram.storage_bits: is 8; allowed: 1 (dense) or an array of ascending widths from 1 to 16",
                "dram.storage_bits=[2, 4] | dram.storage_bits: is [2, 4]; allowed: a list whose last width is at least 8, the widest operand of bit-serial",
                "mapping=serch | mapping: is \"serch\"; allowed: fixed, search; did you mean \"search\"?",
                "mapping=3 | mapping: is 3; allowed: fixed, search, or an object with rows, cols, channels, taps, order",
                "mapping={\"rows\":1,\"cols\":1,\"channels\":1,\"taps\":1,\"order\":[\"rows\",\"cols\",\"rows\",\"taps\"]} | mapping.order: names a loop twice; allowed: each of rows, cols, channels, taps once",
                "vector.numeric=fixpoint | vector.numeric: is \"fixpoint\"; allowed: float, fixed",
                "vector.fixed_bits=8 | vector.fixed_bits: is 8; allowed: an integer from 16 to 32",
                "vector.stash_bits=24 | vector.stash_bits: is 24; allowed: 16 or 32",
                "vector.overlap=1 | vector.overlap: is 1; allowed: true or false",
                "technology.clock_mhz=0 | technology.clock_mhz: is 0; allowed: a number from 0.001 to 100000 with at most 30 decimal places",
                "energy.edge_add.value_pj=-1 | energy.edge_add.value_pj: is -1; allowed: a number from 0 to 1000000000 with at most 30 decimal places",
                "energy.edge_add.source= | energy.edge_add.source: is the string \"\"; allowed: a text of 1 to 2000 characters on one line",
                "energy.dram.value_pj=1 | energy.dram.value_pj: is an unknown key; allowed: value_pj_per_bit, source, node_nm, scaling",
                "buffers.weight.kib=1 | ",
            })
    void refusesASetting(String argument, String problem) {
        List<String> expected = problem == null ? List.of() : List.of("--set " + argument + ": " + problem);
        assertEquals(expected, problems(SMALL, argument));
    }

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

    private static JsonValue parse(String text, Problems problems) {
        return JsonReader.parse("hw.json", text, problems).orElseThrow();
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

    @Test
    void allProblemsComeAtOnceInReadingOrder() throws IOException {
        String text = Files.readString(SMALL)
                .replace("\"node_nm\": 45, ", "")
                .replace("\"rows\": 4", "\"rows\": \"4\"")
                .replace("\"pipeline_cycles\"", "\"pipelin_cycles\"")
                .replace("\"banks\": 8", "\"banks\": 0")
                .replace("\"stash_bits\": 16", "\"stash_bits\": 16, \"stash_bits\": 32")
                .replace("\"source\": \"t3\"", "\"source\": \"\"")
                .replace("    \"rescale\": {\"value_pj\": 1.2, \"source\": \"t4\"},\n", "")
                .replace("\"b_bits\": 8, \"value_pj\": 0.250", "\"b_bits\": 8, \"value_nj\": 0.250");
        Problems problems = new Problems();
        assertEquals(Optional.empty(), new HardwareConfigReader().check(parse(text, problems), problems));
        assertEquals(
                List.of(
                        "hw.json:4:17: technology.node_nm: is missing; allowed: an integer from 1 to 1000",
                        "hw.json:5:12: array.pipeline_cycles: is missing; allowed: an integer from 0 to 1000000",
                        "hw.json:6:13: array.rows: is the string \"4\"; allowed: an integer from 1 to 4096",
                        "hw.json:11:5: array.pipelin_cycles: is an unknown key; allowed: rows, cols, dataflow, interconnect, "
                                + "depth_blocking, pipeline_cycles, psum_hop_cycles, output_drain, reconfiguration_cycles, "
                                + "mac; did you mean \"pipeline_cycles\"?",
                        "hw.json:27:54: buffers.output.banks: is 0; allowed: an integer from 1 to 4096",
                        "hw.json:30:81: vector.stash_bits: is given twice, first at hw.json:30:63; allowed: once",
                        "hw.json:32:13: energy.rescale: is missing; allowed: an object with value_pj, source, node_nm, scaling",
                        "hw.json:37:9: energy.mac.entries[1].value_pj: is missing; allowed: a number from 0 to 1000000000 "
                                + "with at most 30 decimal places",
                        "hw.json:37:36: energy.mac.entries[1].value_nj: is an unknown key; allowed: a_bits, b_bits, "
                                + "value_pj, source, node_nm, scaling; did you mean \"value_pj\"?",
                        "hw.json:40:45: energy.edge_add.source: is the string \"\"; allowed: a text of 1 to 2000 characters "
                                + "on one line"),
                problems.errors().stream().map(Problem::toString).toList());
    }

    @Test
    void theExceptionCarriesFileAndOptionProblems() {
        BadInputException bad = assertThrows(
                BadInputException.class,
                () -> new HardwareConfigReader().read(SMALL, List.of("array.cols=64", "mapping=best", "nonsense")));
        assertEquals(3, bad.problems().size());
        assertEquals(
                List.of(25, 0, 0), bad.problems().stream().map(Problem::line).toList());
        assertEquals(
                "--set nonsense: is not a setting; allowed: path=value, e.g. array.rows=32",
                bad.problems().get(1).toString());
    }

    private static List<String> problems(Path file, String... settings) {
        Problems problems = new Problems();
        new HardwareConfigReader().read(file, List.of(settings), problems);
        return problems.errors().stream().map(Problem::toString).toList();
    }

    private static List<String> warnings(Path file, String... settings) {
        Problems problems = new Problems();
        new HardwareConfigReader().read(file, List.of(settings), problems);
        return problems.warnings().stream().map(Problem::toString).toList();
    }
}
