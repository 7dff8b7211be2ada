package io.bitcycle.numeric.loops;

import static io.bitcycle.numeric.loops.VectorClasses.CODES;
import static io.bitcycle.numeric.loops.VectorClasses.NARROW;
import static io.bitcycle.numeric.loops.VectorClasses.WIDE;
import static io.bitcycle.numeric.loops.VectorClasses.all;
import static io.bitcycle.numeric.loops.VectorClasses.evens;
import static io.bitcycle.numeric.loops.VectorClasses.load;
import static io.bitcycle.numeric.loops.VectorClasses.odds;
import static io.bitcycle.numeric.loops.VectorClasses.pairs;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Loops from codes to numbers and back. */
final class VectorCodes {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_256;
    private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_256;
    private static final VectorSpecies<Short> EIGHT_CODES = ShortVector.SPECIES_128;
    private static final VectorSpecies<Short> FOUR_CODES = ShortVector.SPECIES_64;
    private static final PlainLoops PLAIN = new PlainLoops();

    /** 1.5 x 2^23: adding it to a float below 2^22 in magnitude rounds it half to even, to an integer in the low bits. */
    private static final float ROUND = 0x1.8p23f;

    private static final int LANES = FLOATS.length();
    private static final int COUNT = VectorWidest.COUNT;
    private static final int FULL = VectorWidest.FULL;

    private VectorCodes() {}

    private static FloatVector floats(short[] codes, int at) {
        return NARROW.cast(ShortVector.fromArray(EIGHT_CODES, codes, at).convertShape(VectorOperators.S2F, FLOATS, 0));
    }

    private static DoubleVector doubles(short[] codes, int at) {
        return WIDE.cast(ShortVector.fromArray(FOUR_CODES, codes, at).convertShape(VectorOperators.S2D, DOUBLES, 0));
    }

    static void pack(short[] codes, int at, int[] offsets, int from, int depth, float[] out, int to, int step) {
        for (int k = 0; k < depth; k++) {
            floats(codes, at + offsets[from + k]).intoArray(out, to + k * step);
        }
    }

    static void pack(short[] codes, int at, int[] offsets, int from, int depth, double[] out, int to, int step) {
        for (int k = 0; k < depth; k++) {
            int offset = at + offsets[from + k];
            doubles(codes, offset).intoArray(out, to + k * step);
            doubles(codes, offset + 4).intoArray(out, to + k * step + 4);
        }
    }

    static void widen(short[] codes, int at, int count, float[] out, int outAt) {
        int i = 0;
        for (; i <= count - FULL; i += FULL) {
            VectorWidest.fullFloats(codes, at + i).intoArray(out, outAt + i);
        }
        for (; i <= count - LANES; i += LANES) {
            floats(codes, at + i).intoArray(out, outAt + i);
        }
        PLAIN.widen(codes, at + i, count - i, out, outAt + i);
    }

    static void widen(short[] codes, int at, int count, double[] out, int outAt) {
        int i = 0;
        for (; i <= count - COUNT; i += COUNT) {
            VectorWidest.loadWide(codes, at + i).intoArray(out, outAt + i);
        }
        PLAIN.widen(codes, at + i, count - i, out, outAt + i);
    }

    /** All but the last row are written beyond their end, where the next one begins: a vector may not reach beyond that one. */
    static void frame(short[] codes, int at, int pitch, int rows, int width, float[] out, int to) {
        if (2 * width + 3 < FULL) {
            PLAIN.frame(codes, at, pitch, rows, width, out, to);
            return;
        }
        for (int y = 0; y < rows - 1; y++) {
            for (int x = 0; x < width + 2; x += FULL) {
                VectorWidest.fullFloats(codes, at + y * pitch + x).intoArray(out, to + y * (width + 1) + x);
            }
        }
        widen(codes, at + (rows - 1) * pitch, width + 2, out, to + (rows - 1) * (width + 1));
    }

    static void frame(short[] codes, int at, int pitch, int rows, int width, double[] out, int to) {
        if (2 * width + 3 < COUNT) {
            PLAIN.frame(codes, at, pitch, rows, width, out, to);
            return;
        }
        for (int y = 0; y < rows - 1; y++) {
            for (int x = 0; x < width + 2; x += COUNT) {
                VectorWidest.loadWide(codes, at + y * pitch + x).intoArray(out, to + y * (width + 1) + x);
            }
        }
        widen(codes, at + (rows - 1) * pitch, width + 2, out, to + (rows - 1) * (width + 1));
    }

    static void split(short[] codes, int at, int count, float[] out, int to, int odd) {
        int i = 0;
        for (; i <= count - LANES; i += LANES) {
            IntVector pairs = pairs(codes, at + 2 * i);
            VectorClasses.floats(evens(pairs)).intoArray(out, to + i);
            VectorClasses.floats(odds(pairs)).intoArray(out, to + odd + i);
        }
        PLAIN.split(codes, at + 2 * i, count - i, out, to + i, odd);
    }

