package io.bitcycle.report.page;

import io.bitcycle.csv.CsvTable;
import io.bitcycle.json.BadInputException;
import io.bitcycle.json.Position;
import io.bitcycle.json.Problems;
import io.bitcycle.precision.Precision;
import io.bitcycle.report.Figures;
import io.bitcycle.report.chart.RangeTestChart;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads run folders. One that only holds folders of runs, as {@code train} writes it, stands for all of them, and so does one of {@code compare}. */
final class RunReader {
    private static final String MANIFEST = "manifest.json";
    private static final String SUMMARY = "summary.json";
    private static final String OPS = "ops.csv";
    private static final String ITERATIONS = "iterations.csv";
    private static final String VISITS = "precisions.csv";
    private static final String EVALUATIONS = "evaluations.csv";
    private static final String RANGE_TEST = "prt.json";
    private static final String LANDSCAPE = "landscape.svg";
    private static final List<String> CYCLES = List.of("compute", "stall", "vector", "reconfiguration", "total");

    private RunReader() {}

    /**
     * All runs in the folders, in their order; runs inside one folder in alphabetical order, static ones first.
     *
     * @throws BadInputException with everything that is wrong with them
     */
    static List<LoadedRun> read(List<Path> folders) throws IOException {
        List<Path> runs = new ArrayList<>();
        Problems problems = new Problems();
        for (Path folder : folders) {
            List<Path> found = Files.isDirectory(folder) ? FoundRuns.in(folder) : List.of();
            if (found.isEmpty()) {
                problems.add(
                        Position.of(folder.toString()),
                        "",
                        (Files.isDirectory(folder) ? "holds no finished run" : "is no folder")
                                + "; allowed: what train, simulate, prt, compare or experiment wrote to --out, or a folder of"
                                + " such folders");
            }
            runs.addAll(found);
        }
        problems.throwIfAny();
        List<LoadedRun> loaded = new ArrayList<>();
        for (Path run : runs.stream().distinct().toList()) {
            if (SurveyReader.wrote(run)) {
                loaded.addAll(SurveyReader.read(run));
            } else {
                loaded.add(load(run));
            }
        }
        return loaded;
    }

    private static LoadedRun load(Path folder) throws IOException {
        Problems problems = new Problems();
        Optional<Facts> summaryFile = Facts.read(folder.resolve(SUMMARY), problems);
        Optional<Facts> manifestFile = Facts.read(folder.resolve(MANIFEST), problems);
        problems.throwIfAny();
        Facts summary = summaryFile.orElseThrow();
        Facts manifest = manifestFile.orElseThrow();
        LoadedRun.Hardware hardware = hardware(summary);
        Optional<RangeTestChart.Data> rangeTest = Optional.empty();
        if (Files.exists(folder.resolve(RANGE_TEST))) {
            rangeTest = Facts.read(folder.resolve(RANGE_TEST), problems).map(RunReader::rangeTest);
        }
        List<LoadedRun.Iteration> iterations = iterations(folder);
        Map<Precision, Long> visits = visits(folder);
        LoadedRun run = new LoadedRun(
                folder,
                summary.optionalText("schedule").orElse(""),
                bits(iterations, visits),
                hardware,
                network(summary, manifest),
                summary.number("macs"),
                summary.number("bitops"),
                cycles(summary),
                summary.number("time_s").doubleValue(),
                energy(summary),
                summary.number("energy_pj.total"),
                summary.optionalNumber("accuracy").map(BigDecimal::doubleValue),
                summary.optionalNumber("perplexity").map(BigDecimal::doubleValue),
                iterations,
                visits,
                evaluations(folder),
                rangeTest,
                ops(folder),
                describe(manifest),
                manifest.optionalText("sha256.trace").orElse(""),
                Files.exists(folder.resolve(LANDSCAPE))
                        ? Optional.of(Files.readAllBytes(folder.resolve(LANDSCAPE)))
                        : Optional.empty());
        problems.throwIfAny();
        return run;
    }

    static Map<String, BigDecimal> cycles(Facts summary) {
        Map<String, BigDecimal> cycles = new LinkedHashMap<>();
        CYCLES.forEach(kind -> cycles.put(kind, summary.number("cycles." + kind)));
        return cycles;
    }

    /** By component. */
    static Map<String, BigDecimal> energy(Facts summary) {
        Map<String, BigDecimal> energy = new LinkedHashMap<>();
        summary.members("energy_pj").forEach((component, value) -> energy.put(component, value.number()));
        energy.remove("total");
        return energy;
    }

