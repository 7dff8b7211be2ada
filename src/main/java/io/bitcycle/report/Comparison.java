package io.bitcycle.report;

import io.bitcycle.energy.Component;
import io.bitcycle.simulator.Totals;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** Training runs side by side, the first one being what the others are measured against. */
public final class Comparison {
    private final List<ComparedRun> runs;
    private final String hardware;
    private final Optional<RangeTest> rangeTest;

    /**
     * The precision range test that found the lower bound.
     *
     * @param lowerBound bits
     * @param cost of the test
     */
    public record RangeTest(int lowerBound, RunSummary cost) {}

    /**
     * @param runs the baseline first
     * @param hardware name of the hwconfig
     * @param rangeTest what found the lower bound of all runs but static ones, if a test did
     */
    public Comparison(List<? extends ComparedRun> runs, String hardware, Optional<RangeTest> rangeTest) {
        this.runs = List.copyOf(runs);
        this.hardware = hardware;
        this.rangeTest = rangeTest;
    }

    /** The table and what it says in a sentence per run. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>(table().lines());
        lines.add("");
        for (ComparedRun run : runs.subList(1, runs.size())) {
            lines.addAll(sentences(run));
        }
        rangeTest.ifPresent(test -> {
            lines.add("The range test that found " + test.lowerBound() + " bits took "
                    + Figures.time(test.cost().totals().timeSeconds()) + " and "
                    + Figures.energy(test.cost().totalEnergyPj()) + ".");
            runs.subList(1, runs.size()).forEach(run -> lines.add(withTest(run, test)));
        });
        for (ComparedRun run : runs) {
            long overflows = run.cost().totals().overflows();
            if (overflows > 0) {
                lines.add("warning: in " + run.title() + ", " + Figures.grouped(overflows)
                        + " additions overflowed the accumulator (array.mac.accumulator_bits)");
            }
        }
        return lines;
    }

    private TextTable table() {
        List<String> heads = new ArrayList<>(List.of(""));
        for (int i = 0; i < runs.size(); i++) {
            heads.add(runs.get(i).title());
            if (i > 0) {
                heads.add("change");
            }
        }
        TextTable table = new TextTable(heads.toArray(String[]::new));
        runs.get(0)
                .shares()
                .keySet()
                .forEach(label -> points(table, label, run -> run.shares().get(label)));
        runs.get(0)
                .measures()
                .keySet()
                .forEach(label ->
                        amount(table, label, run -> run.measures().get(label), value -> Figures.fixed(value, 2)));
        amount(table, "mean forward bits", ComparedRun::meanForwardBits, bits -> Figures.fixed(bits, 2));
        amount(
                table,
                "BitOPs",
                run -> run.cost().bitOps().doubleValue(),
                bitOps -> Figures.count(new BigDecimal(bitOps)));
        runs.get(0).otherBitOps().keySet().stream()
                .filter(label -> runs.stream().allMatch(run -> run.otherBitOps().containsKey(label)))
                .forEach(label -> amount(
                        table,
                        label,
                        run -> run.otherBitOps().get(label).doubleValue(),
                        bitOps -> Figures.count(new BigDecimal(bitOps))));
        cycles(table, "array cycles", Totals::computeCycles);
        cycles(table, "stall cycles", Totals::stallCycles);
        cycles(table, "vector unit cycles", Totals::vectorCycles);
        cycles(table, "reconfiguration", Totals::reconfigurationCycles);
        cycles(table, "total cycles", Totals::totalCycles);
        amount(table, "time", run -> run.cost().totals().timeSeconds(), Figures::time);
        amount(
                table,
                "energy",
                run -> run.cost().totalEnergyPj().doubleValue(),
                pj -> Figures.energy(new BigDecimal(pj)));
        for (Component component : Component.values()) {
            if (runs.stream().anyMatch(run -> energyPj(run, component).signum() != 0)) {
                amount(
                        table,
                        "  " + component.title(),
                        run -> energyPj(run, component).doubleValue(),
                        pj -> Figures.energy(new BigDecimal(pj)));
            }
        }
        addApart(table);
        return table;
    }

    /** Time and energy of what the lines above leave out. */
    private void addApart(TextTable table) {
        Set<String> labels = new LinkedHashSet<>();
        runs.forEach(run -> labels.addAll(run.apart().keySet()));
        for (String label : labels) {
            Function<ComparedRun, Optional<RunSummary>> cost =
                    run -> Optional.ofNullable(run.apart().get(label));
            amount(
                    table,
                    "apart: " + label + ", time",
                    run -> cost.apply(run).map(c -> c.totals().timeSeconds()).orElse(0.0),
                    Figures::time);
            amount(
                    table,
                    "apart: " + label + ", energy",
                    run -> cost.apply(run)
                            .map(c -> c.totalEnergyPj().doubleValue())
                            .orElse(0.0),
                    pj -> Figures.energy(new BigDecimal(pj)));
        }
    }

