package io.bitcycle.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bitcycle.energy.Event;
import io.bitcycle.hardware.HardwareConfig;
import io.bitcycle.numeric.IntegerFormat;
import io.bitcycle.simulator.DramTrace.Burst;
import io.bitcycle.tensor.Quantizers;
import io.bitcycle.workload.ConvShape;
import io.bitcycle.workload.MatrixOp;
import io.bitcycle.workload.Operation;
import io.bitcycle.workload.work.ConvWork;
import io.bitcycle.workload.work.Quantization;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A DRAM trace against what the ledger counts, on random layers, arrays and memories. */
class DramTraceTest {
    private record Case(HardwareConfig hardware, List<Operation> operations, String name) {
        static Case of(long seed) {
            Random random = new Random(seed);
            List<String> settings = List.of(
                    "dram.burst_bits=" + 8 * (1 + random.nextInt(64)),
                    "dram.bits_per_cycle=" + (1 + random.nextInt(200)),
                    "dram.latency_cycles=" + random.nextInt(30),
                    "array.dataflow=" + List.of("ws", "os", "is").get(random.nextInt(3)),
                    "mapping=" + (random.nextBoolean() ? "fixed" : "search"),
                    "buffers.output.kib=" + 3 * (1 + random.nextInt(2)),
                    "array.reconfiguration_cycles=" + random.nextInt(5),
                    "vector.overlap=false");
            int groups = 1 + random.nextInt(2);
            ConvShape shape = new ConvShape(
                    1 + random.nextInt(3),
                    groups * (1 + random.nextInt(20)),
                    9,
                    8,
                    groups * (1 + random.nextInt(40)),
                    3,
                    3,
                    1 + random.nextInt(2),
                    1,
                    groups);
            Quantization quantization =
                    new Quantization(Quantizers.named("cpt"), 2 + random.nextInt(7), 2 + random.nextInt(7));
            ConvWork work = new ConvWork("conv", shape, quantization, false);
            List<Operation> operations = new ArrayList<>(work.forward(true));
            operations.addAll(work.backward());
            return new Case(TestHardware.small(settings), operations, "seed " + seed + ": " + shape + ", " + settings);
        }
    }

