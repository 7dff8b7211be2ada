package io.bitcycle.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bitcycle.energy.EnergyTable;
import io.bitcycle.energy.Event;
import io.bitcycle.hardware.HardwareConfigReader;
import io.bitcycle.hardware.VectorConfig.Fusion;
import io.bitcycle.hardware.memory.Operand;
import io.bitcycle.json.Problems;
import io.bitcycle.simulator.Accelerator;
import io.bitcycle.simulator.OpCost;
import io.bitcycle.simulator.Workers;
import io.bitcycle.tensor.Quantizers;
import io.bitcycle.workload.MatrixOp;
import io.bitcycle.workload.NetworkReader;
import io.bitcycle.workload.NetworkSpec;
import io.bitcycle.workload.Operation;
import io.bitcycle.workload.VectorOp;
import io.bitcycle.workload.work.NetworkWork;
import io.bitcycle.workload.work.Quantization;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code vector.fusion chain} against {@code none}. */
class FusionTest {
    private static final List<String> CHEAP = List.of("batchnorm", "relu", "relu6", "dropout", "gelu", "layernorm");

    private static Accelerator accelerator(String hwconfig, String... settings) {
        return new Accelerator(new HardwareConfigReader()
                .read(Path.of("hwconfigs", hwconfig + ".json"), List.of(settings))
                .config());
    }

    private static NetworkSpec parse(String input, int classes, List<String> layers) {
        Problems problems = new Problems();
        String text = "{\"name\":\"n\",\"source\":\"s\",\"input\":{" + input + "},\"classes\":" + classes
                + ",\"layers\":[" + String.join(",", layers) + "]}";
        NetworkSpec spec = NetworkReader.parse("test", text, problems).orElse(null);
        problems.throwIfAny();
        return spec;
    }

    private static String layer(String type) {
        return "{\"type\":\"" + type + "\"" + (type.equals("dropout") ? ",\"share\":0.5" : "") + "}";
    }

    private static NetworkWork work(NetworkSpec spec, int batch, String quantizer) {
        return NetworkWork.of(spec, batch, new Quantization(Quantizers.named(quantizer), 3, 6));
    }

