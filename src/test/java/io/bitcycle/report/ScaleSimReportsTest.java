package io.bitcycle.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bitcycle.energy.EventCounts;
import io.bitcycle.hardware.HardwareConfigReader;
import io.bitcycle.numeric.IntegerFormat;
import io.bitcycle.simulator.Accelerator;
import io.bitcycle.simulator.OpCost;
import io.bitcycle.simulator.RunLedger;
import io.bitcycle.workload.MatrixOp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** SCALE-Sim's reports against what SCALE-Sim itself reported. */
class ScaleSimReportsTest {
    private static final Map<String, String> DATAFLOWS =
            Map.of("ws", "weight-stationary", "os", "output-stationary", "is", "input-stationary");
    private static final IntegerFormat CODES = IntegerFormat.unsigned(8);

    @TempDir
    private Path folder;

    /** Buffers so large that no tile is loaded twice: SCALE-Sim counts what the array asks for. */
    private static Accelerator accelerator(String array, String dataflow) {
        String[] sides = array.split("x");
        return new Accelerator(new HardwareConfigReader()
                .read(
                        Path.of("hwconfigs/bit-parallel-8bit-45nm.json"),
                        List.of(
                                "array.rows=" + sides[0],
                                "array.cols=" + sides[1],
                                "array.dataflow=" + DATAFLOWS.get(dataflow),
                                "buffers.activation.kib=65536",
                                "buffers.weight.kib=65536",
                                "buffers.output.kib=65536"))
                .config());
    }

    /** A product without the stalls that SCALE-Sim's CALC mode has none of. */
    private static RunLedger ledger(Accelerator accelerator, MatrixOp op) {
        OpCost cost = accelerator.cost(op);
        EventCounts events = cost.events();
        OpCost calc = new OpCost(cost.computeCycles(), 0, 0, cost.folds(), cost.busyUnitCycles(), events);
        return RunLedger.of(accelerator.hardware(), List.of(new RunLedger.Entry("training", op, calc, 1, 0, 0)));
    }

    static Stream<String> recorded() throws IOException {
        return Files.readAllLines(Path.of("src/test/resources/reference/scalesim/layers.csv")).stream()
                .skip(1);
    }

    /** A row of a report by column, as a script would read it. */
    private static Map<String, String> row(List<String> file, int row) {
        List<String> names = cells(file.get(0));
        List<String> values = cells(file.get(row));
        return names.stream().collect(Collectors.toMap(name -> name, name -> values.get(names.indexOf(name))));
    }

    private static List<String> cells(String line) {
        assertTrue(line.endsWith(","), line);
        return Arrays.stream(line.split(",")).map(String::strip).toList();
    }

    @ParameterizedTest
    @MethodSource("recorded")
    void figuresAreThoseThatScaleSimRecorded(String line) {
        String[] recorded = line.split(",", -1);
        long m = Long.parseLong(recorded[5]);
        long n = Long.parseLong(recorded[6]);
        long k = Long.parseLong(recorded[7]);
        String dataflow = recorded[3];
        RunLedger ledger =
                ledger(accelerator(recorded[2], dataflow), MatrixOp.product(recorded[1], m, k, n, CODES, CODES));
        Map<String, List<String>> files = new ScaleSimReports(ledger, OpsColumns.SCALESIM_V2).files();
        Map<String, String> compute = row(files.get("COMPUTE_REPORT.csv"), 1);
        Map<String, String> accesses = row(files.get("DETAILED_ACCESS_REPORT.csv"), 1);
        long last = Long.parseLong(recorded[10]) - 1;
        assertEquals(Long.toString(last), compute.get("Total Cycles"));
        if (!recorded[9].isEmpty()) {
            assertEquals(Double.parseDouble(recorded[9]), last);
        }
        assertEquals(Double.parseDouble(recorded[11]), Double.parseDouble(compute.get("Mapping Efficiency %")), 1e-5);
        assertEquals(recorded[12], accesses.get("SRAM IFMAP Reads"));
        assertEquals(recorded[13], accesses.get("SRAM Filter Reads"));
        // Of output-stationary runs SCALE-Sim also counts the sides of each fold; the true value is M x N.
        String written = dataflow.equals("os") ? Long.toString(m * n) : recorded[14];
        assertEquals(written, accesses.get("SRAM OFMAP Writes"));
        assertEquals("nan", accesses.get("DRAM IFMAP Start Cycle"));
    }

