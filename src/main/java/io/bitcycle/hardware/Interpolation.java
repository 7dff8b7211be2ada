package io.bitcycle.hardware;

import java.math.BigDecimal;
import java.math.MathContext;

/** How a value between two neighbouring published points is found. Outside of all points there is none. */
enum Interpolation {
    /** On the straight line through both points. */
    LINEAR {
        @Override
        BigDecimal between(long x, long x0, BigDecimal y0, long x1, BigDecimal y1) {
            BigDecimal below = y0.multiply(BigDecimal.valueOf(x1 - x));
            BigDecimal above = y1.multiply(BigDecimal.valueOf(x - x0));
            return below.add(above).divide(BigDecimal.valueOf(x1 - x0), DIGITS);
        }
    },

    /** On the straight line in logarithmic scales: y is a power of x. Both values must be above 0. */
    LOG_LOG {
        @Override
        BigDecimal between(long x, long x0, BigDecimal y0, long x1, BigDecimal y1) {
            double exponent = StrictMath.log(y1.doubleValue() / y0.doubleValue()) / StrictMath.log((double) x1 / x0);
            return new BigDecimal(y0.doubleValue() * StrictMath.pow((double) x / x0, exponent), DIGITS);
        }
    };

    private static final MathContext DIGITS = MathContext.DECIMAL64;

    /** The value at x, with x0 &lt; x &lt; x1, rounded to 16 digits once. */
    abstract BigDecimal between(long x, long x0, BigDecimal y0, long x1, BigDecimal y1);
}