    private List<String> sentences(ComparedRun run) {
        ComparedRun base = runs.get(0);
        Totals now = run.cost().totals();
        Totals then = base.cost().totals();
        Map.Entry<Component, BigDecimal> largest = base.cost().energyPj().entrySet().stream()
                .max(Map.Entry.comparingByValue(Comparator.naturalOrder()))
                .orElseThrow();
        double share =
                largest.getValue().doubleValue() / base.cost().totalEnergyPj().doubleValue();
        return List.of(
                run.title() + " does "
                        + moreOrFewer(
                                run.cost().bitOps().doubleValue(),
                                base.cost().bitOps().doubleValue(),
                                "fewer",
                                "more")
                        + " BitOPs than " + base.title() + ".",
                "On " + hardware + " that becomes "
                        + moreOrFewer(now.computeCycles(), then.computeCycles(), "fewer", "more") + " array cycles, "
                        + moreOrFewer(now.totalCycles(), then.totalCycles(), "less", "more") + " time and "
                        + moreOrFewer(
                                run.cost().totalEnergyPj().doubleValue(),
                                base.cost().totalEnergyPj().doubleValue(),
                                "less",
                                "more")
                        + " energy.",
                "Most energy of " + base.title() + " goes to "
                        + largest.getKey().title() + " ("
                        + Figures.percent(share) + "); "
                        + Figures.percent((double) then.vectorCycles() / then.totalCycles())
                        + " of its cycles are the vector unit's, "
                        + Figures.percent((double) then.stallCycles() / then.totalCycles()) + " wait for memory.");
    }

    private String withTest(ComparedRun run, RangeTest test) {
        RunSummary base = runs.get(0).cost();
        double time = run.cost().totals().timeSeconds() + test.cost().totals().timeSeconds();
        double energy =
                run.cost().totalEnergyPj().add(test.cost().totalEnergyPj()).doubleValue();
        return "With it, " + run.title() + " takes "
                + moreOrFewer(time, base.totals().timeSeconds(), "less", "more") + " time and "
                + moreOrFewer(energy, base.totalEnergyPj().doubleValue(), "less", "more") + " energy than "
                + runs.get(0).title() + ".";
    }

    private static String moreOrFewer(double value, double baseline, String below, String above) {
        double change = value / baseline - 1;
        return Figures.percent(Math.abs(change)) + " " + (change <= 0 ? below : above);
    }

    private void points(TextTable table, String label, ToDoubleFunction<ComparedRun> share) {
        double base = share.applyAsDouble(runs.get(0));
        row(
                table,
                label,
                share,
                value -> Figures.fixed(100 * value, 2) + " %",
                value -> signed(Figures.fixed(100 * (value - base), 2)) + " points");
    }

    private void cycles(TextTable table, String label, Function<Totals, Long> count) {
        amount(
                table,
                label,
                run -> count.apply(run.cost().totals()),
                value -> Figures.grouped((long) value.doubleValue()));
    }

    private void amount(
            TextTable table, String label, ToDoubleFunction<ComparedRun> amount, Function<Double, String> format) {
        double base = amount.applyAsDouble(runs.get(0));
        row(table, label, amount, format, value -> Figures.change(value, base));
    }

    private void row(
            TextTable table,
            String label,
            ToDoubleFunction<ComparedRun> value,
            Function<Double, String> format,
            Function<Double, String> change) {
        List<String> cells = new ArrayList<>(List.of(label));
        for (int i = 0; i < runs.size(); i++) {
            double here = value.applyAsDouble(runs.get(i));
            cells.add(format.apply(here));
            if (i > 0) {
                cells.add(change.apply(here));
            }
        }
        table.row(cells);
    }

    private static BigDecimal energyPj(ComparedRun run, Component component) {
        return run.cost().energyPj().get(component);
    }

    private static String signed(String number) {
        return number.startsWith("-") || number.matches("0[.0]*") ? number : "+" + number;
    }
}
