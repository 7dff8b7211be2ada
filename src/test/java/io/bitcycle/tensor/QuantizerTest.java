package io.bitcycle.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bitcycle.numeric.CounterRandom;
import io.bitcycle.numeric.RandomPurpose;
import io.bitcycle.reference.ReferenceQuantizer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantizerTest {
    /** Those that share CPT's grid, which the twin computes. */
    private static final List<Quantizer> FAMILY =
            List.of(Quantizers.named("cpt"), Quantizers.named("cpt-folded"), Quantizers.named("cpt-tensor"));

    /** All tasks on threads of the common pool, in no order. */
    private static final Parallel THREADS =
            (tasks, task) -> IntStream.range(0, tasks).parallel().forEach(task);
    /** Descending: what only works in one order breaks here every time. */
    private static final Parallel DESCENDING = (tasks, task) -> {
        for (int i = tasks - 1; i >= 0; i--) {
            task.accept(i);
        }
    };

    private static final Quantizer CPT = Quantizers.named("cpt");

    static Stream<Quantizer> quantizers() {
        return FAMILY.stream();
    }

    static IntStream seeds() {
        return IntStream.range(0, 400);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void equalsTheSlowTwin(int seed) {
        Random random = new Random(seed);
        int bits = 1 + seed % 16;
        int channels = 1 + random.nextInt(4);
        int perChannel = 1 + random.nextInt(60);
        FloatTensor tensor = FloatTensor.of(values(random, channels * perChannel, bits), channels, perChannel);
        Noise noise = noise(random, tensor);
        String what = "seed " + seed + ", " + bits + " bits, ";
        assertEqualsTwin(
                CPT.weight(tensor, bits, Parallel.SERIAL), tensor, channels, bits, Noise.NONE, what + "weight");
        assertEqualsTwin(
                Quantizers.named("cpt-folded").weight(tensor, bits, Parallel.SERIAL),
                tensor,
                channels,
                bits,
                Noise.NONE,
                what + "weight, folded");
        assertEqualsTwin(
                Quantizers.named("cpt-tensor").weight(tensor, bits, Parallel.SERIAL),
                tensor,
                1,
                bits,
                Noise.NONE,
                what + "weight, tensor");
        for (Quantizer quantizer : FAMILY) {
            Range range = quantizer.activationRange(tensor, Parallel.SERIAL);
            assertEqualsTwin(
                    quantizer.activation(tensor, range, bits, Parallel.SERIAL),
                    tensor,
                    1,
                    bits,
                    Noise.NONE,
                    what + "activation");
            assertEquals(range, quantizer.errorRange(tensor, Parallel.SERIAL));
            assertEqualsTwin(
                    quantizer.error(tensor, bits, noise, Parallel.SERIAL), tensor, 1, bits, noise, what + "error");
        }
    }

    /** Evaluation: values may lie outside the running range, even infinitely many steps. */
    @ParameterizedTest
    @MethodSource("seeds")
    void equalsTheSlowTwinWithinAForeignRange(int seed) {
        Random random = new Random(seed);
        int bits = 1 + seed % 16;
        FloatTensor tensor = FloatTensor.of(values(random, 100, bits), 100);
        Range range = new Range(Math.abs(values(random, 1, bits)[0]), values(random, 1, bits)[0]);
        QuantizedTensor actual = CPT.activation(tensor, range, bits, Parallel.SERIAL);
        float scale = ReferenceQuantizer.scale(range.range(), bits);
        for (int i = 0; i < 100; i++) {
            assertEquals(
                    ReferenceQuantizer.code(tensor.data()[i], range.offset(), scale, bits, 0f),
                    actual.codes().code(i),
                    "seed " + seed + ", element " + i + " = " + tensor.data()[i] + " in " + range);
        }
    }

    private static void assertEqualsTwin(
            QuantizedTensor actual, FloatTensor tensor, int groups, int bits, Noise noise, String what) {
        float[] x = tensor.data();
        float[] noises = new float[x.length];
        noise.fill(0, noises, x.length);
        float[] values = actual.dequantized().data();
        assertEquals(groups, actual.scale().length, what);
        int perGroup = x.length / groups;
        for (int group = 0; group < groups; group++) {
            float min = x[group * perGroup];
            float max = min;
            for (int i = group * perGroup; i < (group + 1) * perGroup; i++) {
                min = x[i] < min ? x[i] : min;
                max = x[i] > max ? x[i] : max;
            }
            float scale = ReferenceQuantizer.scale(ReferenceQuantizer.range(min, max), bits);
            assertEquals(scale, actual.scale(group), what + ", scale of group " + group);
            assertTrue(min == actual.offset(group), what + ", offset of group " + group);
            for (int i = group * perGroup; i < (group + 1) * perGroup; i++) {
                String element = what + ", element " + i + " = " + x[i] + " from " + min + " to " + max;
                int code = ReferenceQuantizer.code(x[i], min, scale, bits, noises[i]);
                assertEquals(code, actual.codes().code(i), element);
                assertEquals(
                        Float.floatToIntBits(ReferenceQuantizer.value(code, scale, min)),
                        Float.floatToIntBits(values[i]),
                        element);
            }
        }
    }

    /** One of the distributions that training produces or rounding dislikes. */
    private static float[] values(Random random, int count, int bits) {
        int kind = random.nextInt(8);
        float magnitude = (float) Math.pow(10, random.nextInt(60) - 40);
        float step = 0x1p-7f;
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = switch (kind) {
                case 0 -> (float) random.nextGaussian();
                case 1 -> Math.max(0f, (float) random.nextGaussian());
                case 2 -> (float) Math.pow(random.nextGaussian(), 7);
                case 3 -> (float) random.nextGaussian() * magnitude;
                case 4 -> 0.37f;
                // Ties: half steps of a power of two, from end to end of the codes.
                case 5 -> step * (i == 0 ? 0 : i == 1 ? (1 << bits) - 1 : random.nextInt(2 << bits) / 2f);
                case 6 -> random.nextBoolean() ? -0f : 0f;
                default -> Math.scalb(random.nextFloat() - 0.5f, random.nextInt(250) - 149);
            };
        }
        return values;
    }

    private static Noise noise(Random random, FloatTensor tensor) {
        if (random.nextBoolean()) {
            return CounterRandom.of(random.nextLong()).stream(RandomPurpose.ERROR_NOISE, 1, 2)::fillSymmetric;
        }
        // Eighths make ties of values on a dyadic grid.
        float[] eighths = new float[tensor.size()];
        for (int i = 0; i < eighths.length; i++) {
            eighths[i] = random.nextInt(8) / 8f - 0.5f;
        }
        return Noise.of(FloatTensor.of(eighths, tensor.shape()));
    }

    @ParameterizedTest
    @CsvSource({"1, 200000", "3, 70001", "32768, 4", "70000, 1", "2, 32768", "5000, 13", "1, 1"})
    void doesNotDependOnHowTheWorkIsRun(int channels, int perChannel) {
        Random random = new Random(channels);
        float[] values = new float[channels * perChannel];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        FloatTensor tensor = FloatTensor.of(values, channels, perChannel);
        Noise noise = CounterRandom.of(3).stream(RandomPurpose.ERROR_NOISE, 0, 0)::fillSymmetric;
        for (Quantizer quantizer : FAMILY) {
            List<Range> ranges = quantizer.weightRanges(tensor, Parallel.SERIAL);
            QuantizedTensor weight = quantizer.weight(tensor, 8, Parallel.SERIAL);
            QuantizedTensor error = quantizer.error(tensor, 8, noise, Parallel.SERIAL);
            for (Parallel parallel : List.of(THREADS, DESCENDING)) {
                assertEquals(ranges, quantizer.weightRanges(tensor, parallel));
                assertSame(weight, quantizer.weight(tensor, 8, parallel));
                assertSame(error, quantizer.error(tensor, 8, noise, parallel));
            }
        }
    }

    /** 7.5 on a grid of step 1 goes down with noise below 0 and up with noise above 0. */
    @Test
    void eachElementGetsTheNoiseOfItsIndex() {
        int size = 2 * Slices.LENGTH + 1500;
        Random random = new Random(11);
        float[] values = new float[size];
        float[] noise = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = 7.5f;
            noise[i] = random.nextBoolean() ? 0.25f : -0.25f;
        }
        QuantizedTensor quantized = CPT.error(
                FloatTensor.of(values, size), new Range(15, 0), 4, Noise.of(FloatTensor.of(noise, size)), DESCENDING);
        for (int i = 0; i < size; i++) {
            assertEquals(noise[i] < 0 ? 7 : 8, quantized.codes().code(i), "element " + i);
        }
    }

    private static void assertSame(QuantizedTensor expected, QuantizedTensor actual) {
        assertArrayEquals(expected.codes().patterns(), actual.codes().patterns());
        assertArrayEquals(expected.scale(), actual.scale());
        assertArrayEquals(expected.offset(), actual.offset());
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void namesTheFirstElementThatIsNotFinite(float bad) {
        FloatTensor tensor = FloatTensor.zeros(2, 3, 40_000);
        tensor.data()[3 * 40_000 + 7] = bad;
        tensor.data()[5 * 40_000] = bad;
        String expected = "element 120007 ([1, 0, 7] of [2, 3, 40000]) is " + bad + ": only finite values";
        Range range = new Range(1, 0);
        for (Parallel parallel : List.of(Parallel.SERIAL, THREADS, DESCENDING)) {
            for (Quantizer quantizer : FAMILY) {
                assertDiverged(expected, () -> quantizer.weightRanges(tensor, parallel));
                assertDiverged(expected, () -> quantizer.activationRange(tensor, parallel));
                assertDiverged(expected, () -> quantizer.errorRange(tensor, parallel));
                assertDiverged(expected, () -> quantizer.activation(tensor, range, 8, parallel));
                assertDiverged(expected, () -> quantizer.error(tensor, range, 8, Noise.NONE, parallel));
                assertDiverged(
                        expected,
                        () -> quantizer.error(tensor, range, 8, Noise.of(FloatTensor.zeros(240_000)), parallel));
            }
        }
    }

    @Test
    void refusesARangeBeyondBinary32() {
        FloatTensor tensor = FloatTensor.of(new float[] {-3e38f, 0, 3e38f}, 3);
        assertDiverged("the values from -3.0E38 to 3.0E38", () -> CPT.activationRange(tensor, Parallel.SERIAL));
    }

    @Test
    void theGreatestFiniteValueIsFinite() {
        FloatTensor tensor = FloatTensor.of(new float[] {-Float.MAX_VALUE, 0}, 2);
        for (Noise noise : List.of(Noise.NONE, Noise.of(FloatTensor.zeros(2)))) {
            assertArrayEquals(
                    new short[] {0, 255},
                    CPT.error(tensor, 8, noise, Parallel.SERIAL).codes().patterns());
        }
    }

    private static void assertDiverged(String expected, Supplier<?> call) {
        String message = assertThrows(NonFiniteException.class, call::get).getMessage();
        assertTrue(message.startsWith(expected), message);
    }

    @ParameterizedTest
    @MethodSource("quantizers")
    void anEmptyTensorHasNoRangeButCanBeQuantizedWithinOne(Quantizer quantizer) {
        for (int[] shape : new int[][] {{0}, {0, 3}, {3, 0}}) {
            FloatTensor empty = FloatTensor.zeros(shape);
            for (Supplier<?> call : List.<Supplier<?>>of(
                    () -> quantizer.weightRanges(empty, Parallel.SERIAL),
                    () -> quantizer.activationRange(empty, Parallel.SERIAL),
                    () -> quantizer.errorRange(empty, Parallel.SERIAL))) {
                assertEquals(
                        "an empty tensor has no range",
                        assertThrows(IllegalArgumentException.class, call::get).getMessage());
            }
            QuantizedTensor codes = quantizer.activation(empty, new Range(1, 0), 4, Parallel.SERIAL);
            assertArrayEquals(shape, codes.dequantized().shape());
        }
    }

    /** -0 and 0 are the same code, stand for +0, and their order does not matter. */
    @Test
    void zerosHaveNoSign() {
        for (float[] values : new float[][] {{-0f, 0f, 1f}, {0f, -0f, 1f}, {-0f, -0f, 1f}, {0f, 0f, 1f}}) {
            QuantizedTensor quantized = CPT.weight(FloatTensor.of(values, 1, 3), 2, Parallel.SERIAL);
            assertArrayEquals(new short[] {0, 0, 3}, quantized.codes().patterns());
            assertEquals(
                    "[0.0, 0.0, 1.0]", Arrays.toString(quantized.dequantized().data()));
        }
        Range one = CPT.activationRange(FloatTensor.of(new float[] {-0f, 0f}, 2), Parallel.SERIAL);
        Range other = CPT.activationRange(FloatTensor.of(new float[] {0f, -0f}, 2), Parallel.SERIAL);
        assertEquals(one, other);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 17})
    void refusesWidths(int bits) {
        assertEquals(
                "a code has 1 to 16 bits, not " + bits,
                assertThrows(
                                IllegalArgumentException.class,
                                () -> CPT.weight(FloatTensor.zeros(2, 2), bits, Parallel.SERIAL))
                        .getMessage());
    }

    @Test
    void refusesAWrongNumberOfRanges() {
        FloatTensor weight = FloatTensor.zeros(3, 2);
        List<Range> two = List.of(new Range(1, 0), new Range(1, 0));
        assertEquals(
                "2 ranges for weights of shape [3, 2], which cpt gives 3",
                assertThrows(IllegalArgumentException.class, () -> CPT.weight(weight, two, 8, Parallel.SERIAL))
                        .getMessage());
        assertThrows(
                IllegalArgumentException.class,
                () -> CPT.weight(FloatTensor.zeros(0, 2), List.of(), 8, Parallel.SERIAL));
    }
}
