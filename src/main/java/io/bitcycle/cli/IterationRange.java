package io.bitcycle.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Iterations from {@code from} up to but without {@code to}, written {@code 0:8000}. */
record IterationRange(long from, long to) {
    private static final Pattern RANGE = Pattern.compile("(\\d{1,18}):(\\d{1,18})");

    /** From an option. */
    static final class Converter implements ITypeConverter<IterationRange> {
        @Override
        public IterationRange convert(String text) {
            Matcher matcher = RANGE.matcher(text);
            if (matcher.matches()) {
                IterationRange range =
                        new IterationRange(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)));
                if (range.from() < range.to()) {
                    return range;
                }
            }
            throw new TypeConversionException("is no range of iterations; allowed: FROM:TO, e.g. 0:8000");
        }
    }
}
