package io.bitcycle.report.page;

import io.bitcycle.report.Figures;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleFunction;
import java.util.function.ToDoubleFunction;

/**
 * What a run costs, the less the better.
 *
 * @param text writes a value with its unit
 */
record Measure(String name, ToDoubleFunction<LoadedRun> value, DoubleFunction<String> text) {
    static final Measure TIME = new Measure("time", LoadedRun::timeSeconds, Figures::time);
    static final Measure ENERGY = new Measure("energy", run -> run.totalPj().doubleValue(), Words::energy);
    /** The energy-delay product, in picojoule seconds. */
    static final Measure ENERGY_DELAY = new Measure(
            "energy × time",
            run -> run.totalPj().multiply(new BigDecimal(run.timeSeconds())).doubleValue(),
            value -> Words.energy(value) + " s");

    /** Those by which arrays and schedules are chosen. */
    static final List<Measure> ALL = List.of(TIME, ENERGY, ENERGY_DELAY);

    double of(LoadedRun run) {
        return value.applyAsDouble(run);
    }

    String text(LoadedRun run) {
        return text.apply(of(run));
    }

    /** Of equals the first. */
    Optional<LoadedRun> least(List<LoadedRun> runs) {
        return runs.stream().min(Comparator.comparingDouble(this::of));
    }

    /** The least on any array but that of a run. */
    Optional<LoadedRun> leastElsewhere(List<LoadedRun> runs, LoadedRun run) {
        return least(runs.stream()
                .filter(other -> !other.hardware().name().equals(run.hardware().name()))
                .toList());
    }
}
