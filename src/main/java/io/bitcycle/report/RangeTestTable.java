package io.bitcycle.report;

import io.bitcycle.precision.PrecisionRangeTest;
import io.bitcycle.precision.PrtMetric;
import io.bitcycle.precision.PrtRow;
import io.bitcycle.precision.PrtRule;
import io.bitcycle.precision.RepeatedRangeTest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A precision range test for people: a table, the gains as bars, and the bounds in words. */
public final class RangeTestTable {
    private static final int BAR = 40;

    private RangeTestTable() {}

    /**
     * The lines for a terminal.
     *
     * @param mark what bars are drawn with
     */
    public static List<String> lines(RepeatedRangeTest repeated, char mark) {
        PrecisionRangeTest test = repeated.together();
        List<String> lines = new ArrayList<>(table(repeated, test).lines());
        lines.add("");
        lines.addAll(bars(test, mark));
        lines.add("");
        lines.addAll(verdict(test));
        if (repeated.bySeed().size() > 1) {
            lines.add("");
            lines.addAll(bySeed(repeated));
        }
        return lines;
    }

    /** What was found, in sentences. */
    public static List<String> verdict(PrecisionRangeTest test) {
        String metric = test.rule().metric().label();
        String counts = counts(test.rule());
        if (test.lowerBound().isEmpty()) {
            String none = "lower bound: none found; at no precision does training " + metric + " gain " + counts;
            return test.learntAtOnce()
                    ? List.of(
                            none,
                            "  It is above 95 % from the first window on: the task is learnt at once; fewer"
                                    + " iterations (--prt-iterations, --prt-window) show from which precision on.")
                    : List.of(none);
        }
        int lower = test.lowerBound().getAsInt();
        String lowest = lower == test.rows().get(0).bits() ? " bits, the lowest tested" : " bits";
        return List.of(
                "lower bound: " + lower + lowest + ": the lowest precision at which training " + metric + " gains "
                        + counts,
                test.upperBound().isPresent()
                        ? "upper bound: " + test.upperBound().getAsInt()
                                + " bits, from which on no wider precision gains so much on it"
                        : "upper bound: none found; the gain goes on rising with the bits");
    }

    private static String counts(PrtRule rule) {
        String threshold = "more than " + amount(rule, rule.threshold());
        return rule.noiseFactor() == 0
                ? threshold
                : threshold + " beyond " + plain(rule.noiseFactor()) + " standard errors of its noise";
    }

    private static TextTable table(RepeatedRangeTest repeated, PrecisionRangeTest test) {
        boolean several = repeated.bySeed().size() > 1;
        PrtRule rule = test.rule();
        List<String> heads = new ArrayList<>(
                List.of("bits", rule.metric().label() + " at start", "at end", "gain", "standard error"));
        if (several) {
            heads.add("deviation of seeds");
        }
        heads.add("counts");
        TextTable table = new TextTable(heads.toArray(String[]::new));
        for (int i = 0; i < test.rows().size(); i++) {
            PrtRow row = test.rows().get(i);
            List<String> cells = new ArrayList<>(List.of(
                    Integer.toString(row.bits()),
                    level(rule, row.start()),
                    level(rule, row.end()),
                    amount(rule, row.gain()),
                    amount(rule, row.noise())));
            if (several) {
                cells.add(amount(rule, repeated.deviation(i)));
            }
            cells.add(row.passed() ? "yes" : "no");
            table.row(cells);
        }
        return table;
    }

    /** The gains, drawn. */
    private static List<String> bars(PrecisionRangeTest test, char mark) {
        double largest = test.rows().stream().mapToDouble(PrtRow::gain).max().orElseThrow();
        List<String> lines = new ArrayList<>();
        for (PrtRow row : test.rows()) {
            int length = largest <= 0 ? 0 : (int) Math.round(BAR * Math.max(0, row.gain()) / largest);
            lines.add(" ".repeat(row.bits() < 10 ? 3 : 2) + row.bits() + " |"
                    + String.valueOf(mark).repeat(length) + (length == 0 ? "" : " ")
                    + amount(test.rule(), row.gain()));
        }
        lines.add("bits +" + "-".repeat(BAR) + " gain");
        return lines;
    }

    private static List<String> bySeed(RepeatedRangeTest repeated) {
        return List.of(
                "seeds " + seeds(repeated, seeded -> Long.toString(seeded.seed())) + ": lower bounds "
                        + seeds(repeated, seeded -> bound(repeated.of(seeded).lowerBound())) + "; upper bounds "
                        + seeds(repeated, seeded -> bound(repeated.of(seeded).upperBound())),
                agreement(repeated));
    }

    private static String agreement(RepeatedRangeTest repeated) {
        OptionalInt agreed = repeated.together().lowerBound();
        List<OptionalInt> alone = repeated.bySeed().stream()
                .map(seeded -> repeated.of(seeded).lowerBound())
                .toList();
        return Collections.frequency(alone, agreed) + " of " + alone.size()
                + " seeds alone have the lower bound of their" + " mean (" + bound(agreed) + ")";
    }

    private static String seeds(RepeatedRangeTest repeated, Function<RepeatedRangeTest.Seeded, String> what) {
        return repeated.bySeed().stream().map(what).collect(Collectors.joining(", "));
    }

    private static String bound(OptionalInt bits) {
        return bits.isPresent() ? Integer.toString(bits.getAsInt()) : "none";
    }

    private static String level(PrtRule rule, double value) {
        return rule.metric() == PrtMetric.ACCURACY ? Figures.fixed(100 * value, 2) + " %" : Figures.fixed(value, 4);
    }

    private static String amount(PrtRule rule, double value) {
        return rule.metric() == PrtMetric.ACCURACY
                ? Figures.fixed(100 * value, 2) + " points"
                : Figures.fixed(value, 4);
    }

    private static String plain(double value) {
        String text = Figures.exact(value);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }
}
