package io.bitcycle.precision;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * The precision range test of the CPT paper, from measured values to bounds: the lower bound is the lowest precision at
 * which training makes progress.
 *
 * @param mode how the precisions were visited
 * @param metric what was measured
 * @param threshold gain that must be exceeded, in the metric's unit (accuracy: 0.01 is one percentage point)
 * @param rows ascending by bits
 * @param lowerBound lowest width whose gain exceeds the threshold; empty when none does
 * @param upperBound lowest width, from the lower bound on, that no wider one beats by more than the threshold: here the gain
 *     saturates. Empty when there is no lower bound or only the widest has that property, which shows nothing.
 */
public record PrecisionRangeTest(
        PrtMode mode,
        PrtMetric metric,
        double threshold,
        List<PrtRow> rows,
        OptionalInt lowerBound,
        OptionalInt upperBound) {
    /** Keeps a gain that equals the threshold on paper (0.36 - 0.35 against 0.01) from exceeding it by its rounding error. */
    private static final double ROUNDING = 1e-12;

    public PrecisionRangeTest {
        rows = List.copyOf(rows);
    }

    /**
     * Judges measured windows.
     *
     * @param windows ascending by bits; in {@link PrtMode#CONTINUE} also in the order of training
     * @throws IllegalArgumentException when windows are missing or not ascending, or the threshold is negative
     */
    public static PrecisionRangeTest judge(PrtMode mode, PrtMetric metric, double threshold, List<PrtWindow> windows) {
        if (!(threshold >= 0)) {
            throw new IllegalArgumentException("the threshold is " + threshold + ", allowed are 0 and more");
        }
        if (windows.isEmpty()) {
            throw new IllegalArgumentException("a precision range test needs one precision at least");
        }
        List<PrtRow> rows = new ArrayList<>();
        for (int i = 0; i < windows.size(); i++) {
            PrtWindow window = windows.get(i);
            if (i > 0 && windows.get(i - 1).bits() >= window.bits()) {
                throw new IllegalArgumentException("the precisions must ascend, but "
                        + windows.get(i - 1).bits() + " comes before " + window.bits());
            }
            double start =
                    mode == PrtMode.CONTINUE && i > 0 ? windows.get(i - 1).end() : window.start();
            double gain = metric.gain(start, window.end());
            rows.add(new PrtRow(window.bits(), start, window.end(), gain, exceeds(gain, threshold)));
        }
        OptionalInt lower =
                rows.stream().filter(PrtRow::passed).mapToInt(PrtRow::bits).findFirst();
        return new PrecisionRangeTest(
                mode, metric, threshold, rows, lower, saturation(mode, metric, threshold, rows, lower));
    }

    private static OptionalInt saturation(
            PrtMode mode, PrtMetric metric, double threshold, List<PrtRow> rows, OptionalInt lower) {
        if (lower.isEmpty()) {
            return OptionalInt.empty();
        }
        double origin = rows.get(0).start();
        OptionalInt bound = OptionalInt.empty();
        double best = Double.NEGATIVE_INFINITY; // of the widths above the row
        for (int i = rows.size() - 1; i >= 0 && rows.get(i).bits() >= lower.getAsInt(); i--) {
            PrtRow row = rows.get(i);
            // One run's gains add up, separate runs' stand side by side.
            double reached = mode == PrtMode.CONTINUE ? metric.gain(origin, row.end()) : row.gain();
            if (i < rows.size() - 1 && !exceeds(best - reached, threshold)) {
                bound = OptionalInt.of(row.bits());
            }
            best = Math.max(best, reached);
        }
        return bound;
    }

    private static boolean exceeds(double gain, double threshold) {
        return gain - threshold > ROUNDING;
    }
}
