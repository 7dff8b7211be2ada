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
 */
record BitRange(int min, int max) {
    private static final Pattern RANGE = Pattern.compile("(\\d{1,2})(?::(\\d{1,2}))?");

    /** From an option. */
    static final class Converter implements ITypeConverter<BitRange> {
        @Override
        public BitRange convert(String text) {
            Matcher matcher = RANGE.matcher(text);
            if (matcher.matches()) {
                int min = Integer.parseInt(matcher.group(1));
                int max = matcher.group(2) == null ? min : Integer.parseInt(matcher.group(2));
                if (1 <= min && min <= max && max <= IntegerFormat.MAX_BITS) {
                    return new BitRange(min, max);
                }
            }
            throw new TypeConversionException("is no range of bits; allowed: MIN:MAX or one number, 1 <= MIN <= MAX <= "
                    + IntegerFormat.MAX_BITS + ", e.g. 3:8");
        }
    }
}
