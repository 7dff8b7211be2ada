package io.bitcycle.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Iterations or cycles from {@code from} up to but without {@code to}, written {@code 0:100}. */
record Span(long from, long to) {
    private static final Pattern WRITTEN = Pattern.compile("(\\d{1,18}):(\\d{1,18})");

    /** From an option. */
    abstract static class Converter implements ITypeConverter<Span> {
        private final String what;
        private final String example;

        /** @param what is counted, in the plural */
        Converter(String what, String example) {
            this.what = what;
            this.example = example;
        }

        @Override
        public Span convert(String text) {
            Matcher matcher = WRITTEN.matcher(text);
            if (matcher.matches()) {
                Span span = new Span(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)));
                if (span.from() < span.to()) {
                    return span;
                }
            }
            throw new TypeConversionException("is no range of " + what + "; allowed: FROM:TO, e.g. " + example);
        }
    }

    /** Of iterations. */
    static final class Iterations extends Converter {
        Iterations() {
            super("iterations", "0:8000");
        }
    }

    /** Of cycles. */
    static final class Cycles extends Converter {
        Cycles() {
            super("cycles", "0:100");
        }
    }
}
