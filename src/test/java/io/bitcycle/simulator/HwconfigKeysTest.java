package io.bitcycle.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bitcycle.energy.Component;
import io.bitcycle.hardware.HardwareConfig;
import io.bitcycle.numeric.IntegerFormat;
import io.bitcycle.tensor.Quantizers;
import io.bitcycle.training.FusedWork;
import io.bitcycle.workload.ConvLowering;
import io.bitcycle.workload.ConvShape;
import io.bitcycle.workload.MatrixOp;
import io.bitcycle.workload.NetworkReader;
import io.bitcycle.workload.NetworkSpec;
import io.bitcycle.workload.Operation;
import io.bitcycle.workload.Traffic;
import io.bitcycle.workload.TrainingPass;
import io.bitcycle.workload.VectorOp;
import io.bitcycle.workload.work.NetworkWork;
import io.bitcycle.workload.work.Quantization;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Changes each key of a hwconfig in turn: some result must change, or the key is a decoration. */
class HwconfigKeysTest {
    private static final Path SMALL =
            Path.of(System.getProperty("bitcycle.home"), "src/test/resources/io/bitcycle/hardware/small.json");

    private static final NetworkSpec NETWORK =
            NetworkReader.read(Path.of(System.getProperty("bitcycle.home"), "traces/cnn-optdigits.json"));

    /** Text for people, and the two keys whose effect is not on costs: they decide values, on which other tests look. */
    private static final Set<String> NOT_COSTS =
            Set.of("name", "source", "technology.node_nm", "array.mac.overflow", "vector.numeric");

    /** Per key a base in which it has a meaning (settings), and the changed value. */
    private record Change(List<String> base, String setting) {}

    private static final String OS = "array.dataflow=os";
    private static final String FUSION = "array.mac.family=bit-fusion";
    private static final String NARROW = "dram.bits_per_cycle=9";

    private static final String MAC_GRID = "energy.mac.entries=["
            + "{\"a_bits\":2,\"b_bits\":2,\"value_pj\":1,\"source\":\"s\"},{\"a_bits\":2,\"b_bits\":8,\"value_pj\":2,\"source\":\"s\"},"
            + "{\"a_bits\":8,\"b_bits\":2,\"value_pj\":3,\"source\":\"s\"},{\"a_bits\":8,\"b_bits\":8,\"value_pj\":9,\"source\":\"s\"}]";
    private static final String CURVE = "energy.weight_buffer.read={\"method\":\"linear\",\"points\":["
            + "{\"bank_bytes\":256,\"value_pj_per_bit\":1,\"source\":\"s\"},"
            + "{\"bank_bytes\":2048,\"value_pj_per_bit\":5,\"source\":\"s\"}]}";
    private static final String MW = "{\"value_mw\":1,\"source\":\"s\"}";
    private static final String LEAKAGE = "energy.leakage={\"unit\":" + MW + ",\"weight_bank\":" + MW
            + ",\"activation_bank\":" + MW + ",\"output_bank\":" + MW + ",\"vector_lane\":" + MW + "}";

    private static Change change(String setting, String... base) {
        return new Change(List.of(base), setting);
    }

    private static final List<Change> CHANGES = List.of(
            change("technology.clock_mhz=400"),
            change("array.rows=3"),
            change("array.cols=7"),
            change("array.dataflow=is"),
            change("array.interconnect=broadcast"),
            change("array.depth_blocking=channel"),
            change("array.pipeline_cycles=2", "array.interconnect=broadcast"),
            change("array.psum_hop_cycles=2"),
            change("array.output_drain=exposed", OS),
            change("array.reconfiguration_cycles=4"),
            change("array.mac.family=bit-parallel"),
            change("array.mac.operand_signs=either", "array.mac.family=bit-parallel"),
            change(
                    "array.mac.max_bits=4",
                    FUSION,
                    "array.mac.min_bits=2",
                    "energy.mac.entries[1].a_bits=16",
                    "energy.mac.entries[1].b_bits=16",
                    "dram.storage_bits=[4,8,16]"),
            change(
                    "array.mac.min_bits=4",
                    FUSION,
                    "array.mac.min_bits=2",
                    "energy.mac.entries[1].a_bits=16",
                    "energy.mac.entries[1].b_bits=16",
                    "dram.storage_bits=[4,8,16]"),
            change("array.mac.serial_bits=1"),
            change("array.mac.serial_operand=activation"),
            change("array.mac.lanes=8"),
            change("array.mac.accumulator_bits=28"),
            change("buffers.weight.kib=4", "mapping=search"),
            change("buffers.weight.access_bits=8"),
            change("buffers.weight.banks=1"),
            change("buffers.activation.kib=4"),
            change("buffers.activation.access_bits=16"),
            change("buffers.activation.banks=2"),
            change("buffers.output.kib=6"),
            change("buffers.output.access_bits=3"),
            change("buffers.output.banks=4", "buffers.output.access_bits=6"),
            change("dram.bits_per_cycle=65"),
            change("dram.burst_bits=64"),
            change("dram.latency_cycles=8"),
            change("dram.storage_bits=1"),
            change("vector.lanes=9"),
            change("vector.overlap=false"),
            change("vector.stash_bits=32"),
            change("vector.fusion=chain"),
            change("mapping=search"),
            change("energy.mac.event=unit-cycle"),
            change("energy.mac.method=linear", MAC_GRID),
            change("energy.hop={\"value_pj_per_bit\":7,\"source\":\"s\"}"),
            change("energy.weight_buffer.read.method=log-log", CURVE),
            change("energy.weight_buffer.read.points[0].bank_bytes=128", CURVE),
            change("energy.weight_buffer.read.points[0].value_pj_per_bit=2", CURVE),
            change("buffers.weight.kib=2", CURVE),
            change("energy.leakage.vector_lane.value_mw=2", LEAKAGE),
            change("vector.lanes=9", LEAKAGE, "vector.overlap=false"),
            change("area.unit={\"value_um2\":7,\"source\":\"s\"}"),
            change("area.weight_bank={\"value_um2\":7,\"source\":\"s\"}"),
            change("area.activation_bank={\"value_um2\":7,\"source\":\"s\"}"),
            change("area.output_bank={\"value_um2\":7,\"source\":\"s\"}"),
            change("area.vector_lane={\"value_um2\":7,\"source\":\"s\"}"),
            change("energy.mac.entries[0].a_bits=3"),
            change("energy.mac.entries[0].b_bits=3"));

