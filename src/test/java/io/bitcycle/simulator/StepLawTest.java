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
import io.bitcycle.numeric.IntegerFormat;
import io.bitcycle.numeric.OverflowPolicy;
import io.bitcycle.tensor.OffsetMatrix;
import io.bitcycle.workload.MatrixOp;
import io.bitcycle.workload.TrainingPass;
import java.nio.file.Path;
import java.util.ArrayList;
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

    StepLawTest() {
        for (String event : List.of("product", "unit-cycle", "array-cycle")) {
            bases.add(new HardwareConfigReader()
                    .read(FILE, List.of("energy.mac.event=" + event))
                    .config());
        }
    }

    @ParameterizedTest
    @EnumSource
    void randomOperations(Dataflow dataflow) {
        long overflowing = 0;
        long stalled = 0;
        for (int seed = 0; seed < RUNS_PER_DATAFLOW; seed++) {
            Random random = new Random(seed * 3L + dataflow.ordinal());
            HardwareConfig hardware = hardware(random, dataflow);
            MacConfig mac = hardware.array().mac();
            IntegerFormat a = format(random, mac);
            IntegerFormat b = format(random, mac);
            int taps = random.nextInt(3) == 0 ? 1 + random.nextInt(4) : 1;
            int k = taps * (1 + random.nextInt(40));
            int m = 1 + random.nextInt(12);
            int n = 1 + random.nextInt(12);
            int groups = 1 + random.nextInt(2);
            MatrixOp op =
                    new MatrixOp("random", TrainingPass.FORWARD, 0, groups, m, k, n, taps, a, b, m * k, k * n, 7, 0, 0);
            String name = "seed " + seed + ": " + hardware.array() + ", " + op;
            Codes codes = new Codes(random, op, new Accelerator(hardware));
            RunLedger.Entry step = run(hardware, op, codes, true, name);
            RunLedger.Entry exact = run(hardware, op, codes, false, name);
            assertArrayEquals(codes.exact, codes.stepped, name);
            assertEquals(exact.overflows(), step.overflows(), name);
            assertSame(exact.cost(), step.cost(), hardware, name);
            if (exact.overflows() == 0) {
                assertArrayEquals(codes.plain(op), codes.stepped, name);
            }
            overflowing += exact.overflows() > 0 ? 1 : 0;
            stalled += exact.cost().stallCycles() > 0 ? 1 : 0;
        }
        assertTrue(overflowing > RUNS_PER_DATAFLOW / 20, overflowing + " runs overflow");
        assertTrue(stalled > RUNS_PER_DATAFLOW / 20, stalled + " runs stall");
    }

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

    private static RunLedger.Entry run(
            HardwareConfig hardware, MatrixOp op, Codes codes, boolean stepped, String name) {
        try (Workers workers = new Workers(1)) {
            Accelerator accelerator = new Accelerator(hardware);
            AcceleratorSession session =
                    stepped ? accelerator.steppedSession(workers, (cycle, array) -> {}) : accelerator.session(workers);
            long[][] sums = session.multiply(op, codes.a, codes.b);
            if (stepped) {
                codes.stepped = sums;
            } else {
                codes.exact = sums;
            }
            assertEquals(1, session.ledger().entries().size(), name);
            return session.ledger().entries().get(0);
        }
    }

    /** Operands and results of one operation. */
    private static final class Codes {
        final List<OffsetMatrix> a = new ArrayList<>();
        final List<OffsetMatrix> b = new ArrayList<>();
        long[][] stepped;
        long[][] exact;

        Codes(Random random, MatrixOp op, Accelerator accelerator) {
            for (int group = 0; group < op.groups(); group++) {
                a.add(matrix(random, (int) op.m(), (int) op.k(), op.a(), accelerator.centre(op.a())));
                b.add(matrix(random, (int) op.k(), (int) op.n(), op.b(), accelerator.centre(op.b())));
            }
        }

        private static OffsetMatrix matrix(Random random, int rows, int cols, IntegerFormat format, int centre) {
            short[] codes = new short[rows * cols];
            boolean extreme = random.nextInt(4) == 0;
            for (int i = 0; i < codes.length; i++) {
                int code = extreme
                        ? random.nextInt(8) > 0 ? format.max() : format.min()
                        : format.min() + random.nextInt(format.max() - format.min() + 1);
                codes[i] = (short) (code - centre);
            }
            IntegerFormat seen = centre == 0 ? format : IntegerFormat.signed(format.bits());
            return OffsetMatrix.dense(codes, rows, cols, seen);
        }

        long[][] plain(MatrixOp op) {
            long[][] sums = new long[op.groups()][(int) (op.m() * op.n())];
            for (int group = 0; group < op.groups(); group++) {
                for (int i = 0; i < op.m(); i++) {
                    for (int j = 0; j < op.n(); j++) {
                        for (int k = 0; k < op.k(); k++) {
                            sums[group][(int) (i * op.n() + j)] +=
                                    (long) a.get(group).get(i, k) * b.get(group).get(k, j);
                        }
                    }
                }
            }
            return sums;
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
        return random.nextInt(3) == 0 ? base.withMapping(new MappingConfig.Search()) : base;
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

    /** Small formats often, where codes hit their limits; and the widest, whose sums overflow. */
    private static IntegerFormat format(Random random, MacConfig mac) {
        int bits = switch (random.nextInt(3)) {
            case 0 -> 1 + random.nextInt(4);
            case 1 -> 1 + random.nextInt(mac.family().widestOperand(mac));
            default -> mac.maxBits();
        };
        return new IntegerFormat(bits, random.nextBoolean());
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
