package io.bitcycle.cli;

import java.math.BigInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The shape of a product A [m, k] x B [k, n], written {@code MxNxK}. */
record MatrixShape(int m, int n, int k) {
    /** Sixteen million by eight thousand by eight thousand: no count of one operation leaves a {@code long}. */
    private static final BigInteger MOST_PRODUCTS = BigInteger.ONE.shiftLeft(50);

    private static final Pattern SHAPE = Pattern.compile("([1-9]\\d{0,8})x([1-9]\\d{0,8})x([1-9]\\d{0,8})");

    /** Whether the operation can be counted exactly. */
    boolean isCountable() {
        return BigInteger.valueOf(m)
                        .multiply(BigInteger.valueOf(n))
                        .multiply(BigInteger.valueOf(k))
                        .compareTo(MOST_PRODUCTS)
                <= 0;
    }

    /** From an option. */
    static final class Converter implements ITypeConverter<MatrixShape> {
        @Override
        public MatrixShape convert(String text) {
            Matcher matcher = SHAPE.matcher(text);
            if (matcher.matches()) {
                MatrixShape shape = new MatrixShape(
                        Integer.parseInt(matcher.group(1)),
                        Integer.parseInt(matcher.group(2)),
                        Integer.parseInt(matcher.group(3)));
                if (shape.isCountable()) {
                    return shape;
                }
            }
            throw new TypeConversionException(
                    "is no shape; allowed: MxNxK, each at least 1, with at most 2^50 products, e.g. 128x64x576");
        }
    }
}