    static LoadedRun.Hardware hardware(Facts summary) {
        Map<String, Double> peaks = new LinkedHashMap<>();
        for (Facts peak : summary.items("hardware.peaks")) {
            peaks.put(
                    peak.number("a_bits") + " x " + peak.number("b_bits"),
                    peak.number("macs_per_cycle").doubleValue());
        }
        String line = summary.number("hardware.rows") + " x " + summary.number("hardware.cols") + " "
                + summary.text("hardware.mac_family") + " units, " + summary.text("hardware.dataflow") + ", "
                + summary.number("hardware.clock_mhz").toPlainString() + " MHz, " + summary.number("hardware.node_nm")
                + " nm, DRAM " + summary.number("hardware.dram_bits_per_cycle") + " bits per cycle";
        return new LoadedRun.Hardware(
                summary.text("hardware.name"),
                line,
                summary.number("hardware.clock_mhz").doubleValue(),
                summary.number("hardware.dram_bits_per_cycle").doubleValue(),
                peaks);
    }

    private static RangeTestChart.Data rangeTest(Facts prt) {
        String metric = prt.text("metric");
        List<RangeTestChart.Point> points = new ArrayList<>();
        for (Facts row : prt.items("rows")) {
            points.add(new RangeTestChart.Point(
                    row.number("bits").intValue(),
                    row.number("start_" + metric).doubleValue(),
                    row.number("end_" + metric).doubleValue(),
                    row.number("standard_error").doubleValue(),
                    row.find("passed").map(Facts::isTrue).orElse(false)));
        }
        return new RangeTestChart.Data(metric, points, bound(prt, "lower_bound_bits"), bound(prt, "upper_bound_bits"));
    }

    private static OptionalInt bound(Facts prt, String key) {
        return prt.optionalNumber(key)
                .map(bits -> OptionalInt.of(bits.intValue()))
                .orElse(OptionalInt.empty());
    }

    private static List<LoadedRun.Iteration> iterations(Path folder) {
        if (!Files.exists(folder.resolve(ITERATIONS))) {
            return List.of();
        }
        CsvTable table = CsvTable.read(folder.resolve(ITERATIONS));
        table.require(List.of("weight_bits", "activation_bits", "backward_bits", "loss"));
        table.finish();
        List<LoadedRun.Iteration> iterations = new ArrayList<>();
        for (int row = 0; row < table.rows(); row++) {
            Precision precision = precision(table, row);
            double loss = table.decimal(row, "loss").doubleValue();
            iterations.add(new LoadedRun.Iteration(precision, loss));
        }
        table.finish();
        return iterations;
    }

    private static Map<Precision, Long> visits(Path folder) {
        Map<Precision, Long> visits = new LinkedHashMap<>();
        if (!Files.exists(folder.resolve(VISITS))) {
            return visits;
        }
        CsvTable table = CsvTable.read(folder.resolve(VISITS));
        table.require(List.of("weight_bits", "activation_bits", "backward_bits", "iterations"));
        table.finish();
        for (int row = 0; row < table.rows(); row++) {
            visits.put(precision(table, row), table.whole(row, "iterations", 0, Long.MAX_VALUE));
        }
        table.finish();
        return visits;
    }

    /** Widths outside their range leave a problem, and 1 in their place, so that the rest can be read. */
    private static Precision precision(CsvTable table, int row) {
        return new Precision(
                width(table, row, "weight_bits"),
                width(table, row, "activation_bits"),
                width(table, row, "backward_bits"));
    }

    private static int width(CsvTable table, int row, String column) {
        return (int) Math.max(1, table.whole(row, column, 1, 16));
    }

    private static List<LoadedRun.Evaluation> evaluations(Path folder) {
        if (!Files.exists(folder.resolve(EVALUATIONS))) {
            return List.of();
        }
        CsvTable table = CsvTable.read(folder.resolve(EVALUATIONS));
        table.require(List.of("iterations", "accuracy"));
        table.finish();
        boolean text = table.columns().contains("perplexity");
        List<LoadedRun.Evaluation> evaluations = new ArrayList<>();
        for (int row = 0; row < table.rows(); row++) {
            evaluations.add(new LoadedRun.Evaluation(
                    table.whole(row, "iterations", 0, Long.MAX_VALUE),
                    table.decimal(row, "accuracy").doubleValue(),
                    text ? Optional.of(table.decimal(row, "perplexity").doubleValue()) : Optional.empty()));
        }
        table.finish();
        return evaluations;
    }

