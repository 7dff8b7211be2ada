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
import io.bitcycle.numeric.OverflowPolicy;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code small.json} is a bit-serial array whose values all differ; each test changes it in one way. */
class HardwareConfigReaderTest {
    static final Path SMALL =
            Path.of(System.getProperty("bitcycle.home"), "src/test/resources/io/bitcycle/hardware/small.json");

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

    static JsonValue parse(String text, Problems problems) {
        return JsonReader.parse("hw.json", text, problems).orElseThrow();
    }

    /** The errors that settings lead to, as text. */
    static List<String> problems(Path file, String... settings) {
        Problems problems = new Problems();
        new HardwareConfigReader().read(file, List.of(settings), problems);
        return problems.errors().stream().map(Problem::toString).toList();
    }

    /** The warnings, likewise. */
    static List<String> warnings(Path file, String... settings) {
        Problems problems = new Problems();
        new HardwareConfigReader().read(file, List.of(settings), problems);
        return problems.warnings().stream().map(Problem::toString).toList();
    }
}
