package io.bitcycle.cli;

import io.bitcycle.numeric.IntegerFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Code widths, written {@code 3:8}, or {@code 8} for 8:8.
 *
 * @param min narrowest, from 1
 * @param max widest, to {@value IntegerFormat#MAX_BITS}
 * @param automatic whether the narrowest one is still to be found
 */
record BitRange(int min, int max, boolean automatic) {
    private static final Pattern RANGE = Pattern.compile("(\\d{1,2})(?::(\\d{1,2}))?");
    private static final Pattern AUTOMATIC = Pattern.compile("auto(?::(\\d{1,2}))?");
    /** Where a search for the narrowest width begins: 1 bit cannot tell a weight from its neighbours' mean. */
    private static final int SEARCH_FROM = 2;

    private static final int SEARCH_TO = 8;
    private static final String ALLOWED =
            "MIN:MAX or one number, 1 <= MIN <= MAX <= " + IntegerFormat.MAX_BITS + ", e.g. 3:8";

    /** From an option. */
    static final class Converter implements ITypeConverter<BitRange> {
        @Override
        public BitRange convert(String text) {
            Matcher matcher = RANGE.matcher(text);
            if (matcher.matches()) {
                int min = Integer.parseInt(matcher.group(1));
                int max = matcher.group(2) == null ? min : Integer.parseInt(matcher.group(2));
                if (1 <= min && min <= max && max <= IntegerFormat.MAX_BITS) {
                    return new BitRange(min, max, false);
                }
            }
            throw new TypeConversionException("is no range of bits; allowed: " + ALLOWED);
        }
    }

    /** From an option that also takes {@code auto}. */
    static final class AutomaticConverter implements ITypeConverter<BitRange> {
        @Override
        public BitRange convert(String text) {
            Matcher matcher = AUTOMATIC.matcher(text);
            if (!matcher.matches()) {
                return new Converter().convert(text);
            }
            int max = matcher.group(1) == null ? SEARCH_TO : Integer.parseInt(matcher.group(1));
            if (max < SEARCH_FROM || max > IntegerFormat.MAX_BITS) {
                throw new TypeConversionException("is no range of bits; allowed: auto:MAX, " + SEARCH_FROM
                        + " <= MAX <= " + IntegerFormat.MAX_BITS + ", or " + ALLOWED);
            }
            return new BitRange(SEARCH_FROM, max, true);
        }
    }
}
