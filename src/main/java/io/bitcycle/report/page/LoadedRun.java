package io.bitcycle.report.page;

import io.bitcycle.precision.Precision;
import io.bitcycle.report.chart.RangeTestChart;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a run folder says.
 *
 * @param folder as the user named it
 * @param schedule name of the precision schedule; empty for a range test and for single products
 * @param bits widths, {@code 3-8/8}; empty where the folder does not say
 * @param hardware name and one line about it
 * @param network of the run and its data, as far as the folder says
 * @param cycles by kind: compute, stall, vector, reconfiguration, total
 * @param energyPj by component
 * @param iterations of training; empty from shapes alone
 * @param visits how many iterations ran at each precision; empty where every iteration is listed
 * @param ops of the phase that costs are of
 * @param manifest what was run, in words
 * @param traceHash identifies the network; empty where the folder does not say
 * @param landscape picture of the loss landscape
 */
record LoadedRun(
        Path folder,
        String schedule,
        String bits,
        Hardware hardware,
        String network,
        BigDecimal macs,
        BigDecimal bitOps,
        Map<String, BigDecimal> cycles,
        double timeSeconds,
        Map<String, BigDecimal> energyPj,
        BigDecimal totalPj,
        Optional<Double> accuracy,
        Optional<Double> perplexity,
        List<Iteration> iterations,
        Map<Precision, Long> visits,
        List<Evaluation> evaluations,
        Optional<RangeTestChart.Data> rangeTest,
        List<LoadedOp> ops,
        Map<String, String> manifest,
        String traceHash,
        Optional<byte[]> landscape) {
    /**
     * What it ran on.
     *
     * @param peakMacsPerCycle by operand widths, {@code 3 x 8}
     */
    record Hardware(
            String name, String line, double clockMhz, double dramBitsPerCycle, Map<String, Double> peakMacsPerCycle) {}

    record Iteration(Precision precision, double loss) {}

    /** @param perplexity of text */
    record Evaluation(long iterations, double accuracy, Optional<Double> perplexity) {}

    /** Schedule and widths, {@code cpt 3-8/8}. */
    String title() {
        return schedule.isEmpty() ? "range test" : bits.isEmpty() ? schedule : schedule + " " + bits;
    }

    /** Whether it is a training run, of values or of shapes. */
    boolean isTraining() {
        return !schedule.isEmpty();
    }

    boolean isStatic() {
        return schedule.startsWith("static");
    }

    /** Those it visited, narrow ones first. */
    List<Precision> precisions() {
        return Stream.concat(iterations.stream().map(Iteration::precision), visits.keySet().stream())
                .distinct()
                .sorted(Comparator.comparing(Precision::bitProducts))
                .toList();
    }

    double cycles(String kind) {
        return cycles.get(kind).doubleValue();
    }
}
