package io.bitcycle.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bitcycle.csv.CsvCell;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Training runs of networks under schedules on hwconfigs, side by side.
 *
 * @param rows network by network, hwconfig by hwconfig
 */
public record Survey(List<SurveyRow> rows) {
    private static final int LONGEST_NAME = 24;

    public Survey {
        rows = List.copyOf(rows);
    }

    /** A figure by which runs are compared; less is better, or more. */
    private record Column(String key, boolean less, ToDoubleFunction<SurveyRow> value) {}

    private static final List<Column> COLUMNS = List.of(
            new Column("cycles", true, row -> row.cost().totals().totalCycles()),
            new Column("time_s", true, SurveyRow::seconds),
            new Column("energy_pj", true, SurveyRow::joules),
            new Column("energy_delay_js", true, SurveyRow::energyDelay),
            new Column(
                    "energy_per_unit_pj", true, row -> row.picojoulesPerUnit().doubleValue()),
            new Column(
                    "gmacs_per_s_per_mm2",
                    false,
                    row -> row.gigaMacsPerSecondPerMm2().orElse(Double.NaN)));

    /** Networks in order of their first row. */
    public List<String> traces() {
        return rows.stream().map(SurveyRow::trace).distinct().toList();
    }

    /** The runs of one network. */
    public List<SurveyRow> of(String trace) {
        return rows.stream().filter(row -> row.trace().equals(trace)).toList();
    }

    /** What a run saves against the baseline of its network and hwconfig; empty for a baseline, or without one. */
    public Optional<Saving> saving(SurveyRow row) {
        return rows.stream()
                .filter(other -> other.baseline()
                        && !row.baseline()
                        && other.trace().equals(row.trace())
                        && other.hardware().equals(row.hardware()))
                .findFirst()
                .map(baseline -> Saving.of(row, baseline));
    }

    /** The best run of a network in each column that has a figure; of equals the first. */
    private static Map<String, SurveyRow> best(List<SurveyRow> rows) {
        Map<String, SurveyRow> best = new LinkedHashMap<>();
        for (Column column : COLUMNS) {
            Comparator<SurveyRow> order = Comparator.comparingDouble(column.value());
            rows.stream()
                    .filter(row -> !Double.isNaN(column.value().applyAsDouble(row)))
                    .min(column.less() ? order : order.reversed())
                    .ifPresent(row -> best.put(column.key(), row));
        }
        return best;
    }

    /** For terminals: two tables per network, then the best of all networks. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (String trace : traces()) {
            lines.addAll(costLines(trace));
            lines.addAll(savingLines(trace));
        }
        lines.addAll(bestLines());
        return lines;
    }

    private List<String> costLines(String trace) {
        List<SurveyRow> runs = of(trace);
        SurveyRow first = runs.get(0);
        Map<String, SurveyRow> best = best(runs);
        TextTable table = new TextTable(
                "hwconfig",
                "schedule",
                "BitOPs",
                "cycles",
                "time",
                "energy",
                "EDP in J s",
                "per " + first.unit(),
                "GMAC/s/mm2");
        for (SurveyRow row : runs) {
            table.row(
                    cut(row.hardware()),
                    row.schedule(),
                    Figures.count(new BigDecimal(row.cost().bitOps())),
                    marked(
                            "cycles",
                            row,
                            best,
                            Figures.count(BigDecimal.valueOf(row.cost().totals().totalCycles()))),
                    marked("time_s", row, best, Figures.time(row.seconds())),
                    marked("energy_pj", row, best, Figures.energy(row.cost().totalEnergyPj())),
                    marked("energy_delay_js", row, best, Figures.count(new BigDecimal(row.energyDelay()))),
                    marked("energy_per_unit_pj", row, best, Figures.energy(row.picojoulesPerUnit())),
                    row.gigaMacsPerSecondPerMm2().isEmpty()
                            ? "-"
                            : marked(
                                    "gmacs_per_s_per_mm2",
                                    row,
                                    best,
                                    Figures.fixed(row.gigaMacsPerSecondPerMm2().getAsDouble(), 3)));
        }
        List<String> lines = new ArrayList<>();
        lines.add(trace + ": " + Figures.grouped(first.iterations()) + " iterations, " + Figures.grouped(first.units())
                + " " + first.unit() + "s (* best of the column)");
        lines.addAll(table.lines());
        lines.add("");
        return lines;
    }

    private static String marked(String key, SurveyRow row, Map<String, SurveyRow> best, String figure) {
        return figure + (best.get(key) == row ? "*" : " ");
    }

    private List<String> savingLines(String trace) {
        TextTable table = new TextTable(
                "saved against static",
                "schedule",
                "BitOPs",
                "array cycles",
                "cycles",
                "time",
                "energy",
                "survives: array cycles",
                "time",
                "energy");
        List<String> lines = new ArrayList<>();
        boolean any = false;
        for (SurveyRow row : of(trace)) {
            Optional<Saving> found = saving(row);
            if (found.isPresent()) {
                Saving saving = found.get();
                any = true;
                List<String> cells = new ArrayList<>(List.of(cut(row.hardware()), row.schedule()));
                for (double share : new double[] {
                    saving.bitOps(), saving.arrayCycles(), saving.cycles(), saving.time(), saving.energy()
                }) {
                    cells.add(Figures.percent(share));
                }
                saving.survivors().values().forEach(share -> cells.add(Figures.percent(share)));
                table.row(cells);
            }
        }
        if (any) {
            lines.addAll(table.lines());
            lines.add("");
        }
        return lines;
    }

    private List<String> bestLines() {
        TextTable table = new TextTable("best of", "time", "energy", "energy x time", "most of the BitOPs saving left");
        for (String trace : traces()) {
            Map<String, SurveyRow> best = best(of(trace));
            table.row(
                    trace,
                    where(best.get("time_s")),
                    where(best.get("energy_pj")),
                    where(best.get("energy_delay_js")),
                    mostSurviving(trace)
                            .map(row -> cut(row.hardware()) + " "
                                    + Figures.percent(saving(row)
                                            .orElseThrow()
                                            .survivors()
                                            .get("energy")))
                            .orElse("-"));
        }
        return table.lines();
    }

    private static String where(SurveyRow row) {
        return cut(row.hardware());
    }

    /** The run that turns the greatest part of its saving in BitOPs into energy. */
    private Optional<SurveyRow> mostSurviving(String trace) {
        return of(trace).stream()
                .filter(row -> saving(row).isPresent())
                .max(Comparator.comparingDouble(
                        row -> saving(row).orElseThrow().survivors().get("energy")));
    }

