package io.bitcycle.cli;

import java.math.BigInteger;
import java.util.function.Function;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * An option's value that is a whole number.
 *
 * @param min least value
 * @param max greatest value
 * @param narrow to the type of the option
 */
record WholeNumber<T>(long min, long max, Function<Long, T> narrow) implements ITypeConverter<T> {
    @Override
    public T convert(String text) {
        if (text.matches("[+-]?\\d{1,30}")) {
            BigInteger number = new BigInteger(text);
            if (number.compareTo(BigInteger.valueOf(min)) >= 0 && number.compareTo(BigInteger.valueOf(max)) <= 0) {
                return narrow.apply(number.longValueExact());
            }
        }
        throw new TypeConversionException("is not a whole number; allowed: " + min + " to " + max);
    }
}
