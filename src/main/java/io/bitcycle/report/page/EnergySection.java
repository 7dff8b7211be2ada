package io.bitcycle.report.page;

import io.bitcycle.report.Figures;
import io.bitcycle.report.chart.BarChart;
import io.bitcycle.report.chart.SavingChart;
import io.bitcycle.report.markup.Element;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Energy by component, by layer and pass, and against BitOPs. */
final class EnergySection {
    /** Bars drawn; of a deeper network, neighbouring layers share one. */
    private static final int LAYERS = 16;

    private static final List<String> PASSES = List.of("forward", "backward-data", "backward-weight");

    private EnergySection() {}

    static Element of(Runs runs) {
        Element section = Element.of("section").add(Element.of("h2", "Where energy and time go"));
        Element figures = Words.figures().add(components(runs), cycles(runs));
        List<LoadedRun> measured = runs.measured();
        if (!measured.isEmpty()) {
            List<SavingChart.Point> points = measured.stream()
                    .map(run -> point(runs, run, runs.baseline(run).orElseThrow()))
                    .toList();
            figures.add(Words.figure(
                    SavingChart.picture(points),
                    "On the dashed line, what BitOPs promise arrives as energy; above it, part of it is lost on the"
                            + " way."));
        }
        Words.featured(
                runs,
                run -> run.ops().isEmpty() ? Optional.empty() : Optional.of(layers(runs, run)),
                figures,
                section,
                "Energy by layer and pass of the other runs");
        return section;
    }

    private static SavingChart.Point point(Runs runs, LoadedRun run, LoadedRun base) {
        return new SavingChart.Point(
                runs.name(run),
                run.bitOps().doubleValue() / base.bitOps().doubleValue(),
                run.totalPj().doubleValue() / base.totalPj().doubleValue());
    }

    private static Element components(Runs runs) {
        List<String> parts = runs.all().stream()
                .flatMap(run -> run.energyPj().entrySet().stream())
                .filter(entry -> entry.getValue().signum() != 0)
                .map(Map.Entry::getKey)
                .distinct()
                .sorted(Comparator.comparing(part -> runs.all().stream()
                        .anyMatch(run -> run.energyPj()
                                        .getOrDefault(part, BigDecimal.ZERO)
                                        .signum()
                                == 0)))
                .toList(); // what only some runs have comes last, so that colours are the same on most pages
        List<BarChart.Bar> bars = new ArrayList<>();
        for (LoadedRun run : runs.all()) {
            bars.add(new BarChart.Bar(
                    runs.name(run),
                    parts.stream()
                            .map(part -> run.energyPj()
                                    .getOrDefault(part, BigDecimal.ZERO)
                                    .doubleValue())
                            .toList()));
        }
        return Words.figure(
                BarChart.picture(
                        "Energy by component",
                        describe(bars, parts),
                        parts.stream().map(Words::component).toList(),
                        bars,
                        Words::energy),
                "Integer event counts times the hwconfig's energies; the parts add up to the total exactly.");
    }

    private static Element cycles(Runs runs) {
        List<String> parts = List.of("compute", "stall", "vector", "reconfiguration");
        List<BarChart.Bar> bars = runs.all().stream()
                .map(run -> new BarChart.Bar(
                        runs.name(run), parts.stream().map(run::cycles).toList()))
                .toList();
        return Words.figure(
                BarChart.picture(
                        "Cycles",
                        describe(bars, parts),
                        List.of("array", "waiting for memory", "vector unit", "reconfiguration"),
                        bars,
                        cycles -> Figures.count(new BigDecimal(cycles))),
                "Where the vector unit overlaps with the array, the total is less than the sum of these parts.");
    }

    private static String describe(List<BarChart.Bar> bars, List<String> parts) {
        List<String> lines = new ArrayList<>();
        for (BarChart.Bar bar : bars) {
            double total = bar.parts().stream().mapToDouble(Double::doubleValue).sum();
            List<String> shares = new ArrayList<>();
            for (int i = 0; i < parts.size(); i++) {
                shares.add(parts.get(i) + " "
                        + Figures.percent(total == 0 ? 0 : bar.parts().get(i) / total));
            }
            lines.add(bar.name() + ": " + String.join(", ", shares));
        }
        return String.join("; ", lines);
    }

    /** Without leakage across operations: what each operation's own row says. */
    private static Element layers(Runs runs, LoadedRun run) {
        Map<String, double[]> byLayer = new LinkedHashMap<>();
        for (LoadedOp op : run.ops()) {
            int pass = Math.max(0, PASSES.indexOf(op.pass()));
            byLayer.computeIfAbsent(op.layer(), layer -> new double[PASSES.size()])[pass] +=
                    op.totalPj().doubleValue();
        }
        List<BarChart.Bar> bars = new ArrayList<>(byLayer.entrySet().stream()
                .map(entry -> new BarChart.Bar(entry.getKey(), boxed(entry.getValue())))
                .toList());
        if (bars.size() > LAYERS) {
            bars = grouped(bars);
        }
        String title = "Energy of " + runs.name(run) + " by layer and pass";
        return Words.figure(
                BarChart.picture(title, describe(bars, PASSES), PASSES, bars, Words::energy),
                "Products on the array and vector work alike.");
    }

    /** Neighbours together, in the order of the network, about equally many in each group. */
    private static List<BarChart.Bar> grouped(List<BarChart.Bar> bars) {
        List<BarChart.Bar> groups = new ArrayList<>();
        for (int group = 0; group < LAYERS; group++) {
            List<BarChart.Bar> members = bars.subList(bars.size() * group / LAYERS, bars.size() * (group + 1) / LAYERS);
            double[] sums = new double[PASSES.size()];
            for (BarChart.Bar bar : members) {
                for (int i = 0; i < sums.length; i++) {
                    sums[i] += bar.parts().get(i);
                }
            }
            String last = members.get(members.size() - 1).name();
            String name = members.size() == 1 ? last : members.get(0).name() + " to " + last;
            groups.add(new BarChart.Bar(name, boxed(sums)));
        }
        return groups;
    }

    private static List<Double> boxed(double[] values) {
        List<Double> list = new ArrayList<>();
        for (double value : values) {
            list.add(value);
        }
        return list;
    }
}
