package io.bitcycle.report;

import com.fasterxml.jackson.core.io.NumberOutput;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;

/**
 * Numbers as text. The JDK's own formatting of {@code double} changed between 17 and 25 and follows the locale; this does
 * not.
 */
public final class Figures {
    private static final int GROUP = 3;
    private static final int SHOWN_DIGITS = 4;

    private Figures() {}

    /** The shortest decimal that reads back as the same {@code double}, for files. */
    public static String exact(double value) {
        return NumberOutput.toString(value, true);
    }

    /** The shortest decimal that reads back as the same {@code float}, for files. */
    public static String exact(float value) {
        return NumberOutput.toString(value, true);
    }

    /** With so many digits after the point, halves away from zero: {@code 12.30}. */
    public static String fixed(double value, int decimals) {
        return fixed(new BigDecimal(value), decimals);
    }

    /** With so many digits after the point, halves away from zero: {@code 12.30}. */
    public static String fixed(BigDecimal value, int decimals) {
        return value.setScale(decimals, RoundingMode.HALF_UP).toPlainString();
    }

    /** With so many significant digits and no exponent: {@code 0.00123}. */
    public static String significant(double value, int digits) {
        return new BigDecimal(value)
                .round(new MathContext(digits, RoundingMode.HALF_UP))
                .toPlainString();
    }

    /** With commas between thousands: {@code 1,234,567}. */
    public static String grouped(long value) {
        return grouped(BigInteger.valueOf(value));
    }

    /** With commas between thousands: {@code 1,234,567}. */
    public static String grouped(BigInteger value) {
        StringBuilder text = new StringBuilder(value.toString());
        int first = value.signum() < 0 ? 1 : 0;
        for (int at = text.length() - GROUP; at > first; at -= GROUP) {
            text.insert(at, ',');
        }
        return text.toString();
    }

    /** A share of 1 in percent with one decimal: {@code 36.7 %}. */
    public static String percent(double share) {
        return fixed(share * 100, 1) + " %";
    }

    /** How much {@code value} is above or below {@code baseline}, in percent: {@code -36.7 %}, {@code +0.4 %}. */
    public static String change(double value, double baseline) {
        if (baseline == 0) {
            return value == 0 ? "0.0 %" : "-";
        }
        String percent = percent(value / baseline - 1);
        return percent.startsWith("-") || percent.equals("0.0 %") ? percent.replace("-0.0 %", "0.0 %") : "+" + percent;
    }

    /** Picojoules in a unit that leaves one to three digits before the point: {@code 12.35 uJ}. */
    public static String energy(BigDecimal picojoules) {
        return scaled(picojoules, List.of("pJ", "nJ", "uJ", "mJ", "J", "kJ", "MJ", "GJ"));
    }

    /** Seconds likewise: {@code 1.250 ms}. */
    public static String time(double seconds) {
        return scaled(new BigDecimal(seconds).movePointRight(12), List.of("ps", "ns", "us", "ms", "s", "ks", "Ms"));
    }

    /** A count in thousands, millions and so on: {@code 2.86 G}; exact below a thousand. */
    public static String count(BigDecimal count) {
        return scaled(count, List.of("", "k", "M", "G", "T", "P", "E", "Z")).strip();
    }

    private static String scaled(BigDecimal value, List<String> units) {
        BigDecimal rest = value;
        int unit = 0;
        BigDecimal thousand = BigDecimal.valueOf(1000);
        MathContext shown = new MathContext(SHOWN_DIGITS, RoundingMode.HALF_UP);
        while (unit < units.size() - 1 && rest.round(shown).abs().compareTo(thousand) >= 0) {
            rest = rest.movePointLeft(GROUP);
            unit++;
        }
        if (unit == 0 && rest.stripTrailingZeros().scale() <= 0) {
            return rest.setScale(0, RoundingMode.UNNECESSARY).toPlainString() + " " + units.get(0);
        }
        int before =
                Math.max(1, rest.round(shown).precision() - rest.round(shown).scale());
        return fixed(rest, Math.max(0, SHOWN_DIGITS - before)) + " " + units.get(unit);
    }
}