    /** Every network trace but the Transformer's, whose output layer takes minutes to cost. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "cnn-mnist",
                "cnn-optdigits",
                "lstm-grammar",
                "lstm-ptb",
                "mobilenetv2-cifar10",
                "mobilenetv2-cifar100",
                "resnet110-cifar100",
                "resnet152-cifar100",
                "resnet164-cifar10",
                "resnet18-imagenet",
                "resnet20-cifar10",
                "resnet34-imagenet",
                "resnet38-cifar100",
                "resnet50-imagenet",
                "resnet74-cifar100",
                "resnet8-optdigits"
            })
    void neverCostsMoreOnTraces(String trace) {
        NetworkSpec spec = NetworkReader.read(Path.of("traces", trace + ".json"));
        Accelerator accelerator = accelerator("bitfusion-45nm");
        BigDecimal spared = compare(work(spec, 2, "cpt"), true, accelerator, trace);
        assertTrue(spared.signum() > 0, trace);
        compare(work(spec, 2, "cpt"), false, accelerator, trace + ", evaluation");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void neverCostsMoreOnRandomNetworks(long seed) {
        Random random = new Random(seed);
        NetworkSpec spec = network(random);
        String quantizer =
                Quantizers.ALL.get(random.nextInt(Quantizers.ALL.size())).name();
        List<String> settings = List.of(
                "mapping=" + (random.nextBoolean() ? "fixed" : "search"),
                "array.dataflow=" + List.of("ws", "os", "is").get(random.nextInt(3)),
                "dram.bits_per_cycle=" + (1 + random.nextInt(300)),
                "vector.stash_bits=" + (random.nextBoolean() ? 16 : 32),
                "buffers.output.kib=" + (1 + random.nextInt(16)));
        Accelerator accelerator = accelerator("bit-parallel-8bit-45nm", settings.toArray(String[]::new));
        String which = "seed " + seed + ": " + spec.layers() + ", " + quantizer + ", " + settings;
        NetworkWork work = work(spec, 1 + random.nextInt(3), quantizer);
        compare(work, true, accelerator, which);
        compare(work, false, accelerator, which);
    }

    /** Convolutions, sums of branches and work around them. */
    private static NetworkSpec network(Random random) {
        List<String> layers = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            int channels = 1 + random.nextInt(9);
            String conv = "{\"type\":\"conv\",\"out\":" + channels
                    + ",\"kernel\":3,\"padding\":1,\"stride\":%d,\"quantized\":" + (random.nextInt(4) > 0) + "}";
            if (random.nextBoolean()) {
                layers.add("{\"type\":\"residual\",\"body\":[" + elementwise(random) + String.format(conv, 1)
                        + "],\"shortcut\":[" + String.format(conv, 1) + "]}");
                layers.add("{\"type\":\"residual\",\"body\":[" + layer("relu") + "," + String.format(conv, 1) + "]}");
            } else {
                layers.add(String.format(conv, 1 + random.nextInt(2)));
            }
            while (random.nextBoolean()) {
                layers.add(layer(CHEAP.get(random.nextInt(CHEAP.size()))));
            }
        }
        if (random.nextBoolean()) {
            layers.add(layer("global-average-pool"));
        }
        layers.add("{\"type\":\"linear\",\"out\":5,\"quantized\":" + random.nextBoolean() + "}");
        return parse("\"channels\":2,\"height\":9,\"width\":8", 5, layers);
    }

    private static String elementwise(Random random) {
        return random.nextBoolean() ? layer(CHEAP.get(random.nextInt(CHEAP.size()))) + "," : "";
    }

    /** Operation by operation: cycles, bits of DRAM, energy. Returns the energy that is spared. */
    private static BigDecimal compare(NetworkWork work, boolean training, Accelerator accelerator, String which) {
        List<Operation> plain = FusedWork.operations(work, training, Fusion.NONE);
        List<Operation> chained = FusedWork.operations(work, training, Fusion.CHAIN);
        assertEquals(plain.size(), chained.size(), which);
        EnergyTable table = accelerator.session(new Workers(1)).ledger().energyTable();
        BigDecimal spared = BigDecimal.ZERO;
        Set<List<Operation>> done = new HashSet<>();
        for (int i = 0; i < plain.size(); i++) {
            if (done.add(List.of(plain.get(i), chained.get(i)))) {
                OpCost before = accelerator.cost(plain.get(i));
                OpCost after = accelerator.cost(chained.get(i));
                String op = which + ": " + plain.get(i) + " -> " + chained.get(i);
                assertTrue(after.totalCycles() <= before.totalCycles(), op);
                assertEquals(before.computeCycles(), after.computeCycles(), op);
                assertEquals(before.vectorCycles(), after.vectorCycles(), op);
                assertTrue(dramBits(after) <= dramBits(before), op);
                spared = spared.add(energy(table, before)).subtract(energy(table, after));
                assertTrue(energy(table, after).compareTo(energy(table, before)) <= 0, op);
            }
        }
        return spared;
    }

    private static long dramBits(OpCost cost) {
        long bits =
                cost.events().get(Event.VECTOR_DRAM_READ_BIT) + cost.events().get(Event.VECTOR_DRAM_WRITE_BIT);
        for (Operand operand : Operand.values()) {
            bits += cost.events().get(Event.dramRead(operand)) + cost.events().get(Event.dramWrite(operand));
        }
        return bits;
    }

    private static BigDecimal energy(EnergyTable table, OpCost cost) {
        return table.energyPj(cost.events()).values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** Words of tensors between operations that a chain does not read (-) or write (!). */
    private static List<String> spared(NetworkWork work, boolean training) {
        List<String> spared = new ArrayList<>();
        List<Operation> plain = FusedWork.operations(work, training, Fusion.NONE);
        List<Operation> chained = FusedWork.operations(work, training, Fusion.CHAIN);
        for (int i = 0; i < plain.size(); i++) {
            if (plain.get(i) instanceof VectorOp before && chained.get(i) instanceof VectorOp after) {
                long reads = before.reads().words() - after.reads().words();
                long writes = before.writes().words() - after.writes().words();
                if (reads + writes > 0) {
                    spared.add(before.layer() + " " + before.name() + " -" + reads + " !" + writes);
                }
            } else if (chained.get(i) instanceof MatrixOp op && !op.storesResult()) {
                spared.add(op.layer() + " " + op.pass() + " !" + op.m() * op.n());
            }
        }
        return spared;
    }

    /**
     * Batch 2 of 2 x 4 x 4, a convolution to 3 channels (96 elements), batch norm, ReLU, a convolution to 2 (64 elements), the
     * pool of 4 planes, a linear layer.
     */
    private static final List<String> BLOCK = List.of(
            "{\"type\":\"conv\",\"name\":\"c1\",\"out\":3,\"kernel\":3,\"padding\":1}",
            "{\"type\":\"batchnorm\",\"name\":\"bn\"}",
            "{\"type\":\"relu\",\"name\":\"relu\"}",
            "{\"type\":\"conv\",\"name\":\"c2\",\"out\":2,\"kernel\":3,\"padding\":1}",
            "{\"type\":\"global-average-pool\",\"name\":\"pool\"}",
            "{\"type\":\"linear\",\"name\":\"fc\",\"out\":3}");

    /**
     * Training: statistics and ranges need whole tensors, so what they see is written and read again, and batch norm's input is
     * there for the backward pass. Sums of c2 meet only the pool, gradients of its output are those of the pool's.
     */
    @Test
    void trainingOfABlock() {
        NetworkWork work = work(parse("\"channels\":2,\"height\":4,\"width\":4", 3, BLOCK), 2, "cpt");
        assertEquals(
                List.of(
                        "bn batchnorm statistics -96 !0",
                        "bn batchnorm normalise -0 !96",
                        "relu relu -96 !0",
                        "c2 FORWARD !64",
                        "pool global average pool -64 !0",
                        "c2 BACKWARD_DATA !96",
                        "relu relu gradient -96 !0",
                        "bn batchnorm gradient sums -96 !0"),
                spared(work, true));
    }

    /** Evaluation knows statistics and ranges: sums become codes without a stop. */
    @Test
    void evaluationOfABlock() {
        NetworkWork work = work(parse("\"channels\":2,\"height\":4,\"width\":4", 3, BLOCK), 2, "cpt");
        assertEquals(
                List.of(
                        "c1 FORWARD !96",
                        "bn batchnorm normalise -96 !96",
                        "relu relu -96 !96",
                        "c2 quantize activations -96 !0",
                        "c2 FORWARD !64",
                        "pool global average pool -64 !0"),
                spared(work, false));
    }

    /** Both branches read the input; the sum takes the later branch as it comes, of which nothing is then written. */
    @Test
    void sumOfBranches() {
        String conv = "{\"type\":\"conv\",\"name\":\"%s\",\"out\":2,\"kernel\":1}";
        String sum = "{\"type\":\"residual\",\"name\":\"sum\",\"body\":[" + String.format(conv, "body")
                + "],\"shortcut\":[" + String.format(conv, "around") + "]}";
        List<String> layers = List.of(
                "{\"type\":\"conv\",\"name\":\"c1\",\"out\":2,\"kernel\":1}",
                sum,
                "{\"type\":\"max-pool\",\"name\":\"pool\",\"kernel\":2,\"stride\":2}",
                "{\"type\":\"linear\",\"name\":\"fc\",\"out\":3}");
        NetworkWork work = work(parse("\"channels\":2,\"height\":4,\"width\":4", 3, layers), 1, "cpt");
        assertEquals(
                List.of(
                        "around FORWARD !32",
                        "sum residual add -32 !0",
                        "around BACKWARD_DATA !32",
                        "sum residual gradient add -32 !0"),
                spared(work, true));
    }

    /** The loss reads scores in an order of its own, so a quantized classifier writes them, bias and all. */
    @Test
    void scoresAreWritten() {
        List<String> layers = List.of("{\"type\":\"linear\",\"name\":\"fc\",\"out\":3,\"quantized\":true}");
        NetworkWork work = work(parse("\"channels\":2,\"height\":1,\"width\":1", 3, layers), 2, "cpt");
        assertEquals(List.of("fc bias gradient -6 !0"), spared(work, true));
        assertEquals(List.of(), spared(work, false));
    }

    /**
     * The derivative of GELU reads its input, which is therefore written in training and not in evaluation. The gradient of
     * fc1's bias takes what the derivative makes.
     */
    @Test
    void inputsThatTheBackwardPassReadsAreWritten() {
        List<String> layers = List.of(
                "{\"type\":\"linear\",\"name\":\"fc1\",\"out\":4,\"quantized\":true}",
                "{\"type\":\"gelu\",\"name\":\"gelu\"}",
                "{\"type\":\"linear\",\"name\":\"fc2\",\"out\":3}");
        NetworkWork work = work(parse("\"channels\":2,\"height\":1,\"width\":1", 3, layers), 2, "cpt");
        assertEquals(List.of("gelu gelu -8 !0", "fc1 bias gradient -8 !0"), spared(work, true));
        assertEquals(List.of("fc1 FORWARD !8", "gelu gelu -8 !0"), spared(work, false));
    }
}
