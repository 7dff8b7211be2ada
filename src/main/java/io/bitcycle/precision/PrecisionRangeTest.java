package io.bitcycle.precision;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * The precision range test of the CPT paper, from measured values to bounds: the lower bound is the lowest precision at
 * which training makes progress.
 *
 * @param rule how the windows were judged
 * @param rows ascending by bits
 * @param lowerBound lowest width whose gain counts; empty when none does
 * @param upperBound lowest width, from the lower bound on, that no wider one beats by a gain that counts: here the gain
 *     saturates. Empty when there is no lower bound or only the widest has that property, which shows nothing.
 */
public record PrecisionRangeTest(PrtRule rule, List<PrtRow> rows, OptionalInt lowerBound, OptionalInt upperBound) {
    /** Training accuracy above which a task counts as learnt. */
    private static final double LEARNT = 0.95;

    public PrecisionRangeTest {
        rows = List.copyOf(rows);
    }

    /**
     * Judges measured windows.
     *
     * @param windows ascending by bits; in {@link PrtMode#CONTINUE} also in the order of training
     * @throws IllegalArgumentException when windows are missing or not ascending
     */
    public static PrecisionRangeTest judge(PrtRule rule, List<PrtWindow> windows) {
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
            double start = rule.mode() == PrtMode.CONTINUE && i > 0
                    ? windows.get(i - 1).end()
                    : window.start();
            double gain = rule.metric().gain(start, window.end());
            rows.add(new PrtRow(
                    window.bits(), start, window.end(), gain, window.noise(), rule.exceeds(gain, window.noise())));
        }
        OptionalInt lower =
                rows.stream().filter(PrtRow::passed).mapToInt(PrtRow::bits).findFirst();
        return new PrecisionRangeTest(rule, rows, lower, saturation(rule, rows, lower));
    }

    private static OptionalInt saturation(PrtRule rule, List<PrtRow> rows, OptionalInt lower) {
        if (lower.isEmpty()) {
            return OptionalInt.empty();
        }
        double origin = rows.get(0).start();
        for (int i = 0; i < rows.size() - 1; i++) {
            PrtRow row = rows.get(i);
            if (row.bits() < lower.getAsInt()) {
                continue;
            }
            boolean beaten = false;
            for (PrtRow wider : rows.subList(i + 1, rows.size())) {
                // One run's gains add up, separate runs' stand side by side.
                double ahead = rule.mode() == PrtMode.CONTINUE
                        ? rule.metric().gain(origin, wider.end())
                                - rule.metric().gain(origin, row.end())
                        : wider.gain() - row.gain();
                beaten |= rule.exceeds(ahead, StrictMath.hypot(row.noise(), wider.noise()));
            }
            if (!beaten) {
                return OptionalInt.of(row.bits());
            }
        }
        return OptionalInt.empty();
    }

    /** Whether no gain counts because the task is learnt before the first window ends. */
    public boolean learntAtOnce() {
        return lowerBound.isEmpty()
                && rule.metric() == PrtMetric.ACCURACY
                && rows.stream().anyMatch(row -> row.start() >= LEARNT && row.end() >= LEARNT);
    }
}