    private static List<Burst> bursts(Accelerator accelerator, List<? extends Operation> operations) {
        List<Burst> bursts = new ArrayList<>();
        new DramTrace(accelerator, operations).forEach(bursts::add);
        return bursts;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
    void movesWhatTheLedgerCounts(long seed) {
        Case test = Case.of(seed);
        Accelerator accelerator = new Accelerator(test.hardware());
        List<Burst> bursts = bursts(accelerator, test.operations());
        try (Workers workers = new Workers(1)) {
            AcceleratorSession session = accelerator.session(workers);
            test.operations().forEach(session::count);
            for (int i = 0; i < test.operations().size(); i++) {
                OpCost cost = accelerator.cost(test.operations().get(i));
                Map<String, Long> bits = new TreeMap<>();
                for (Burst burst : bursts) {
                    if (burst.number() == i) {
                        bits.merge(
                                burst.tensor() + (burst.write() ? " write" : " read"), 8L * burst.bytes(), Long::sum);
                    }
                }
                Map<String, Long> counted = new TreeMap<>();
                counted.put("activation read", cost.events().get(Event.ACTIVATION_DRAM_READ_BIT));
                counted.put("weight read", cost.events().get(Event.WEIGHT_DRAM_READ_BIT));
                counted.put("output read", cost.events().get(Event.OUTPUT_DRAM_READ_BIT));
                counted.put("input read", cost.events().get(Event.VECTOR_DRAM_READ_BIT));
                counted.put(
                        "output write",
                        cost.events().get(Event.OUTPUT_DRAM_WRITE_BIT)
                                + cost.events().get(Event.VECTOR_DRAM_WRITE_BIT));
                counted.values().removeIf(each -> each == 0);
                assertEquals(
                        counted, bits, test.name() + ", " + test.operations().get(i));
            }
            long total = session.ledger().totals(session.ledger().entries()).totalCycles();
            Burst last = bursts.get(bursts.size() - 1);
            assertTrue(last.cycle() < total, test.name());
        }
        DramTrace trace = new DramTrace(accelerator, test.operations());
        assertEquals(
                bursts.size(),
                trace.parts().stream().mapToLong(DramTrace.Part::count).sum(),
                test.name());
        Burst widest = trace.parts().get(0).widest();
        assertTrue(bursts.stream().allMatch(burst -> burst.address() <= widest.address()), test.name());
        assertTrue(bursts.stream().allMatch(burst -> burst.cycle() <= widest.cycle()), test.name());
    }

    /** One after the other at the rate of the port, whole bursts at aligned addresses. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
    void followsThePort(long seed) {
        Case test = Case.of(seed);
        int burstBits = test.hardware().dram().burstBits();
        long least = burstBits / test.hardware().dram().bitsPerCycle();
        Burst before = null;
        for (Burst burst : bursts(new Accelerator(test.hardware()), test.operations())) {
            assertEquals(burstBits / 8, burst.bytes());
            assertEquals(0, burst.address() % burst.bytes(), test.name());
            assertTrue(before == null || burst.cycle() >= before.cycle() + least, test.name() + ": " + burst);
            before = burst;
        }
    }

    /** Tensors lie apart, and in each there is room for all of its codes. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
    void tensorsDoNotOverlap(long seed) {
        Case test = Case.of(seed);
        Map<String, Set<Long>> addresses = new LinkedHashMap<>();
        for (Burst burst : bursts(new Accelerator(test.hardware()), test.operations())) {
            addresses
                    .computeIfAbsent(burst.number() + " " + burst.tensor(), any -> new HashSet<>())
                    .add(burst.address());
        }
        Set<Long> all = new HashSet<>();
        long sum = 0;
        for (Set<Long> tensor : addresses.values()) {
            all.addAll(tensor);
            sum += tensor.size();
        }
        assertEquals(sum, all.size(), test.name());
        for (int i = 0; i < test.operations().size(); i++) {
            if (test.operations().get(i) instanceof MatrixOp op) {
                int burstBits = test.hardware().dram().burstBits();
                long a = addresses.get(i + " activation").size() * (long) burstBits;
                long b = addresses.get(i + " weight").size() * (long) burstBits;
                long results = addresses.get(i + " output").size() * (long) burstBits;
                assertTrue(a >= op.groups() * op.aElements() * op.a().bits(), test.name() + ", " + op);
                assertTrue(b >= op.groups() * op.bElements() * op.b().bits(), test.name() + ", " + op);
                assertTrue(results >= op.groups() * op.m() * op.n() * op.resultBits(), test.name() + ", " + op);
            }
        }
    }

    /**
     * By hand: 2 x 3 times 3 x 2, 8 bit, output-stationary on 2 x 2: one tile. DRAM gives 8 bit per cycle after 5: A and B take 6 bytes
     * each, three bursts of 16 bit in six cycles, then three steps, then 4 sums of 32 bit leave in eight bursts. B, A and C lie in this
     * order.
     */
    @Test
    void oneTile() {
        IntegerFormat code = IntegerFormat.unsigned(8);
        MatrixOp op = MatrixOp.product("p", 2, 3, 2, code, code);
        List<String> lines = bursts(new Accelerator(TestHardware.plain("dram.burst_bits=16")), List.of(op)).stream()
                .map(burst -> burst.tensor() + " " + burst.cycle() + " " + burst.address())
                .toList();
        assertEquals(
                List.of(
                        "activation 5 6",
                        "activation 7 8",
                        "activation 9 10",
                        "weight 11 0",
                        "weight 13 2",
                        "weight 15 4",
                        "output 20 12",
                        "output 22 14",
                        "output 24 16",
                        "output 26 18",
                        "output 28 20",
                        "output 30 22",
                        "output 32 24",
                        "output 34 26"),
                lines);
    }

    @Test
    void refusesWhatHasNoBytesOrCycles() {
        Accelerator bits = new Accelerator(TestHardware.plain("dram.burst_bits=1"));
        assertThrows(IllegalArgumentException.class, () -> new DramTrace(bits, List.of()));
        Accelerator terms = new Accelerator(TestHardware.plain(
                "dram.burst_bits=8",
                "array.mac.family=term-serial",
                "array.mac.lanes=1",
                "array.mac.term_operands=activation",
                "array.mac.term_encoding=oneffset"));
        assertThrows(ValuesNeededException.class, () -> new DramTrace(terms, List.of()));
    }
}
