package io.bitcycle.simulator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bitcycle.energy.EnergyTable;
import io.bitcycle.hardware.HardwareConfig;
import io.bitcycle.hardware.HardwareConfigReader;
import io.bitcycle.hardware.MappingConfig;
import io.bitcycle.hardware.array.ArrayConfig;
import io.bitcycle.hardware.array.Dataflow;
import io.bitcycle.hardware.array.DepthBlocking;
import io.bitcycle.hardware.array.Interconnect;
import io.bitcycle.hardware.array.OutputDrain;
import io.bitcycle.hardware.mac.LaneAccumulation;
import io.bitcycle.hardware.mac.MacConfig;
import io.bitcycle.hardware.mac.MacFamilies;
import io.bitcycle.hardware.mac.MacFamily;
import io.bitcycle.hardware.mac.OperandSigns;
import io.bitcycle.hardware.mac.StepWidth;
import io.bitcycle.hardware.mac.TermEncoding;
import io.bitcycle.hardware.mac.TermOperands;
import io.bitcycle.hardware.memory.Operand;
import io.bitcycle.numeric.Accumulator;
import io.bitcycle.numeric.OverflowPolicy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The law of DESIGN section 5 on random operations: the stepped array gives the accumulators, overflows, cycles and event
 * counts of {@code exact}, and the sums of plain {@code long} arithmetic; {@code exact} gives those cycles and counts too.
 */
class StepLawTest {
    private static final Path FILE = Path.of("hwconfigs", "bitfusion-45nm.json");
    private static final int RUNS_PER_DATAFLOW = 1000;

    private final List<HardwareConfig> bases = new ArrayList<>();

    /** Wide and narrow DRAM and ports, so that arrays wait for tiles, or inside folds, or not at all. */
    StepLawTest() {
        for (String event : List.of("product", "unit-cycle", "array-cycle")) {
            bases.add(base("energy.mac.event=" + event));
            bases.add(base("energy.mac.event=" + event, "dram.bits_per_cycle=8", "dram.latency_cycles=3"));
            bases.add(base(
                    "energy.mac.event=" + event,
                    "dram.bits_per_cycle=4096",
                    "dram.latency_cycles=0",
                    "buffers.weight.access_bits=8",
                    "buffers.weight.banks=1",
                    "buffers.activation.access_bits=8",
                    "buffers.activation.banks=1",
                    "buffers.output.access_bits=16",
                    "buffers.output.banks=1"));
        }
    }

    private static HardwareConfig base(String... settings) {
        return new HardwareConfigReader().read(FILE, List.of(settings)).config();
    }

    @ParameterizedTest
    @EnumSource
    void randomOperations(Dataflow dataflow) {
        int overflowing = 0;
        int stalled = 0;
        int rescaled = 0;
        for (int seed = 0; seed < RUNS_PER_DATAFLOW; seed++) {
            Random random = new Random(seed * 3L + dataflow.ordinal());
            HardwareConfig hardware = hardware(random, dataflow);
            RandomProduct product = new RandomProduct(random, hardware);
            String name = "seed " + seed + ": " + hardware.array() + ", " + hardware.mapping() + ", " + product.op();
            Run step = run(hardware, product, true, name);
            Run exact = run(hardware, product, false, name);
            assertArrayEquals(exact.result.sums(), step.result.sums(), name);
            assertEquals(exact.entry.overflows(), step.entry.overflows(), name);
            assertSame(exact.entry.cost(), step.entry.cost(), hardware, name);
            if (exact.entry.overflows() == 0) {
                assertArrayEquals(product.sums(), step.result.sums(), name);
            }
            product.checkEdge(step.result, name);
            overflowing += exact.entry.overflows() > 0 ? 1 : 0;
            stalled += exact.entry.cost().stallCycles() > 0 ? 1 : 0;
            rescaled += product.op().rescaleSegments() > 0 ? 1 : 0;
        }
        assertTrue(overflowing > RUNS_PER_DATAFLOW / 20, overflowing + " runs overflow");
        assertTrue(stalled > RUNS_PER_DATAFLOW / 2, stalled + " runs stall");
        assertTrue(rescaled > RUNS_PER_DATAFLOW / 8, rescaled + " runs rescale");
    }

    private record Run(AcceleratorSession.Result result, RunLedger.Entry entry) {}

