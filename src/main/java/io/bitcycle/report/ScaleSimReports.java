package io.bitcycle.report;

import io.bitcycle.simulator.RunLedger;
import io.bitcycle.simulator.RunLedger.Entry;
import io.bitcycle.workload.MatrixOp;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A run's matrix products as the report files of SCALE-Sim, with its names, order and separators, a row per product in the
 * order of {@code ops.csv}, where the same columns stand at the end. What has no counterpart here is {@code nan}: at which
 * cycle an operand is first and last moved, and the DRAM bandwidths that are means between the two.
 */
final class ScaleSimReports {
    private static final String NOTHING = "nan";
    private static final String ID = "LayerID";
    private static final Column TOTAL = new Column("Total Cycles", figures -> Long.toString(figures.totalCycles()));
    private static final Column WITH_PREFETCH = new Column("Total Cycles (incl. prefetch)", TOTAL.cell());
    private static final List<Column> UTILIZATION = List.of(
            new Column("Stall Cycles", figures -> Long.toString(figures.stallCycles())),
            new Column("Overall Util %", figures -> number(figures.overallUtil())),
            new Column("Mapping Efficiency %", figures -> number(figures.mappingEfficiency())),
            new Column("Compute Util %", figures -> number(figures.computeUtil())));
    private static final List<Column> BANDWIDTH = List.of(
            new Column("Avg IFMAP SRAM BW", figures -> number(figures.perCycle(figures.ifmapSramReads()))),
            new Column("Avg FILTER SRAM BW", figures -> number(figures.perCycle(figures.filterSramReads()))),
            new Column("Avg OFMAP SRAM BW", figures -> number(figures.perCycle(figures.ofmapSramWrites()))),
            new Column("Avg IFMAP DRAM BW", null),
            new Column("Avg FILTER DRAM BW", null),
            new Column("Avg OFMAP DRAM BW", null));
    private static final List<Column> ACCESSES = Stream.of(
                    moved(
                            "SRAM IFMAP",
                            "Reads",
                            figures -> figures.ifmapSramReads().toString()),
                    moved(
                            "SRAM Filter",
                            "Reads",
                            figures -> figures.filterSramReads().toString()),
                    moved(
                            "SRAM OFMAP",
                            "Writes",
                            figures -> figures.ofmapSramWrites().toString()),
                    moved(
                            "DRAM IFMAP",
                            "Reads",
                            figures -> figures.ifmapDramReads().toString()),
                    moved(
                            "DRAM Filter",
                            "Reads",
                            figures -> figures.filterDramReads().toString()),
                    moved(
                            "DRAM OFMAP",
                            "Writes",
                            figures -> figures.ofmapDramWrites().toString()))
            .flatMap(columns -> columns)
            .toList();

    /**
     * A column.
     *
     * @param cell what stands in it; null where it has no counterpart
     */
    private record Column(String name, Function<ScaleSimFigures, String> cell) {
        String of(ScaleSimFigures figures) {
            return cell == null ? NOTHING : cell.apply(figures);
        }
    }

    private final RunLedger ledger;
    private final List<Column> compute;

    ScaleSimReports(RunLedger ledger, OpsColumns layout) {
        this.ledger = ledger;
        this.compute = layout == OpsColumns.SCALESIM
                ? joined(List.of(WITH_PREFETCH, TOTAL), UTILIZATION)
                : joined(List.of(TOTAL), UTILIZATION);
    }

    /** The files by name. */
    Map<String, List<String>> files() {
        Map<String, List<String>> files = new LinkedHashMap<>();
        files.put("COMPUTE_REPORT.csv", lines(compute));
        files.put("BANDWIDTH_REPORT.csv", lines(BANDWIDTH));
        files.put("DETAILED_ACCESS_REPORT.csv", lines(ACCESSES));
        return files;
    }

    /** SCALE-Sim ends each line with a comma. */
    private List<String> lines(List<Column> columns) {
        List<String> lines = new ArrayList<>();
        lines.add(ID + ", " + columns.stream().map(Column::name).collect(Collectors.joining(", ")) + ",");
        for (Entry entry : ledger.entries()) {
            figures(entry)
                    .ifPresent(row -> lines.add((lines.size() - 1) + ", "
                            + columns.stream().map(column -> column.of(row)).collect(Collectors.joining(", ")) + ","));
        }
        return lines;
    }

    /** Names of the columns that stand in {@code ops.csv}. */
    List<String> names() {
        return Stream.concat(Stream.of(ID), known().map(Column::name)).toList();
    }

    /**
     * What stands there in an entry's row: nothing where it is no product.
     *
     * @param products products in the rows before
     */
    List<String> cells(Entry entry, int products) {
        return figures(entry)
                .map(row -> Stream.concat(Stream.of(Integer.toString(products)), known().map(column -> column.of(row)))
                        .toList())
                .orElse(Collections.nCopies(names().size(), ""));
    }

    private Stream<Column> known() {
        return Stream.of(compute, BANDWIDTH, ACCESSES).flatMap(List::stream).filter(column -> column.cell() != null);
    }

    private Optional<ScaleSimFigures> figures(Entry entry) {
        return entry.operation() instanceof MatrixOp op
                ? Optional.of(ScaleSimFigures.of(entry, op, ledger.hardware()))
                : Optional.empty();
    }

    private static List<Column> joined(List<Column> some, List<Column> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }

    private static Stream<Column> moved(String what, String moves, Function<ScaleSimFigures, String> words) {
        return Stream.of(
                new Column(what + " Start Cycle", null),
                new Column(what + " Stop Cycle", null),
                new Column(what + " " + moves, words));
    }

    private static String number(double value) {
        return Double.isFinite(value) ? Figures.exact(value) : NOTHING;
    }
}
