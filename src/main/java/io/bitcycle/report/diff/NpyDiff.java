package io.bitcycle.report.diff;

import io.bitcycle.report.Figures;
import io.bitcycle.tensor.Shapes;
import io.bitcycle.tensor.npy.NpyArray;
import io.bitcycle.tensor.npy.NpyReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/** The first element in which two .npy files differ. */
final class NpyDiff {
    private NpyDiff() {}

    /** What differs, in words; empty when the files are the same, byte for byte. */
    static Optional<String> of(Path a, Path b) throws IOException {
        long at = Files.mismatch(a, b);
        if (at < 0) {
            return Optional.empty();
        }
        NpyArray left;
        NpyArray right;
        try {
            left = NpyReader.read(a);
            right = NpyReader.read(b);
        } catch (IOException damaged) {
            return Optional.of("byte " + at + " of the file differs, and it cannot be read: " + damaged.getMessage());
        }
        if (left.type() != right.type() || !Arrays.equals(left.shape(), right.shape())) {
            return Optional.of("is " + describe(left) + " and " + describe(right));
        }
        int index = mismatch(left, right);
        return Optional.of(
                index < 0
                        ? "byte " + at + " of the file differs, in its header; all elements are equal"
                        : "element " + Shapes.describe(index, left.shape()) + " is " + element(left, index) + " and "
                                + element(right, index) + ", different in "
                                + bits(pattern(left, index) ^ pattern(right, index)));
    }

    /** The first index of different bit patterns; -1 for none. */
    private static int mismatch(NpyArray a, NpyArray b) {
        return IntStream.range(0, Shapes.size(a.shape()))
                .filter(index -> pattern(a, index) != pattern(b, index))
                .findFirst()
                .orElse(-1);
    }

    private static long pattern(NpyArray array, int index) {
        if (array instanceof NpyArray.Floats floats) {
            return Integer.toUnsignedLong(Float.floatToRawIntBits(floats.values()[index]));
        }
        if (array instanceof NpyArray.Doubles doubles) {
            return Double.doubleToRawLongBits(doubles.values()[index]);
        }
        int unused = Long.SIZE - Byte.SIZE * array.type().bytes();
        return ((NpyArray.Integers) array).values()[index] << unused >>> unused;
    }

    private static String element(NpyArray array, int index) {
        String value;
        if (array instanceof NpyArray.Floats floats) {
            value = Figures.exact(floats.values()[index]);
        } else if (array instanceof NpyArray.Doubles doubles) {
            value = Figures.exact(doubles.values()[index]);
        } else {
            value = Long.toString(((NpyArray.Integers) array).values()[index]);
        }
        return String.format(Locale.ROOT, "0x%0" + 2 * array.type().bytes() + "x", pattern(array, index)) + " (" + value
                + ")";
    }

    private static String bits(long difference) {
        return Long.bitCount(difference) == 1
                ? "bit " + Long.numberOfTrailingZeros(difference)
                : Long.bitCount(difference) + " bits";
    }

    private static String describe(NpyArray array) {
        return array.type().name().toLowerCase(Locale.ROOT) + " " + Arrays.toString(array.shape());
    }
}
