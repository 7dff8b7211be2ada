package io.bitcycle.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.bitcycle.TestHardware;
import io.bitcycle.energy.EnergyTable;
import io.bitcycle.numeric.IntegerFormat;
import io.bitcycle.simulator.AcceleratorSession;
import io.bitcycle.workload.MatrixOp;
import io.bitcycle.workload.Traffic;
import io.bitcycle.workload.TrainingPass;
import io.bitcycle.workload.VectorOp;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A small run of two products and a vector operation, told as summary and as rows. */
class RunReportTest {
    private final AcceleratorSession session = TestHardware.session(1, "array.reconfiguration_cycles=3");
    private final RunSummary summary = run();

    private RunSummary run() {
        IntegerFormat eight = IntegerFormat.unsigned(8);
        session.phase("train");
        MatrixOp wide = MatrixOp.product("a", 40, 50, 60, eight, eight);
        session.count(wide);
        session.count(wide);
        session.count(MatrixOp.product("b, \"quoted\"", 4, 5, 6, IntegerFormat.unsigned(4), eight));
        session.vector(new VectorOp(
                "a", TrainingPass.FORWARD, "relu", 1000, 1, 0, 0, 0, Traffic.words(1000), Traffic.words(500)));
        return RunSummary.of(session.ledger(), session.ledger().entries(), BigInteger.TEN.pow(20));
    }

    @Test
    void countsWhatRan() {
        JsonNode json = summary.toJson();
        assertEquals(2 * 40 * 50 * 60 + 4 * 5 * 6, json.get("macs").longValue());
        assertEquals(
                2 * 40 * 50 * 60 * 64 + 4 * 5 * 6 * 32,
                json.get("bitops_executed").longValue());
        assertEquals(BigInteger.TEN.pow(20), json.get("bitops").bigIntegerValue());
        assertEquals(3, json.get("cycles").get("reconfiguration").longValue());
        assertEquals(
                63 * 512,
                json.get("accesses").get("vector").get("dram_read_bits").longValue());
        assertEquals(
                json.get("cycles").get("total").longValue()
                        / (session.accelerator().hardware().technology().clockMhz() * 1e6),
                json.get("time_s").doubleValue(),
                0);
    }

    /** Energy is counts times table, recomputed here from the counts. */
    @Test
    void energyIsCountsTimesTable() {
        BigDecimal total = BigDecimal.ZERO;
        List<EnergyTable.Row> rows = session.ledger().energyTable().rows();
        for (int row = 0; row < rows.size(); row++) {
            total = total.add(rows.get(row)
                    .energyPj()
                    .multiply(BigDecimal.valueOf(summary.totals().events().get(row))));
        }
        assertTrue(total.signum() > 0);
        assertEquals(0, total.compareTo(summary.totalEnergyPj()));
        assertEquals(
                0,
                total.compareTo(summary.toJson().get("energy_pj").get("total").decimalValue()));
    }

    @Test
    void rowsAddUpToTheSummary() {
        List<List<String>> rows = new ArrayList<>();
        OpsCsv.lines(session.ledger())
                .forEach(line -> rows.add(
                        List.of(line.replace("\"b, \"\"quoted\"\"\"", "b").split(",", -1))));
        assertEquals(4, rows.size());
        for (List<String> row : rows) {
            assertEquals(rows.get(0).size(), row.size(), row.toString());
        }
        assertEquals(
                List.of("train", "a", "forward", "matrix-product"), rows.get(1).subList(0, 4));
        assertEquals("relu", rows.get(3).get(3));
        JsonNode json = summary.toJson();
        assertSum(rows, "macs", json.get("macs"));
        assertSum(rows, "bitops", json.get("bitops_executed"));
        assertSum(rows, "total_cycles", json.get("cycles").get("total"));
        assertSum(rows, "reconfiguration_cycles", json.get("cycles").get("reconfiguration"));
        assertSum(rows, "folds", json.get("folds"));
        json.get("energy_pj")
                .fieldNames()
                .forEachRemaining(name -> assertSum(
                        rows, "energy_" + name + "_pj", json.get("energy_pj").get(name)));
        json.get("accesses")
                .fieldNames()
                .forEachRemaining(operand -> json.get("accesses")
                        .get(operand)
                        .fieldNames()
                        .forEachRemaining(access -> assertSum(
                                rows,
                                operand + "_" + access,
                                json.get("accesses").get(operand).get(access))));
    }

    @Test
    void peopleReadUnits() {
        String lines = String.join("\n", summary.lines());
        assertTrue(lines.contains("MACs         240,120\n"), lines);
        assertTrue(lines.matches("(?s).*time +\\d+\\.\\d+ us\n.*energy +\\d+\\.\\d+ [num]J\n.*"), lines);
    }

    private static void assertSum(List<List<String>> rows, String column, JsonNode expected) {
        int at = rows.get(0).indexOf(column);
        assertTrue(at >= 0, "no column " + column + " in " + rows.get(0));
        BigDecimal sum = BigDecimal.ZERO;
        for (List<String> row : rows.subList(1, rows.size())) {
            sum = sum.add(new BigDecimal(row.get(at)));
        }
        assertEquals(0, sum.compareTo(expected.decimalValue()), column + ": " + sum + " and " + expected);
    }
}
