package io.bitcycle.report;

import io.bitcycle.csv.CsvCell;
import io.bitcycle.energy.Component;
import io.bitcycle.energy.Event;
import io.bitcycle.energy.EventCounts;
import io.bitcycle.hardware.memory.Operand;
import io.bitcycle.simulator.RunLedger;
import io.bitcycle.simulator.RunLedger.Entry;
import io.bitcycle.simulator.Totals;
import io.bitcycle.workload.MatrixOp;
import io.bitcycle.workload.VectorOp;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * {@code ops.csv}: one row per distinct operation of a phase of the run, all its executions together, in the order of
 * first execution. The rows add up to the summary, except for leakage and total cycles where {@code vector.overlap} hides
 * cycles across operations.
 */
public final class OpsCsv {
    private OpsCsv() {}

    /** The file's lines, the header first. */
    public static List<String> lines(RunLedger ledger) {
        List<String> lines = new ArrayList<>();
        lines.add(String.join(",", header()));
        for (Entry entry : ledger.entries()) {
            lines.add(String.join(",", row(ledger, entry)));
        }
        return lines;
    }

    /** The same with another program's columns behind our own. */
    static List<String> lines(RunLedger ledger, ScaleSimReports others) {
        List<String> lines = lines(ledger);
        lines.set(0, lines.get(0) + "," + String.join(",", others.names()));
        int products = 0;
        List<Entry> entries = ledger.entries();
        for (int i = 0; i < entries.size(); i++) {
            lines.set(i + 1, lines.get(i + 1) + "," + String.join(",", others.cells(entries.get(i), products)));
            products += entries.get(i).operation() instanceof MatrixOp ? 1 : 0;
        }
        return lines;
    }

    private static List<String> header() {
        List<String> names = new ArrayList<>(List.of(
                "phase",
                "layer",
                "pass",
                "operation",
                "stride_phase",
                "a_bits",
                "b_bits",
                "m",
                "n",
                "k",
                "groups",
                "elements",
                "executions",
                "macs",
                "bitops",
                "compute_cycles",
                "stall_cycles",
                "vector_cycles",
                "reconfiguration_cycles",
                "total_cycles",
                "folds",
                "overflows",
                "utilization"));
        for (Event event : accesses()) {
            names.add(event.name().toLowerCase(Locale.ROOT) + "s");
        }
        for (Component component : Component.values()) {
            names.add("energy_" + component.label() + "_pj");
        }
        names.add("energy_total_pj");
        return names;
    }

    private static List<String> row(RunLedger ledger, Entry entry) {
        Totals totals = ledger.totals(List.of(entry));
        List<String> cells = new ArrayList<>();
        cells.add(CsvCell.quoted(entry.phase()));
        cells.add(CsvCell.quoted(entry.operation().layer()));
        cells.add(entry.operation().pass().label());
        if (entry.operation() instanceof MatrixOp op) {
            cells.add("matrix-product");
            addAll(cells, op.phase(), op.a().bits(), op.b().bits(), op.m(), op.n(), op.k(), op.groups());
            cells.add("");
        } else if (entry.operation() instanceof VectorOp op) {
            cells.add(CsvCell.quoted(op.name()));
            cells.addAll(List.of("", "", "", "", "", "", ""));
            addAll(cells, op.elements());
        }
        addAll(cells, entry.executions());
        cells.add(totals.macs().toString());
        cells.add(totals.bitOpsExecuted().toString());
        addAll(
                cells,
                totals.computeCycles(),
                totals.stallCycles(),
                totals.vectorCycles(),
                totals.reconfigurationCycles(),
                totals.totalCycles(),
                totals.folds(),
                totals.overflows());
        cells.add(Figures.exact(totals.utilization()));
        EventCounts events = totals.events();
        for (Event event : accesses()) {
            cells.add(events.exact(event).toString());
        }
        Map<Component, BigDecimal> energyPj = ledger.energyTable().energyPj(events);
        BigDecimal total = BigDecimal.ZERO;
        for (Component component : Component.values()) {
            cells.add(plain(energyPj.get(component)));
            total = total.add(energyPj.get(component));
        }
        cells.add(plain(total));
        return cells;
    }

    private static List<Event> accesses() {
        List<Event> events = new ArrayList<>();
        for (Operand operand : Operand.values()) {
            events.add(Event.sramRead(operand));
            events.add(Event.sramWrite(operand));
            events.add(Event.dramRead(operand));
            events.add(Event.dramWrite(operand));
        }
        events.add(Event.VECTOR_DRAM_READ_BIT);
        events.add(Event.VECTOR_DRAM_WRITE_BIT);
        return events;
    }

    private static void addAll(List<String> cells, long... values) {
        for (long value : values) {
            cells.add(Long.toString(value));
        }
    }

    private static String plain(BigDecimal value) {
        return value.stripTrailingZeros().toPlainString();
    }
}