    static void split(short[] codes, int at, int count, double[] out, int to, int odd) {
        int i = 0;
        for (; COUNT == LANES && i <= count - LANES; i += LANES) {
            IntVector pairs = pairs(codes, at + 2 * i);
            doubles(evens(pairs)).intoArray(out, to + i);
            doubles(odds(pairs)).intoArray(out, to + odd + i);
        }
        PLAIN.split(codes, at + 2 * i, count - i, out, to + i, odd);
    }

    private static DoubleVector doubles(IntVector values) {
        return VectorWidest.DOUBLES_CLASS.cast(values.convertShape(VectorOperators.I2D, VectorWidest.DOUBLES, 0));
    }

    static void spread(
            short[] codes,
            int at,
            int planes,
            int rows,
            int width,
            int centre,
            short[] out,
            int to,
            int plane,
            int pitch) {
        ShortVector less = CODES.cast(ShortVector.broadcast(EIGHT_CODES, centre));
        for (int p = 0; p < planes; p++) {
            for (int y = 0; y < rows; y++) {
                int from = at + (p * rows + y) * width;
                int first = to + p * plane + y * pitch;
                int x = 0;
                for (; x <= width - 8; x += 8) {
                    CODES.cast(ShortVector.fromArray(EIGHT_CODES, codes, from + x))
                            .sub(less)
                            .intoArray(out, first + x);
                }
                if (x < width) {
                    PlainLoops.spread(codes, from + x, width - x, centre, out, first + x);
                }
            }
        }
    }

    static boolean quantize(
            float[] values,
            int from,
            int to,
            float scale,
            float offset,
            float min,
            float max,
            float[] noise,
            short[] codes) {
        if (min == 0) {
            return quantizeUnsigned(values, from, to, scale, offset, max, noise, codes);
        }
        FloatVector shift = all(offset);
        FloatVector unit = all(scale);
        FloatVector least = all(min);
        FloatVector most = all(max);
        FloatVector rounding = all(ROUND);
        FloatVector infinite = FloatVector.zero(FLOATS);
        int i = from;
        for (; i <= to - 8; i += 8) {
            FloatVector x = load(values, i);
            // x - x is 0, or NaN where x is not finite.
            infinite = x.sub(x).add(infinite);
            FloatVector v = x.sub(shift).div(unit);
            if (noise != null) {
                v = v.add(load(noise, i - from));
            }
            v = NARROW.cast(v);
            v = v.blend(least, v.compare(VectorOperators.LT, least));
            v = v.blend(most, v.compare(VectorOperators.GT, most));
            IntVector rounded = VectorClasses.bits(v.add(rounding));
            CODES.cast(rounded.convertShape(VectorOperators.I2S, EIGHT_CODES, 0))
                    .intoArray(codes, i);
        }
        boolean finite = NARROW.cast(infinite).reduceLanes(VectorOperators.ADD) == 0;
        return PlainLoops.quantize(values, from, i, to, scale, offset, min, max, noise, codes) && finite;
    }

    /** Codes from 0 on: the bits of floats that are not negative are ordered as these are, negative ones are negative integers. */
    private static boolean quantizeUnsigned(
            float[] values, int from, int to, float scale, float offset, float max, float[] noise, short[] codes) {
        FloatVector shift = VectorWidest.allFull(offset);
        FloatVector unit = VectorWidest.allFull(scale);
        FloatVector rounding = VectorWidest.allFull(ROUND);
        IntVector least = VectorWidest.allFull(0);
        IntVector most = VectorWidest.allFull(Float.floatToRawIntBits(max));
        FloatVector nothing = VectorWidest.allFull(0f);
        FloatVector infinite = nothing;
        int i = from;
        for (; i <= to - FULL; i += FULL) {
            FloatVector x = VectorWidest.loadFull(values, i);
            // x * 0 is 0, or NaN where x is not finite.
            infinite = x.fma(nothing, infinite);
            FloatVector v = x.sub(shift).div(unit);
            if (noise != null) {
                v = v.add(VectorWidest.loadFull(noise, i - from));
            }
            IntVector bits = VectorWidest.fullBits(VectorWidest.FULL_FLOATS_CLASS.cast(v));
            FloatVector clamped = VectorWidest.FULL_FLOATS_CLASS.cast(
                    bits.max(least).min(most).reinterpretAsFloats());
            IntVector rounded = VectorWidest.fullBits(clamped.add(rounding));
            VectorWidest.FULL_CODES_CLASS
                    .cast(rounded.convertShape(VectorOperators.I2S, VectorWidest.FULL_CODES, 0))
                    .intoArray(codes, i);
        }
        boolean finite = VectorWidest.FULL_FLOATS_CLASS.cast(infinite).reduceLanes(VectorOperators.ADD) == 0;
        return PlainLoops.quantize(values, from, i, to, scale, offset, 0, max, noise, codes) && finite;
    }
}
