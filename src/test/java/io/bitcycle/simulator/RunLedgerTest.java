package io.bitcycle.simulator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.bitcycle.energy.EnergyTable;
import io.bitcycle.energy.Event;
import io.bitcycle.hardware.HardwareConfig;
import io.bitcycle.numeric.IntegerFormat;
import io.bitcycle.tensor.ArrayMatrix;
import io.bitcycle.workload.MatrixOp;
import io.bitcycle.workload.Traffic;
import io.bitcycle.workload.TrainingPass;
import io.bitcycle.workload.VectorOp;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunLedgerTest {
    private static final IntegerFormat BYTE = IntegerFormat.unsigned(8);
    private static final MatrixOp MATRIX = MatrixOp.product("m", 4, 3, 2, BYTE, BYTE);
    private static final VectorOp VECTOR =
            new VectorOp("v", TrainingPass.FORWARD, "x", 100, 1, 1, 0, 0, Traffic.bits(100), Traffic.bits(60));

    private static RunLedger ledger(HardwareConfig hardware) {
        return new RunLedger(hardware, new EnergyTable(hardware));
    }

    /** One op of 6 + 49 cycles twice, one with a change of precision (3 cycles), and vector work of 25 cycles. */
    @Test
    void totals() {
        HardwareConfig hardware = TestHardware.plain();
        Accelerator accelerator = new Accelerator(hardware);
        RunLedger ledger = ledger(hardware);
        ledger.add("train", MATRIX, accelerator.cost(MATRIX), false, 5);
        ledger.add("train", MATRIX, accelerator.cost(MATRIX), true, 6);
        ledger.add("train", VECTOR, accelerator.cost(VECTOR), false, 0);
        assertEquals(2, ledger.entries().size());
        assertEquals(2, ledger.entries().get(0).executions());
        Totals totals = ledger.totals(ledger.entries());
        assertEquals(12, totals.computeCycles());
        assertEquals(98, totals.stallCycles());
        assertEquals(25, totals.vectorCycles());
        assertEquals(3, totals.reconfigurationCycles());
        assertEquals(138, totals.totalCycles());
        assertEquals(2 * 24, totals.macs().longValueExact());
        assertEquals(2 * 24 * 64, totals.bitOpsExecuted().longValueExact());
        assertEquals(4, totals.folds());
        assertEquals(11, totals.overflows());
        assertEquals(2 * 24 / (4 * 138.0), totals.utilization());
        assertEquals(138 / 500e6, totals.timeSeconds());
        assertEquals(1, totals.events().get(Event.RECONFIGURATION));
        assertEquals(138, totals.events().get(Event.LEAKAGE_CYCLE));
        assertEquals(100, totals.events().get(Event.VECTOR_ADD));
    }

    /** Executions that cost the same or something else, with and without somebody asking in between: the sum, one by one. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void executionsOfAnyCostAddUp(long seed) {
        Random random = new Random(seed);
        HardwareConfig hardware = TestHardware.plain();
        Accelerator accelerator = new Accelerator(hardware);
        OpCost[] costs = {accelerator.cost(MATRIX), accelerator.cost(MATRIX).times(3), accelerator.cost(VECTOR)};
        RunLedger ledger = ledger(hardware);
        OpCost sum = null;
        long overflows = 0;
        int executions = 1 + random.nextInt(30);
        for (int i = 0; i < executions; i++) {
            OpCost cost = costs[random.nextInt(3) * random.nextInt(2)];
            ledger.add("train", MATRIX, cost, i == 2, i);
            sum = sum == null ? cost : sum.plus(cost);
            overflows += i;
            if (random.nextInt(5) == 0) {
                ledger.entries();
            }
        }
        RunLedger.Entry entry = ledger.entries().get(0);
        assertEquals(1, ledger.entries().size());
        assertEquals(executions, entry.executions());
        assertEquals(executions > 2 ? 1 : 0, entry.reconfigurations());
        assertEquals(overflows, entry.overflows());
        assertEquals(sum.totalCycles(), entry.cost().totalCycles(), "seed " + seed);
        assertArrayEquals(sum.events().toArray(), entry.cost().events().toArray(), "seed " + seed);
    }

    @Test
    void overlappedVectorWorkHidesBehindTheArray() {
        HardwareConfig hardware = TestHardware.plain("vector.overlap=true");
        Accelerator accelerator = new Accelerator(hardware);
        RunLedger ledger = ledger(hardware);
        ledger.add("", MATRIX, accelerator.cost(MATRIX), false, 0);
        ledger.add("", VECTOR, accelerator.cost(VECTOR), false, 0);
        Totals totals = ledger.totals(ledger.entries());
        assertEquals(25, totals.vectorCycles());
        assertEquals(6 + 49, totals.totalCycles());
    }

    @Test
    void emptyLedger() {
        RunLedger ledger = ledger(TestHardware.plain());
        Totals totals = ledger.totals(ledger.entries());
        assertEquals(0, totals.totalCycles());
        assertEquals(0, totals.utilization());
    }

    /** The first op finds the array as it needs it; afterwards each other pair of widths is a change. */
    @Test
    void reconfigurationsAreChangesOfWidths() {
        AcceleratorSession session = new Accelerator(TestHardware.plain()).session(new Workers(1));
        int[][] bits = {{8, 8}, {8, 8}, {4, 8}, {8, 4}, {8, 4}, {8, 8}};
        for (int[] pair : bits) {
            MatrixOp op =
                    MatrixOp.product("m", 1, 1, 1, IntegerFormat.unsigned(pair[0]), IntegerFormat.unsigned(pair[1]));
            session.multiply(op, List.of(zero()), List.of(zero()));
        }
        Totals totals = session.ledger().totals(session.ledger().entries());
        assertEquals(3, totals.events().get(Event.RECONFIGURATION));
        assertEquals(9, totals.reconfigurationCycles());
        assertEquals(3, session.ledger().entries().size());
    }

    private static ArrayMatrix zero() {
        return new ArrayMatrix(1, 1, 0, 1, new int[] {0});
    }

    /** Phases and single entries partition a run: every sum over parts is the whole, without overlap of array and vector. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void partsSumToTotals(long seed) {
        Random random = new Random(seed);
        HardwareConfig hardware = TestHardware.plain();
        Accelerator accelerator = new Accelerator(hardware);
        RunLedger ledger = ledger(hardware);
        for (int i = 0; i < 40; i++) {
            String phase = random.nextBoolean() ? "train" : "test";
            if (random.nextBoolean()) {
                MatrixOp op = MatrixOp.product(
                        "m" + random.nextInt(3), 1 + random.nextInt(9), 1 + random.nextInt(9), 1, BYTE, BYTE);
                ledger.add(phase, op, accelerator.cost(op), random.nextBoolean(), random.nextInt(3));
            } else {
                VectorOp op = new VectorOp(
                        "v",
                        TrainingPass.FORWARD,
                        "x",
                        random.nextInt(50),
                        1,
                        0,
                        0,
                        1,
                        Traffic.bits(random.nextInt(99)),
                        Traffic.bits(8));
                ledger.add(phase, op, accelerator.cost(op), false, 0);
            }
        }
        List<long[]> parts = new ArrayList<>();
        for (RunLedger.Entry entry : ledger.entries()) {
            parts.add(numbers(ledger.totals(List.of(entry))));
        }
        long[] whole = numbers(ledger.totals(ledger.entries()));
        for (int i = 0; i < whole.length; i++) {
            long sum = 0;
            for (long[] part : parts) {
                sum += part[i];
            }
            assertEquals(whole[i], sum, "seed " + seed + ", number " + i);
        }
        assertEquals(whole[0] + whole[1] + whole[2] + whole[3], whole[4], "seed " + seed);
    }

    private static long[] numbers(Totals totals) {
        int rows = Event.values().length + 2;
        long[] all = new long[9 + rows];
        all[0] = totals.computeCycles();
        all[1] = totals.stallCycles();
        all[2] = totals.vectorCycles();
        all[3] = totals.reconfigurationCycles();
        all[4] = totals.totalCycles();
        all[5] = totals.macs().longValueExact();
        all[6] = totals.bitOpsExecuted().longValueExact();
        all[7] = totals.folds();
        all[8] = totals.overflows();
        for (int i = 0; i < rows; i++) {
            all[9 + i] = totals.events().get(i);
        }
        return all;
    }
}
