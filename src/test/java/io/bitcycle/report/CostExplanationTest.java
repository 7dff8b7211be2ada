package io.bitcycle.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bitcycle.energy.EnergyTerm;
import io.bitcycle.energy.Event;
import io.bitcycle.numeric.IntegerFormat;
import io.bitcycle.simulator.Accelerator;
import io.bitcycle.simulator.AcceleratorSession;
import io.bitcycle.simulator.RunLedger;
import io.bitcycle.simulator.TestHardware;
import io.bitcycle.simulator.Totals;
import io.bitcycle.simulator.Workers;
import io.bitcycle.tensor.ArrayMatrix;
import io.bitcycle.workload.MatrixOp;
import io.bitcycle.workload.Traffic;
import io.bitcycle.workload.TrainingPass;
import io.bitcycle.workload.VectorOp;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CostExplanationTest {
    @ParameterizedTest
    @ValueSource(strings = {"fixed", "search"})
    void formulasAndTermsComeToTheTotals(String mapping) {
        Random random = new Random(5);
        Accelerator accelerator = new Accelerator(TestHardware.plain(
                "mapping=" + mapping,
                "array.dataflow=ws",
                "array.interconnect=systolic",
                "dram.burst_bits=24",
                "buffers.activation.banks=512",
                "buffers.activation.access_bits=16"));
        AcceleratorSession session = accelerator.session(new Workers(1));
        for (int i = 0; i < 20; i++) {
            int m = 1 + random.nextInt(90);
            int k = 1 + random.nextInt(9);
            int n = 1 + random.nextInt(9);
            IntegerFormat bits = IntegerFormat.unsigned(random.nextBoolean() ? 4 : 8);
            MatrixOp op = MatrixOp.product("m", m, k, n, bits, bits);
            session.multiply(
                    op,
                    List.of(ArrayMatrix.random(random, m, k, 0, 1)),
                    List.of(ArrayMatrix.random(random, k, n, 0, 1)));
            session.multiply(
                    op,
                    List.of(ArrayMatrix.random(random, m, k, 0, 1)),
                    List.of(ArrayMatrix.random(random, k, n, 0, 1)));
            session.vector(new VectorOp(
                    "v",
                    TrainingPass.FORWARD,
                    "x",
                    random.nextInt(100),
                    1,
                    1,
                    0,
                    1,
                    Traffic.bits(random.nextInt(900)),
                    Traffic.bits(5)));
        }
        RunLedger ledger = session.ledger();
        for (RunLedger.Entry entry : ledger.entries()) {
            Totals totals = ledger.totals(List.of(entry));
            CostExplanation explanation = CostExplanation.of(accelerator, ledger, entry);
            Map<String, Long> kinds = new HashMap<>();
            for (CostExplanation.Line line : explanation.cycles()) {
                assertEquals(new Formula(line.formula()).value(), line.value(), line.toString());
                kinds.merge(line.kind(), line.value(), Long::sum);
            }
            assertTraffic(explanation, totals);
            assertEquals(totals.computeCycles(), kinds.getOrDefault("compute", 0L));
            assertEquals(totals.stallCycles(), kinds.get("stall"));
            assertEquals(totals.vectorCycles(), kinds.getOrDefault("vector", 0L));
            assertEquals(totals.reconfigurationCycles(), kinds.getOrDefault("reconfiguration", 0L));
            assertEquals(
                    totals.totalCycles(),
                    kinds.values().stream().mapToLong(v -> v).sum());
            BigDecimal total = ledger.energyTable().energyPj(totals.events()).values().stream()
                    .reduce(BigDecimal.ZERO, BigDecimal::add);
            assertEquals(0, total.compareTo(explanation.energyPj()));
            for (EnergyTerm term : explanation.energy()) {
                assertEquals(
                        0,
                        term.row()
                                .energyPj()
                                .multiply(new BigDecimal(term.count()))
                                .compareTo(term.energyPj()));
                assertFalse(term.row().source().isBlank());
            }
        }
    }

    /** What buffers and DRAM moved, row by row of the energy table, is what the lines come to. */
    private static void assertTraffic(CostExplanation explanation, Totals totals) {
        Map<String, Long> lines = new HashMap<>();
        for (CostExplanation.Line line : explanation.traffic()) {
            assertEquals(new Formula(line.formula()).value(), line.value(), line.toString());
            assertNull(lines.put(line.kind(), line.value()), line.toString());
        }
        for (Event event : Event.values()) {
            String name = event.name().toLowerCase(Locale.ROOT);
            if (name.contains("ram_")) {
                assertEquals(totals.events().get(event), lines.getOrDefault(name, 0L), name);
            }
        }
    }

    /** The op of OpCostsTest.weightStationarySystolic. */
    @Test
    void readsAsDesignSection4() {
        Accelerator accelerator =
                new Accelerator(TestHardware.plain("array.dataflow=ws", "array.interconnect=systolic"));
        AcceleratorSession session = accelerator.session(new Workers(1));
        IntegerFormat bits = IntegerFormat.unsigned(8);
        session.multiply(
                MatrixOp.product("m", 4, 3, 2, bits, bits),
                List.of(new ArrayMatrix(4, 3, 0, 1, new int[12])),
                List.of(new ArrayMatrix(3, 2, 0, 1, new int[6])));
        CostExplanation explanation = CostExplanation.of(
                accelerator, session.ledger(), session.ledger().entries().get(0));
        assertEquals("1 * 1 * 2 * 1 * (4 + 4 * 1)", explanation.cycles().get(0).formula());
        assertEquals(16, explanation.cycles().get(0).value());
        assertEquals("1 * (16 - 16)", explanation.cycles().get(1).formula());
        assertEquals("1 * (63 - 16)", explanation.cycles().get(2).formula());
        assertTrue(explanation.mapping().startsWith("rows of A in tiles of 4 of 4"), explanation.mapping());
    }

    /** Evaluates a formula from its text alone. */
    private static final class Formula {
        private final String text;
        private int at;

        Formula(String text) {
            this.text = text.replace(" ", "");
        }

        long value() {
            long value = sum();
            assertEquals(text.length(), at, text);
            return value;
        }

        private long sum() {
            long value = product();
            while (at < text.length() && "+-".indexOf(text.charAt(at)) >= 0) {
                value += text.charAt(at++) == '+' ? product() : -product();
            }
            return value;
        }

        private long product() {
            long value = factor();
            while (at < text.length() && text.charAt(at) == '*') {
                at++;
                value *= factor();
            }
            return value;
        }

        private long factor() {
            if (text.startsWith("ceil(", at)) {
                at += 5;
                long a = sum();
                at++;
                long b = sum();
                at++;
                return (a + b - 1) / b;
            }
            if (text.charAt(at) == '(') {
                at++;
                long value = sum();
                at++;
                return value;
            }
            int from = at;
            while (at < text.length() && Character.isDigit(text.charAt(at))) {
                at++;
            }
            return Long.parseLong(text.substring(from, at));
        }
    }
}