    @Test
    void everyKeyThatIsNotTextChangesSomeResult() throws IOException {
        Set<String> changed = new TreeSet<>(NOT_COSTS);
        for (Change change : CHANGES) {
            List<String> with = new ArrayList<>(change.base());
            with.add(change.setting());
            assertNotEquals(results(change.base()), results(with), change.toString());
            changed.add(change.setting().substring(0, change.setting().indexOf('=')));
        }
        for (String energy : leaves(new ObjectMapper().readTree(SMALL.toFile()).get("energy"), "energy")) {
            if (energy.contains("value_")) {
                assertNotEquals(results(List.of()), results(List.of(energy + "=77")), energy);
                changed.add(energy);
            }
        }
        Set<String> unchanged = new TreeSet<>(leaves(new ObjectMapper().readTree(SMALL.toFile()), ""));
        unchanged.removeAll(changed);
        unchanged.removeIf(key -> key.endsWith(".source") || key.startsWith("energy.mac.entries[1]."));
        assertEquals(Set.of(), unchanged, "keys that this test forgets");
    }

    private static List<String> leaves(JsonNode node, String path) {
        List<String> leaves = new ArrayList<>();
        if (node.isObject()) {
            node.properties()
                    .forEach(member -> leaves.addAll(leaves(
                            member.getValue(), path.isEmpty() ? member.getKey() : path + "." + member.getKey())));
        } else if (node.isArray() && node.get(0).isObject()) {
            for (int i = 0; i < node.size(); i++) {
                leaves.addAll(leaves(node.get(i), path + "[" + i + "]"));
            }
        } else {
            leaves.add(path);
        }
        return leaves;
    }

    /** Everything that a small training step costs. */
    private static Map<String, String> results(List<String> settings) {
        HardwareConfig hardware = TestHardware.small(settings);
        Accelerator accelerator = new Accelerator(hardware);
        RunLedger ledger = new RunLedger(
                hardware, accelerator.session(new Workers(1)).ledger().energyTable());
        ConvLowering conv = new ConvLowering("conv", new ConvShape(3, 20, 9, 9, 21, 3, 3, 1, 1, 1), 0);
        int step = 0;
        for (int bits : new int[] {2, 4, 8}) {
            IntegerFormat forward = IntegerFormat.unsigned(bits);
            IntegerFormat error = IntegerFormat.unsigned(8);
            List<MatrixOp> ops = new ArrayList<>(conv.backwardData(error, forward, true));
            ops.add(conv.forward(forward, forward));
            ops.add(conv.backwardWeight(forward, error));
            for (MatrixOp op : ops) {
                ledger.add("train", op, accelerator.cost(op), step++ > 0, 0);
            }
        }
        Traffic traffic = new Traffic(100, 60, 100, 7, 180);
        VectorOp vector =
                new VectorOp("v", TrainingPass.FORWARD, "x", 500_000, 1, 1, 1, 1, traffic, Traffic.words(180));
        ledger.add("train", vector, accelerator.cost(vector), false, 0);
        NetworkWork iteration = NetworkWork.of(NETWORK, 1, new Quantization(Quantizers.named("cpt"), 4, 8));
        for (Operation op : FusedWork.operations(iteration, true, hardware.vector())) {
            ledger.add("train", op, accelerator.cost(op), false, 0);
        }
        Totals totals = ledger.totals(ledger.entries());
        Map<String, String> results = new TreeMap<>();
        results.put("compute cycles", Long.toString(totals.computeCycles()));
        results.put("stall cycles", Long.toString(totals.stallCycles()));
        results.put("vector cycles", Long.toString(totals.vectorCycles()));
        results.put("reconfiguration cycles", Long.toString(totals.reconfigurationCycles()));
        results.put("total cycles", Long.toString(totals.totalCycles()));
        results.put("time", Double.toString(totals.timeSeconds()));
        results.put("area", hardware.area().totalMm2().stripTrailingZeros().toPlainString());
        results.put("centre", Integer.toString(accelerator.centre(IntegerFormat.unsigned(8))));
        ledger.energyTable()
                .energyPj(totals.events())
                .forEach((Component component, BigDecimal energy) -> results.put(
                        component.label(), energy.stripTrailingZeros().toPlainString()));
        return results;
    }
}
