package io.bitcycle.cli;

import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** An option's value that is a decimal number: finite, and without the letters that Java would take after it. */
final class DecimalNumber implements ITypeConverter<Double> {
    private static final Pattern DECIMAL = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,3})?");

    @Override
    public Double convert(String text) {
        if (DECIMAL.matcher(text).matches() && Double.isFinite(Double.parseDouble(text))) {
            return Double.parseDouble(text);
        }
        throw new TypeConversionException("is not a number; allowed: a decimal, e.g. 0.05 or 5e-2");
    }
}
