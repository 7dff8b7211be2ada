package io.bitcycle.reference;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * The cpt quantizer for one element, step by step: each step is computed exactly in decimals and then rounded to
 * binary32. Slow on purpose; it shares no arithmetic with what it checks.
 */
public final class ReferenceQuantizer {
    /**
     * Enough digits to hold every quotient that is exact in binary, down to half of the least binary32. Other quotients
     * of two binary32 numbers are nowhere near the middle between two binary32 numbers, so cutting them off is harmless.
     */
    private static final MathContext QUOTIENT = new MathContext(200, RoundingMode.DOWN);

    private static final float MIN_SCALE = 1e-8f;

    private ReferenceQuantizer() {}

    /** max - min. */
    public static float range(float min, float max) {
        return exact(max).subtract(exact(min)).floatValue();
    }

    /** range / (2^bits - 1), and 1e-8 at least. */
    public static float scale(float range, int bits) {
        float scale = exact(range).divide(levels(bits), QUOTIENT).floatValue();
        return scale < MIN_SCALE ? MIN_SCALE : scale;
    }

    /** The code of {@code x}: (x - min) / scale + noise, clamped to 0 .. 2^bits - 1, rounded half to even. */
    public static int code(float x, float min, float scale, int bits, float noise) {
        float distance = exact(x).subtract(exact(min)).floatValue();
        if (Float.isInfinite(distance)) {
            return distance < 0 ? 0 : levels(bits).intValueExact();
        }
        float steps = exact(distance).divide(exact(scale), QUOTIENT).floatValue();
        if (Float.isInfinite(steps)) {
            return steps < 0 ? 0 : levels(bits).intValueExact();
        }
        float noisy = exact(steps).add(exact(noise)).floatValue();
        BigDecimal clamped = exact(noisy).max(BigDecimal.ZERO).min(levels(bits));
        return clamped.setScale(0, RoundingMode.HALF_EVEN).intValueExact();
    }

    /** code x scale + min. */
    public static float value(int code, float scale, float min) {
        float product = exact(scale).multiply(BigDecimal.valueOf(code)).floatValue();
        return exact(product).add(exact(min)).floatValue();
    }

    /** 2^bits - 1. */
    private static BigDecimal levels(int bits) {
        return BigDecimal.valueOf(2).pow(bits).subtract(BigDecimal.ONE);
    }

    private static BigDecimal exact(float value) {
        return new BigDecimal(value);
    }
}