    /**
     * The first layer of its alexnet_part.csv, 32 x 32, weight-stationary: header and row of SCALE-Sim v2's own golden
     * report (scale-sim-v2, test/golden_trace/COMPUTE_REPORT.csv, commit 213cd1b).
     */
    @Test
    void computeReportIsScaleSimsOwn() {
        RunLedger ledger = ledger(accelerator("32x32", "ws"), MatrixOp.product("Conv1", 3025, 363, 96, CODES, CODES));
        List<String> lines =
                new ScaleSimReports(ledger, OpsColumns.SCALESIM_V2).files().get("COMPUTE_REPORT.csv");
        assertEquals(
                "LayerID, Total Cycles, Stall Cycles, Overall Util %, Mapping Efficiency %, Compute Util %,",
                lines.get(0));
        List<Double> expected = List.of(0.0, 112283.0, 0.0, 91.68309650614964, 94.53125, 90.78000992063485);
        List<String> cells = cells(lines.get(1));
        assertEquals(expected.size(), cells.size());
        for (int i = 0; i < expected.size(); i++) {
            assertEquals(expected.get(i), Double.parseDouble(cells.get(i)), 1e-10);
        }
    }

    /** Headers of scale-sim-v2 (test/general/golden_trace_user_ws, commit 18975c2) and of SCALE-Sim v3's simulator.py. */
    @Test
    void headersAreScaleSims() {
        RunLedger ledger = ledger(accelerator("32x32", "ws"), MatrixOp.product("a", 2, 3, 4, CODES, CODES));
        Map<String, List<String>> files = new ScaleSimReports(ledger, OpsColumns.SCALESIM).files();
        assertEquals(
                "LayerID, Total Cycles (incl. prefetch), Total Cycles, Stall Cycles, Overall Util %, Mapping Efficiency %,"
                        + " Compute Util %,",
                files.get("COMPUTE_REPORT.csv").get(0));
        assertEquals(
                "LayerID, Avg IFMAP SRAM BW, Avg FILTER SRAM BW, Avg OFMAP SRAM BW, Avg IFMAP DRAM BW, Avg FILTER DRAM BW,"
                        + " Avg OFMAP DRAM BW,",
                files.get("BANDWIDTH_REPORT.csv").get(0));
        assertEquals(
                "LayerID, SRAM IFMAP Start Cycle, SRAM IFMAP Stop Cycle, SRAM IFMAP Reads, SRAM Filter Start Cycle, SRAM"
                        + " Filter Stop Cycle, SRAM Filter Reads, SRAM OFMAP Start Cycle, SRAM OFMAP Stop Cycle, SRAM OFMAP"
                        + " Writes, DRAM IFMAP Start Cycle, DRAM IFMAP Stop Cycle, DRAM IFMAP Reads, DRAM Filter Start"
                        + " Cycle, DRAM Filter Stop Cycle, DRAM Filter Reads, DRAM OFMAP Start Cycle, DRAM OFMAP Stop Cycle,"
                        + " DRAM OFMAP Writes,",
                files.get("DETAILED_ACCESS_REPORT.csv").get(0));
    }

    /** Ours stay in their places; SCALE-Sim's come behind them, with a number where the row is a product. */
    @Test
    void opsCsvHasTheColumnsToo() throws IOException {
        RunLedger ledger = ledger(accelerator("32x32", "ws"), MatrixOp.product("Conv1", 3025, 363, 96, CODES, CODES));
        RunFolder.open(folder).with(OpsColumns.SCALESIM).child("run").write(ledger);
        List<String> ops = Files.readAllLines(folder.resolve("run/ops.csv"));
        List<String> plain = OpsCsv.lines(ledger);
        assertTrue(
                ops.get(0).startsWith(plain.get(0) + ",LayerID,Total Cycles (incl. prefetch),Total Cycles,"),
                ops.get(0));
        assertTrue(ops.get(1).startsWith(plain.get(1) + ",0,112283,112283,0,"), ops.get(1));
        assertTrue(Files.exists(folder.resolve("run/BANDWIDTH_REPORT.csv")));
    }
}