    private static List<LoadedOp> ops(Path folder) {
        CsvTable table = CsvTable.read(folder.resolve(OPS));
        List<String> counts = List.of("executions", "macs", "compute_cycles", "stall_cycles", "total_cycles");
        table.require(List.of("phase", "layer", "pass", "operation", "a_bits", "b_bits", "m", "n", "k", "elements"));
        table.require(counts);
        table.require(List.of("energy_total_pj"));
        table.finish();
        List<String> dram = table.columns().stream()
                .filter(name -> name.matches(".*_dram_(read|write)_bits"))
                .toList();
        List<String> energies = table.columns().stream()
                .filter(name -> name.startsWith("energy_") && !name.equals("energy_total_pj"))
                .toList();
        List<LoadedOp> ops = new ArrayList<>();
        for (int row = 0; row < table.rows(); row++) {
            int at = row;
            Map<String, BigDecimal> energy = new LinkedHashMap<>();
            for (String column : energies) {
                energy.put(
                        column.substring("energy_".length(), column.length() - "_pj".length()),
                        table.decimal(row, column));
            }
            boolean vector = table.text(row, "m").isEmpty();
            ops.add(new LoadedOp(
                    table.text(row, "phase"),
                    table.text(row, "layer"),
                    table.text(row, "pass"),
                    table.text(row, "operation").replace('-', ' '),
                    vector ? "" : table.text(row, "a_bits") + " x " + table.text(row, "b_bits"),
                    vector
                            ? table.text(row, "elements")
                            : table.text(row, "m") + " x " + table.text(row, "n") + " x " + table.text(row, "k"),
                    table.decimal(row, "executions"),
                    table.decimal(row, "macs"),
                    table.decimal(row, "compute_cycles").add(table.decimal(row, "stall_cycles")),
                    table.decimal(row, "total_cycles"),
                    dram.stream().map(column -> table.decimal(at, column)).reduce(BigDecimal.ZERO, BigDecimal::add),
                    energy,
                    table.decimal(row, "energy_total_pj")));
        }
        table.finish();
        List<LoadedOp> training =
                ops.stream().filter(op -> !op.phase().equals("evaluate")).toList();
        boolean trains = training.stream().anyMatch(op -> op.phase().equals("train"));
        return training.stream()
                .filter(op -> !trains || op.phase().equals("train"))
                .toList();
    }

    private static String bits(List<LoadedRun.Iteration> iterations, Map<Precision, Long> visits) {
        List<Precision> all = Stream.concat(
                        iterations.stream().map(LoadedRun.Iteration::precision), visits.keySet().stream())
                .distinct()
                .toList();
        if (all.isEmpty()) {
            return "";
        }
        int forwardLeast = all.stream().mapToInt(Precision::forwardBits).min().orElseThrow();
        int forwardMost = all.stream().mapToInt(Precision::forwardBits).max().orElseThrow();
        int backwardLeast = all.stream().mapToInt(Precision::backwardBits).min().orElseThrow();
        int backwardMost = all.stream().mapToInt(Precision::backwardBits).max().orElseThrow();
        return span(forwardLeast, forwardMost) + "/" + span(backwardLeast, backwardMost);
    }

    private static String span(int least, int most) {
        return least == most ? Integer.toString(least) : least + "-" + most;
    }

    /** From the summary, else from the command line that wrote the folder. */
    private static String network(Facts summary, Facts manifest) {
        if (summary.has("network")) {
            return summary.text("network")
                    + summary.optionalText("data").map(data -> " on " + data).orElse("");
        }
        List<String> arguments =
                manifest.items("arguments").stream().map(Facts::text).toList();
        for (String option : List.of("--trace", "--network")) {
            int at = arguments.indexOf(option);
            if (at >= 0 && at + 1 < arguments.size()) {
                return Path.of(arguments.get(at + 1)).getFileName().toString().replaceFirst("\\.json$", "");
            }
        }
        return "";
    }

    /** Wall times are left out: they differ between runs of the same command. */
    static Map<String, String> describe(Facts manifest) {
        Map<String, String> lines = new LinkedHashMap<>();
        lines.put(
                "command",
                "bitcycle "
                        + manifest.items("arguments").stream().map(Facts::text).collect(Collectors.joining(" ")));
        lines.put("version", manifest.text("version"));
        lines.put("seed", manifest.number("seed").toPlainString());
        manifest.members("sha256").forEach((name, hash) -> lines.put("SHA-256 of " + name, hash.plain()));
        return lines;
    }

    /** Iterations in words, for descriptions. */
    static String count(LoadedRun run) {
        long visited = run.visits().values().stream().mapToLong(Long::longValue).sum();
        return Figures.grouped(
                run.iterations().isEmpty() ? visited : run.iterations().size());
    }
}
