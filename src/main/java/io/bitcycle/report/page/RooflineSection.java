package io.bitcycle.report.page;

import io.bitcycle.report.chart.RooflineChart;
import io.bitcycle.report.markup.Element;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What limits the products of a run: the array or the DRAM. */
final class RooflineSection {
    private static final List<String> PASSES = List.of("forward", "backward-data", "backward-weight");
    private static final double BITS_PER_BYTE = 8;
    private static final String EXPLANATION =
            "Each small dot is a layer's product of one pass, over all its precisions, waiting for memory included. Under the"
                    + " slope, DRAM limits it; under a flat roof, the array does. The large dot is the whole run: it shows"
                    + " how far vector work pulls it away from its products.";

    private RooflineSection() {}

    static Optional<Element> of(Runs runs) {
        Map<LoadedRun, RooflineChart.Data> drawn = new IdentityHashMap<>();
        runs.drawn().forEach(run -> data(runs, run).ifPresent(data -> drawn.put(run, data)));
        if (drawn.isEmpty()) {
            return Optional.empty();
        }
        List<LoadedRun> order = runs.drawn().stream().filter(drawn::containsKey).toList();
        List<String> series = new ArrayList<>(PASSES);
        series.add("the whole run, vector work included");
        List<Element> pictures =
                RooflineChart.pictures(series, order.stream().map(drawn::get).toList());
        Element section = Element.of("section").add(Element.of("h2", "Roofline"));
        Words.featured(
                runs,
                run -> order.contains(run)
                        ? Optional.of(Words.figure(
                                pictures.get(order.indexOf(run)), run.hardware().line()))
                        : Optional.empty(),
                Words.figures(),
                section,
                "Rooflines of the other runs");
        return Optional.of(section.add(Element.of("p", EXPLANATION).with("class", "note")));
    }

    private static Optional<RooflineChart.Data> data(Runs runs, LoadedRun run) {
        Map<List<String>, double[]> byPass = new LinkedHashMap<>();
        double traffic = 0;
        for (LoadedOp op : run.ops()) {
            traffic += op.dramBits().doubleValue();
            if (op.isProduct()) {
                double[] sums = byPass.computeIfAbsent(List.of(op.layer(), op.pass()), key -> new double[3]);
                sums[0] += op.macs().doubleValue();
                sums[1] += op.dramBits().doubleValue();
                sums[2] += op.arrayCycles().doubleValue();
            }
        }
        List<RooflineChart.Point> points = new ArrayList<>();
        byPass.forEach((key, sums) -> {
            if (sums[1] > 0) {
                points.add(new RooflineChart.Point(
                        key.get(0) + ", " + key.get(1),
                        Math.max(0, PASSES.indexOf(key.get(1))),
                        sums[0] / (sums[1] / BITS_PER_BYTE),
                        sums[0] / sums[2]));
            }
        });
        if (points.isEmpty()) {
            return Optional.empty();
        }
        points.add(new RooflineChart.Point(
                "The whole run",
                PASSES.size(),
                run.macs().doubleValue() / (traffic / BITS_PER_BYTE),
                run.macs().doubleValue() / run.cycles("total")));
        RooflineChart.Roof roof = new RooflineChart.Roof(
                run.hardware().dramBitsPerCycle() / BITS_PER_BYTE,
                peaks(run.hardware().peakMacsPerCycle()));
        return Optional.of(new RooflineChart.Data("Roofline of " + runs.name(run), roof, points));
    }

    /** The highest and the lowest roof of the run. */
    private static Map<String, Double> peaks(Map<String, Double> all) {
        Map<String, Double> peaks = new LinkedHashMap<>();
        all.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .ifPresent(peak -> peaks.put(peak.getKey() + " bits", peak.getValue()));
        all.entrySet().stream()
                .min(Map.Entry.comparingByValue())
                .filter(peak -> !peaks.containsValue(peak.getValue()))
                .ifPresent(peak -> peaks.put(peak.getKey() + " bits", peak.getValue()));
        return peaks;
    }
}