    private static void assertSame(OpCost exact, OpCost step, HardwareConfig hardware, String name) {
        assertEquals(exact.computeCycles(), step.computeCycles(), name);
        assertEquals(exact.stallCycles(), step.stallCycles(), name);
        assertEquals(exact.folds(), step.folds(), name);
        assertEquals(exact.busyUnitCycles(), step.busyUnitCycles(), name);
        List<EnergyTable.Row> rows = new EnergyTable(hardware).rows();
        for (int row = 0; row < rows.size(); row++) {
            assertEquals(
                    exact.events().get(row),
                    step.events().get(row),
                    rows.get(row).name() + ", " + name);
        }
    }

    private static Run run(HardwareConfig hardware, RandomProduct product, boolean stepped, String name) {
        try (Workers workers = new Workers(1)) {
            Accelerator accelerator = new Accelerator(hardware);
            AcceleratorSession session =
                    stepped ? accelerator.steppedSession(workers, (cycle, array) -> {}) : accelerator.session(workers);
            AcceleratorSession.Result result = session.multiply(product.op(), product.groups());
            assertEquals(1, session.ledger().entries().size(), name);
            return new Run(result, session.ledger().entries().get(0));
        } catch (RuntimeException e) {
            throw new AssertionError(name, e);
        }
    }

    private HardwareConfig hardware(Random random, Dataflow dataflow) {
        ArrayConfig array = new ArrayConfig(
                1 + random.nextInt(6),
                1 + random.nextInt(6),
                dataflow,
                random.nextBoolean() ? Interconnect.SYSTOLIC : Interconnect.BROADCAST,
                random.nextBoolean() ? DepthBlocking.FLATTENED : DepthBlocking.CHANNEL,
                random.nextInt(4),
                1 + random.nextInt(3),
                random.nextBoolean() ? OutputDrain.OVERLAPPED : OutputDrain.EXPOSED,
                0,
                mac(random));
        HardwareConfig base = bases.get(random.nextInt(bases.size())).withArray(array);
        return switch (random.nextInt(4)) {
            case 0 -> base.withMapping(new MappingConfig.Search());
            case 1 -> base.withMapping(tiles(random));
            default -> base;
        };
    }

    /** Tiles that fit these buffers whatever the operation. */
    private static MappingConfig tiles(Random random) {
        List<MappingConfig.Loop> order = new ArrayList<>(List.of(MappingConfig.Loop.values()));
        Collections.shuffle(order, random);
        return new MappingConfig.Tiles(
                1 + random.nextInt(15), 1 + random.nextInt(15), 1 + random.nextInt(50), 1 + random.nextInt(5), order);
    }

    private static MacConfig mac(Random random) {
        MacFamily family = MacFamilies.ALL.get(random.nextInt(MacFamilies.ALL.size()));
        int maxBits = random.nextBoolean() ? 8 : 16;
        MacConfig mac = new MacConfig(
                family,
                random.nextInt(4) == 0 ? OperandSigns.SIGNED : OperandSigns.EITHER,
                maxBits,
                2,
                1 << random.nextInt(3),
                random.nextBoolean() ? Operand.WEIGHT : Operand.ACTIVATION,
                1 + random.nextInt(random.nextInt(4) == 0 ? 80 : 9),
                random.nextBoolean() ? LaneAccumulation.TOGETHER : LaneAccumulation.APART,
                random.nextBoolean() ? TermOperands.ACTIVATION : TermOperands.BOTH,
                random.nextBoolean() ? TermEncoding.ONEFFSET : TermEncoding.BOOTH,
                Accumulator.MAX_BITS,
                random.nextBoolean() ? OverflowPolicy.WRAP : OverflowPolicy.SATURATE);
        // About what one step needs, so that some sums overflow, and the sum of one step too.
        int bits = Math.max(2, Math.min(Accumulator.MAX_BITS, StepWidth.of(mac).bits() + random.nextInt(7) - 3));
        return new MacConfig(
                family,
                mac.operandSigns(),
                maxBits,
                mac.minBits(),
                mac.serialBits(),
                mac.serialOperand(),
                mac.lanes(),
                mac.laneSum(),
                mac.termOperands(),
                mac.termEncoding(),
                bits,
                mac.overflow());
    }

    @Test
    void everyFamilyIsDrawn() {
        boolean[] seen = new boolean[MacFamilies.ALL.size()];
        for (int seed = 0; seed < 100; seed++) {
            seen[MacFamilies.ALL.indexOf(mac(new Random(seed)).family())] = true;
        }
        for (boolean each : seen) {
            assertTrue(each);
        }
    }
}
