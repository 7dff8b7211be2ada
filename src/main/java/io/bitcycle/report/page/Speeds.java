package io.bitcycle.report.page;

import io.bitcycle.precision.Precision;
import io.bitcycle.report.Figures;
import io.bitcycle.report.markup.Element;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How fast the units of an array multiply at each precision of a run, relative to its widest one: the three passes together,
 * which multiply equally often, every unit busy.
 */
final class Speeds {
    private static final double EQUAL = 1e-9;

    private final LoadedRun run;
    /** By precision, narrow ones first. */
    private final Map<Precision, Double> speeds;

    private Speeds(LoadedRun run, Map<Precision, Double> speeds) {
        this.run = run;
        this.speeds = speeds;
    }

    /** Of a run of several precisions; empty for others, and where the folder does not say all peaks. */
    static Optional<Speeds> of(LoadedRun run) {
        List<Precision> precisions = run.precisions();
        Map<Precision, Double> speeds = new LinkedHashMap<>();
        if (precisions.size() < 2) {
            return Optional.empty();
        }
        OptionalDouble widest = cycles(run, precisions.get(precisions.size() - 1));
        for (Precision precision : precisions) {
            OptionalDouble cycles = cycles(run, precision);
            if (cycles.isEmpty() || widest.isEmpty()) {
                return Optional.empty();
            }
            speeds.put(precision, widest.getAsDouble() / cycles.getAsDouble());
        }
        return Optional.of(new Speeds(run, speeds));
    }

    /** Of one multiplication in each pass: A x W, E x W, A x E. */
    private static OptionalDouble cycles(LoadedRun run, Precision precision) {
        double cycles = 0;
        int[][] passes = {
            {precision.activationBits(), precision.weightBits()},
            {precision.backwardBits(), precision.weightBits()},
            {precision.activationBits(), precision.backwardBits()}
        };
        for (int[] pass : passes) {
            Double peak = run.hardware().peakMacsPerCycle().get(pass[0] + " x " + pass[1]);
            if (peak == null) {
                return OptionalDouble.empty();
            }
            cycles += 1 / peak;
        }
        return OptionalDouble.of(cycles);
    }

    /** One of each array. */
    static List<Speeds> of(Runs runs) {
        Map<String, Speeds> arrays = new LinkedHashMap<>();
        runs.training().stream()
                .sorted(Comparator.comparing(run -> -run.precisions().size()))
                .forEach(run -> of(run).ifPresent(
                                speeds -> arrays.putIfAbsent(run.hardware().name(), speeds)));
        return List.copyOf(arrays.values());
    }

    boolean isOn(LoadedRun other) {
        return run.hardware().name().equals(other.hardware().name());
    }

    private Precision widest() {
        return run.precisions().get(run.precisions().size() - 1);
    }

    /** No faster than the next wider one. */
    private boolean isWasted(Precision precision) {
        int at = run.precisions().indexOf(precision);
        return at < run.precisions().size() - 1
                && speeds.get(precision) <= speeds.get(run.precisions().get(at + 1)) + EQUAL;
    }

    /** What low precision is good for here, as a sentence. */
    String sentence() {
        List<Precision> wasted = speeds.keySet().stream().filter(this::isWasted).toList();
        String array = run.hardware().name();
        if (wasted.size() == speeds.size() - 1) {
            return array + " multiplies at every precision as fast as at " + widest()
                    + ": fewer bits save no cycles of its array.";
        }
        Precision fastest = speeds.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .orElseThrow()
                .getKey();
        String most = "at " + fastest + " bits it multiplies " + times(speeds.get(fastest)) + " as fast as at "
                + widest() + ", where BitOPs promise " + times(promise(fastest)) + ".";
        if (wasted.isEmpty()) {
            return array + " is faster with every bit less: " + most;
        }
        return array + " has no mode of its own for "
                + Words.list(wasted.stream().map(Precision::toString).toList())
                + ", where it is no faster than with more bits; " + most;
    }

    private double promise(Precision precision) {
        return (double) widest().bitProducts() / precision.bitProducts();
    }

    private static String times(double factor) {
        return Figures.fixed(factor, 2) + " times";
    }

    /** All arrays side by side, where there are several that visit the same precisions. */
    static Optional<Element> table(List<Speeds> all) {
        if (all.size() < 2
                || all.stream().map(speeds -> speeds.speeds.keySet()).distinct().count() > 1) {
            return Optional.empty();
        }
        Speeds first = all.get(0);
        Element head = Element.of("tr").add(Element.of("th", "array").with("scope", "col"));
        Element promise =
                Element.of("tr").add(Element.of("th", "as BitOPs promise").with("scope", "row"));
        for (Precision precision : first.speeds.keySet()) {
            head.add(Element.of("th", precision + " bits").with("scope", "col").with("class", "number"));
            promise.add(cell(first.promise(precision), false));
        }
        Element body = Element.of("tbody").add(promise);
        for (Speeds array : all) {
            Element row = Element.of("tr")
                    .add(Element.of("th", array.run.hardware().name()).with("scope", "row"));
            array.speeds.forEach((precision, speed) -> row.add(cell(speed, array.isWasted(precision))));
            body.add(row);
        }
        return Optional.of(Element.of("div")
                .add(
                        Words.paragraph("How fast the arrays multiply, the three passes together, relative to "
                                        + first.widest() + ". Grey: no mode of its own, no faster than with more bits.")
                                .with("class", "note"),
                        Element.of("div")
                                .with("class", "scroll")
                                .add(Element.of("table").add(Element.of("thead").add(head), body))));
    }

    private static Element cell(double factor, boolean wasted) {
        return Element.of("td", Figures.fixed(factor, 2) + " ×").with("class", wasted ? "number wasted" : "number");
    }
}
