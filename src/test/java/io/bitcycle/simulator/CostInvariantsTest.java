package io.bitcycle.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bitcycle.energy.Event;
import io.bitcycle.hardware.HardwareConfig;
import io.bitcycle.hardware.array.ArrayTiming;
import io.bitcycle.hardware.memory.Operand;
import io.bitcycle.numeric.IntegerFormat;
import io.bitcycle.workload.ConvLowering;
import io.bitcycle.workload.ConvShape;
import io.bitcycle.workload.MatrixOp;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every op on every hwconfig: random convolutions in all three passes on random arrays and memories. */
class CostInvariantsTest {
    private static final int ROUNDS = 60;

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14, 15, 16})
    void hold(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            List<String> settings = settings(random);
            ConvShape shape = shape(random);
            int a = 1 + random.nextInt(8);
            int b = 1 + random.nextInt(8);
            int pick = random.nextInt(3);
            String which = "seed " + seed + ", round " + round + ": " + shape + ", " + a + " x " + b + " bits, pass "
                    + pick + ", " + settings;
            MatrixOp op = op(shape, a, b, pick);
            HardwareConfig hardware = TestHardware.small(settings);
            OpCost cost = new Accelerator(hardware).cost(op);
            checkCycles(op, hardware, cost, which);
            checkTraffic(op, hardware, cost, which);
            checkSearch(op, settings, cost, which);
            // Lanes apart are more columns when operands are narrow: their sums need more of the output buffer.
            if (!settings.contains("array.mac.lane_sum=apart")
                    || !settings.contains("array.mac.family=subword-parallel")) {
                checkNarrower(op, op(shape, Math.max(1, a - 1), b, pick), hardware, which);
                checkNarrower(op, op(shape, a, Math.max(1, b - 1), pick), hardware, which);
            }
            checkFasterMemory(op, settings, cost, which);
        }
    }

    private static void checkCycles(MatrixOp op, HardwareConfig hardware, OpCost cost, String which) {
        ArrayTiming timing = ArrayTiming.of(
                hardware.array(),
                op.m(),
                op.k(),
                op.n(),
                op.taps(),
                op.a().bits(),
                op.b().bits());
        assertEquals(op.groups() * timing.cycles(), cost.computeCycles(), which);
        assertTrue(cost.stallCycles() >= 0, which);
        assertTrue(cost.busyUnitCycles() > 0, which);
        assertTrue(
                cost.busyUnitCycles() <= cost.computeCycles() * hardware.array().units(), which);
        long bits = 0;
        for (Operand operand : Operand.values()) {
            bits += cost.events().get(Event.dramRead(operand)) + cost.events().get(Event.dramWrite(operand));
        }
        assertTrue(cost.totalCycles() * hardware.dram().bitsPerCycle() >= bits, which + ": DRAM is faster than it is");
    }

    /** Its own invariants; and the fixed rule, which is one candidate, does not beat it. */
    private static void checkSearch(MatrixOp op, List<String> settings, OpCost fixed, String which) {
        List<String> search = new ArrayList<>(settings);
        search.add("mapping=search");
        HardwareConfig hardware = TestHardware.small(search);
        OpCost found = new Accelerator(hardware).cost(op);
        checkCycles(op, hardware, found, which + ", search");
        checkTraffic(op, hardware, found, which + ", search");
        assertTrue(found.totalCycles() <= fixed.totalCycles(), which);
        checkFasterMemory(op, search, found, which + ", search");
        checkLargerBuffers(op, search, found, which + ", search");
    }

    private static void checkLargerBuffers(MatrixOp op, List<String> settings, OpCost cost, String which) {
        for (String buffer : List.of("weight", "activation", "output")) {
            for (int times : new int[] {2, 3}) {
                List<String> more = new ArrayList<>(settings);
                String key = "buffers." + buffer + ".kib=";
                String kib = settings.stream()
                        .filter(s -> s.startsWith(key))
                        .findFirst()
                        .orElseThrow();
                more.add(key + times * Integer.parseInt(kib.substring(key.length())));
                OpCost larger = new Accelerator(TestHardware.small(more)).cost(op);
                assertTrue(
                        larger.totalCycles() <= cost.totalCycles(),
                        which + ": " + larger.totalCycles() + " > " + cost.totalCycles() + " with " + more);
            }
        }
    }

    private static void checkTraffic(MatrixOp op, HardwareConfig hardware, OpCost cost, String which) {
        long aBits = (long) op.groups()
                * op.aElements()
                * hardware.dram().storage().bitsFor(op.a().bits());
        long bBits = (long) op.groups()
                * op.bElements()
                * hardware.dram().storage().bitsFor(op.b().bits());
        long results = op.groups() * op.m() * op.n();
        int sumBits = hardware.array().mac().accumulatorBits();
        assertTrue(cost.events().get(Event.ACTIVATION_DRAM_READ_BIT) >= aBits, which);
        assertTrue(cost.events().get(Event.WEIGHT_DRAM_READ_BIT) >= bBits, which);
        assertTrue(
                cost.events().get(Event.OUTPUT_DRAM_WRITE_BIT)
                        >= results * (op.resultBits() == 0 ? sumBits : op.resultBits()),
                which);
        assertTrue(cost.events().get(Event.ACTIVATION_SRAM_WRITE_BIT) >= aBits, which);
        assertTrue(cost.events().get(Event.WEIGHT_SRAM_WRITE_BIT) >= bBits, which);
        for (Operand operand : Operand.values()) {
            long word = hardware.buffers().of(operand).accessBits();
            long written = cost.events().get(Event.sramWrite(operand));
            assertTrue(operand == Operand.OUTPUT || written % word == 0, which);
            assertEquals(
                    0,
                    cost.events().get(Event.dramRead(operand)) % hardware.dram().burstBits(),
                    which);
            assertEquals(
                    0,
                    cost.events().get(Event.dramWrite(operand))
                            % hardware.dram().burstBits(),
                    which);
        }
        // Every product's operands come from the buffers, each read shared by one row or column of units at most.
        long codesA = op.groups()
                * op.m()
                * op.k()
                * hardware.dram().storage().bitsFor(op.a().bits());
        assertTrue(cost.events().get(Event.ACTIVATION_SRAM_READ_BIT) >= codesA, which);
        assertTrue(cost.events().get(Event.OUTPUT_SRAM_WRITE_BIT) >= results * sumBits, which);
        assertEquals(
                cost.events().get(Event.OUTPUT_SRAM_WRITE_BIT), cost.events().get(Event.OUTPUT_SRAM_READ_BIT), which);
    }

    /** Total cycles may rise: where ports wait, a fused step fetches its full width for the rest of a depth too. */
    private static void checkNarrower(MatrixOp wide, MatrixOp narrow, HardwareConfig hardware, String which) {
        Accelerator accelerator = new Accelerator(hardware);
        OpCost more = accelerator.cost(wide);
        OpCost less = accelerator.cost(narrow);
        assertTrue(dramBits(less) <= dramBits(more), which + ": " + narrow + " moves more bits");
        assertTrue(less.computeCycles() <= more.computeCycles(), which);
    }

    private static long dramBits(OpCost cost) {
        long bits = 0;
        for (Operand operand : Operand.values()) {
            bits += cost.events().get(Event.dramRead(operand)) + cost.events().get(Event.dramWrite(operand));
        }
        return bits;
    }

    private static void checkFasterMemory(MatrixOp op, List<String> settings, OpCost cost, String which) {
        for (String faster : List.of("dram.bits_per_cycle=128", "dram.latency_cycles=0")) {
            List<String> more = new ArrayList<>(settings);
            more.add(faster);
            OpCost quick = new Accelerator(TestHardware.small(more)).cost(op);
            assertTrue(quick.totalCycles() <= cost.totalCycles(), which + ": slower with " + faster);
        }
    }

    private static MatrixOp op(ConvShape shape, int aBits, int bBits, int pass) {
        IntegerFormat a = IntegerFormat.unsigned(aBits);
        IntegerFormat b = IntegerFormat.unsigned(bBits);
        ConvLowering lowering = new ConvLowering("conv", shape, 32);
        return switch (pass) {
            case 0 -> lowering.forward(a, b);
            case 1 -> lowering.backwardData(a, b, true).get(0);
            default -> lowering.backwardWeight(a, b);
        };
    }

    private static ConvShape shape(Random random) {
        int groups = random.nextInt(4) == 0 ? 2 : 1;
        int kernel = 1 + 2 * random.nextInt(2);
        return new ConvShape(
                1 + random.nextInt(4),
                groups * (1 + random.nextInt(24)),
                3 + random.nextInt(10),
                3 + random.nextInt(10),
                groups * (1 + random.nextInt(24)),
                kernel,
                kernel,
                1 + random.nextInt(2),
                kernel / 2,
                groups);
    }

    private static List<String> settings(Random random) {
        String[] dataflows = {"os", "ws", "is"};
        // The sixth family's cycles come from values: StepLawTest.
        String[] families = {"bit-parallel", "bit-serial", "bit-serial-2d", "bit-fusion", "subword-parallel"};
        return List.of(
                "array.rows=" + (1 + random.nextInt(6)),
                "array.cols=" + (1 + random.nextInt(8)),
                "array.dataflow=" + dataflows[random.nextInt(3)],
                "array.interconnect=" + (random.nextBoolean() ? "systolic" : "broadcast"),
                "array.depth_blocking=" + (random.nextBoolean() ? "channel" : "flattened"),
                "array.pipeline_cycles=" + random.nextInt(5),
                "array.mac.family=" + families[random.nextInt(families.length)],
                "array.mac.min_bits=2",
                "array.mac.lane_sum=" + (random.nextBoolean() ? "together" : "apart"),
                "array.mac.lanes=" + (1 + random.nextInt(4)),
                "array.mac.serial_bits=1",
                "buffers.weight.kib=" + (64 << random.nextInt(3)),
                "buffers.weight.access_bits=" + (32 << random.nextInt(6)),
                "buffers.activation.kib=" + (16 << random.nextInt(3)),
                "buffers.activation.access_bits=" + (32 << random.nextInt(6)),
                "buffers.output.kib=3",
                "buffers.output.access_bits=" + (24 << random.nextInt(4)),
                "dram.bits_per_cycle=" + (1 + random.nextInt(128)),
                "dram.burst_bits=" + (1 << random.nextInt(10)),
                "dram.latency_cycles=" + random.nextInt(40),
                random.nextBoolean() ? "dram.storage_bits=1" : "dram.storage_bits=[2,4,8,16]",
                "energy.mac.entries[1].a_bits=16",
                "energy.mac.entries[1].b_bits=16");
    }
}
