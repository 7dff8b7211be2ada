package io.bitcycle.precision;

import io.bitcycle.json.Quoted;
import io.bitcycle.numeric.IntegerFormat;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * A setting of a schedule, which users write behind its name: {@code er:rate=3:cycles=8}.
 *
 * @param name as users write it
 * @param description one line for help texts, without a full stop
 * @param otherwise what holds where it is not given; null where the run says
 * @param parser from text; throws {@link IllegalArgumentException} with {@code is …; allowed: …}
 * @param <T> type of its value
 */
public record ScheduleSetting<T>(String name, String description, T otherwise, Function<String, T> parser) {
    static final ScheduleSetting<BitSpan> BITS = span("bits", "widths of weights and activations");
    static final ScheduleSetting<BitSpan> WEIGHT_BITS = span("weight-bits", "widths of weights alone");
    static final ScheduleSetting<BitSpan> ACTIVATION_BITS = span("activation-bits", "widths of activations alone");
    static final ScheduleSetting<BitSpan> GRAD_BITS = span("grad-bits", "widths of errors");
    static final ScheduleSetting<Integer> CYCLES = new ScheduleSetting<>(
            "cycles", "precision cycles in the run", null, text -> (int) number(text, 1, Integer.MAX_VALUE, true));

    /** What every schedule can be told, in the order in which messages list it. */
    static final List<ScheduleSetting<?>> COMMON = List.of(BITS, WEIGHT_BITS, ACTIVATION_BITS, GRAD_BITS, CYCLES);

    static ScheduleSetting<Double> number(
            String name, String description, double otherwise, double least, double most) {
        return new ScheduleSetting<>(name, description, otherwise, text -> number(text, least, most, false));
    }

    static ScheduleSetting<BitSpan> span(String name, String description) {
        return new ScheduleSetting<>(name, description, null, text -> {
            List<Integer> ends = parseWidths(text);
            int max = ends.get(ends.size() - 1);
            if (ends.size() > 2 || ends.get(0) > max) {
                throw new IllegalArgumentException("is " + Quoted.of(text) + "; allowed: N or MIN-MAX, e.g. 3-8");
            }
            return new BitSpan(ends.get(0), max);
        });
    }

    /** A list of ascending widths, {@code 3-4-6-8}. */
    static ScheduleSetting<List<Integer>> widths(String name, String description) {
        return new ScheduleSetting<>(name, description, null, text -> {
            List<Integer> widths = parseWidths(text);
            if (!widths.equals(widths.stream().sorted().toList())) {
                throw new IllegalArgumentException(
                        "is " + Quoted.of(text) + "; allowed: widths that do not fall, e.g. 3-4-6-8");
            }
            return widths;
        });
    }

    static ScheduleSetting<String> text(String name, String description) {
        return new ScheduleSetting<>(name, description, null, text -> text);
    }

    private static List<Integer> parseWidths(String text) {
        if (text.matches("\\d{1,2}(-\\d{1,2})*")) {
            List<Integer> widths =
                    Arrays.stream(text.split("-")).map(Integer::valueOf).toList();
            if (widths.stream().allMatch(width -> width >= 1 && width <= IntegerFormat.MAX_BITS)) {
                return widths;
            }
        }
        throw new IllegalArgumentException(
                "is " + Quoted.of(text) + "; allowed: widths from 1 to " + IntegerFormat.MAX_BITS + ", e.g. 3-8");
    }

    private static double number(String text, double least, double most, boolean whole) {
        if (text.matches(whole ? "\\d{1,10}" : "\\d{1,20}(\\.\\d{1,20})?")) {
            double value = Double.parseDouble(text);
            if (value >= least && value <= most) {
                return value;
            }
        }
        throw new IllegalArgumentException("is " + Quoted.of(text) + "; allowed: a " + (whole ? "whole " : "")
                + "number from " + plain(least) + " to " + plain(most));
    }

    private static String plain(double value) {
        return new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
    }
}