    private static String cut(String name) {
        return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME - 1) + "~";
    }

    /** One line per run, units in the column names. */
    public List<String> csv() {
        List<String> lines = new ArrayList<>();
        lines.add("trace,hwconfig,schedule,iterations,unit,units,macs,bitops,bitops_executed,paper_bitops,cycles,"
                + "array_cycles,time_s,energy_pj,energy_delay_js,energy_per_unit_pj,gmacs_per_s_per_mm2,"
                + "bitops_saved,array_cycles_saved,cycles_saved,time_saved,energy_saved,"
                + "surviving_in_array_cycles,surviving_in_time,surviving_in_energy");
        for (SurveyRow row : rows) {
            List<String> cells = new ArrayList<>(List.of(
                    CsvCell.quoted(row.trace()),
                    CsvCell.quoted(row.hardware()),
                    CsvCell.quoted(row.schedule()),
                    "" + row.iterations(),
                    row.unit(),
                    "" + row.units(),
                    "" + row.cost().totals().macs(),
                    "" + row.cost().bitOps(),
                    "" + row.cost().totals().bitOpsExecuted(),
                    row.paperBitOps() == null ? "" : "" + row.paperBitOps(),
                    "" + row.cost().totals().totalCycles(),
                    "" + row.cost().totals().computeCycles(),
                    Figures.exact(row.seconds()),
                    row.cost().totalEnergyPj().stripTrailingZeros().toPlainString(),
                    Figures.exact(row.energyDelay()),
                    row.picojoulesPerUnit().stripTrailingZeros().toPlainString(),
                    row.gigaMacsPerSecondPerMm2().isEmpty()
                            ? ""
                            : Figures.exact(row.gigaMacsPerSecondPerMm2().getAsDouble())));
            Optional<Saving> saving = saving(row);
            saving.ifPresent(s -> {
                for (double share : new double[] {s.bitOps(), s.arrayCycles(), s.cycles(), s.time(), s.energy()}) {
                    cells.add(Figures.exact(share));
                }
                s.survivors().values().forEach(share -> cells.add(Figures.exact(share)));
            });
            lines.add(String.join(",", cells) + (saving.isEmpty() ? ",".repeat(8) : ""));
        }
        return lines;
    }

    /** The runs with all their costs, and the best run of each network per figure. */
    public ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode runs = json.putArray("runs");
        for (SurveyRow row : rows) {
            ObjectNode run = runs.addObject();
            run.put("trace", row.trace());
            run.put("hwconfig", row.hardware());
            run.put("schedule", row.schedule());
            run.put("iterations", row.iterations());
            run.put(row.unit() + "s", row.units());
            ArrayNode precisions = run.putArray("precisions");
            row.visits()
                    .forEach((precision, visits) -> precisions
                            .addObject()
                            .put("weight_bits", precision.weightBits())
                            .put("activation_bits", precision.activationBits())
                            .put("backward_bits", precision.backwardBits())
                            .put("iterations", visits));
            run.setAll(row.cost().toJson());
            run.put("energy_delay_js", new BigDecimal(Figures.exact(row.energyDelay())));
            run.put("energy_per_" + row.unit() + "_pj", row.picojoulesPerUnit());
            if (row.paperBitOps() != null) {
                run.put("paper_bitops", row.paperBitOps());
            }
            saving(row).ifPresent(saving -> put(run, saving));
        }
        ObjectNode best = json.putObject("best");
        for (String trace : traces()) {
            ObjectNode columns = best.putObject(trace);
            best(of(trace)).forEach((column, row) -> {
                ObjectNode cell = columns.putObject(column);
                cell.put("hwconfig", row.hardware());
                cell.put("schedule", row.schedule());
            });
        }
        return json;
    }

    private static void put(ObjectNode run, Saving saving) {
        ObjectNode saved = run.putObject("saved_against_static");
        saved.put("bitops", saving.bitOps());
        saved.put("array_cycles", saving.arrayCycles());
        saved.put("cycles", saving.cycles());
        saved.put("time", saving.time());
        saved.put("energy", saving.energy());
        ObjectNode surviving = run.putObject("bitops_saving_surviving_in");
        saving.survivors().forEach((what, share) -> surviving.put(what.replace(' ', '_'), share));
    }
}
