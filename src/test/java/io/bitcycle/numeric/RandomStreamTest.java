package io.bitcycle.numeric;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.function.LongToDoubleFunction;
import org.apache.commons.math3.stat.inference.KolmogorovSmirnovTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RandomStreamTest {
    private static final int SAMPLES = 1 << 18;
    private final RandomStream stream = CounterRandom.of(42).stream(RandomPurpose.ERROR_NOISE, 7, 3);

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 3, 4, 1021, 1L << 34, Long.MAX_VALUE - 5000})
    void bulkEqualsSingle(long from) {
        for (int count : new int[] {0, 1, 2, 3, 4, 5, 7, 8, 1023, 1024, 1025, 1028, 4099}) {
            float[] uniform = new float[count + 1];
            float[] symmetric = new float[count + 1];
            uniform[count] = symmetric[count] = 9;
            stream.fillUniform(from, uniform, count);
            stream.fillSymmetric(from, symmetric, count);
            for (int i = 0; i < count; i++) {
                String at = "element " + i + " of " + count;
                assertEquals(stream.uniform(from + i), uniform[i], at);
                assertEquals(stream.symmetric(from + i), symmetric[i], at);
            }
            assertEquals(9, uniform[count], "wrote beyond the end");
            assertEquals(9, symmetric[count], "wrote beyond the end");
        }
    }

    @Test
    void floatsAreTheTopBitsExactly() {
        for (long i = 0; i < 4096; i++) {
            double fraction = (stream.bits(i) >>> 8) / 16777216.0;
            assertEquals(fraction, (double) stream.uniform(i));
            assertEquals(fraction - 0.5, (double) stream.symmetric(i));
        }
    }

    @Test
    void uniformAndSymmetricAreUniform() {
        assertUniform(stream::uniform);
        assertUniform(i -> stream.symmetric(i) + 0.5);
        assertUniform(i -> stream.bits(i) / 0x1p32 + 0.5);
        assertUniform(i -> (stream.bits(i) & 0xFFFF) / 65536.0);
    }

    /** Chi-square over 256 bins: 255 degrees of freedom, mean 255, standard deviation 22.6; six of them is never chance. */
    private static void assertUniform(LongToDoubleFunction sample) {
        int[] bins = new int[256];
        for (int i = 0; i < SAMPLES; i++) {
            bins[(int) (sample.applyAsDouble(i) * bins.length)]++;
        }
        double expected = (double) SAMPLES / bins.length;
        double chiSquare = Arrays.stream(bins)
                .mapToDouble(bin -> (bin - expected) * (bin - expected) / expected)
                .sum();
        assertEquals(255, chiSquare, 6 * 22.6);
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "0, 4", "3, 2", "1, 1024", "5, 1027", "1000, 3000", "4294967295, 9", "2, 0"})
    void bitsInBulkAreThoseOfEachElement(long from, int count) {
        int[] bits = new int[count + 1];
        stream.fillBits(from, bits, count);
        for (int i = 0; i < count; i++) {
            assertEquals(stream.bits(from + i), bits[i], "element " + (from + i));
        }
        assertEquals(0, bits[count]);
        assertThrows(IndexOutOfBoundsException.class, () -> stream.fillBits(from, bits, count + 2));
        assertThrows(IndexOutOfBoundsException.class, () -> stream.fillBits(-1, bits, 1));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 64, 1024})
    void neighboursAreUncorrelated(int lag) {
        double sum = 0;
        for (long i = 0; i < SAMPLES; i++) {
            sum += (double) stream.symmetric(i) * stream.symmetric(i + lag);
        }
        // The product has variance (1/12)^2, its mean over n samples a standard deviation of 1 / (12 sqrt n).
        assertEquals(0, sum / SAMPLES, 5 / (12 * Math.sqrt(SAMPLES)));
    }

    @Test
    void successiveIterationsAndLayersAreUncorrelated() {
        CounterRandom random = CounterRandom.of(42);
        for (RandomStream other : new RandomStream[] {
            random.stream(RandomPurpose.ERROR_NOISE, 8, 3),
            random.stream(RandomPurpose.ERROR_NOISE, 7, 4),
            random.stream(RandomPurpose.FOLDED_ERROR_NOISE, 7, 3),
            CounterRandom.of(43).stream(RandomPurpose.ERROR_NOISE, 7, 3)
        }) {
            double sum = 0;
            for (long i = 0; i < SAMPLES; i++) {
                sum += (double) stream.symmetric(i) * other.symmetric(i);
            }
            assertEquals(0, sum / SAMPLES, 5 / (12 * Math.sqrt(SAMPLES)));
        }
    }

    /** Computed in Python from the same bits: radius and angle of elements 0 and 1, then 2 and 3. */
    @Test
    void gaussianFollowsBoxAndMuller() {
        RandomStream weights = CounterRandom.of(42).stream(RandomPurpose.WEIGHT_INIT, 0, 3);
        double[] expected = {-0.2471383137861628, -0.6237454025818352, 0.5427096159276508, 1.168135573617844};
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], weights.gaussian(i), 1e-14);
        }
    }

    @Test
    void gaussianIsStandardNormal() {
        double[] sample = new double[20_000];
        Arrays.setAll(sample, stream::gaussian);
        double p = new KolmogorovSmirnovTest()
                .kolmogorovSmirnovTest(
                        new org.apache.commons.math3.distribution.NormalDistribution(null, 0, 1), sample, false);
        assertTrue(p > 1e-4, "Kolmogorov-Smirnov p = " + p);
        double[] odd = new double[10_000];
        Arrays.setAll(odd, i -> sample[2 * i] * sample[2 * i + 1]);
        assertEquals(0, Arrays.stream(odd).average().orElseThrow(), 0.05, "a pair shares its radius, not its sign");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8, 9, 900, 1 << 30, Integer.MAX_VALUE})
    void belowIsEquallyLikely(int bound) {
        int bins = Math.min(bound, 9);
        int[] counts = new int[bins];
        for (int i = 0; i < 90_000; i++) {
            int value = stream.below(i, bound);
            assertTrue(value >= 0 && value < bound, "value " + value);
            counts[(int) ((long) value * bins / bound)]++;
        }
        double expected = 90_000.0 / bins;
        for (int count : counts) {
            assertEquals(expected, count, 6 * Math.sqrt(expected));
        }
    }

    @Test
    void belowIsTheHighWordOfTheProduct() {
        for (long i = 0; i < 1000; i++) {
            int bound = (int) (i * 1_234_567 % Integer.MAX_VALUE) + 1;
            assertEquals(
                    java.math.BigInteger.valueOf(Integer.toUnsignedLong(stream.bits(i)))
                            .multiply(java.math.BigInteger.valueOf(bound))
                            .shiftRight(32)
                            .intValueExact(),
                    stream.below(i, bound));
        }
    }

    @ParameterizedTest
    @CsvSource({"0", "-1", "-2147483648"})
    void belowRefusesAnEmptyRange(int bound) {
        assertTrue(assertThrows(IllegalArgumentException.class, () -> stream.below(0, bound))
                .getMessage()
                .endsWith("below " + bound));
    }

    /** Computed in Python from the same bits. */
    @Test
    void permutationIsReproducible() {
        assertArrayEquals(
                new int[] {2, 7, 8, 4, 1, 6, 0, 3, 5, 9},
                CounterRandom.of(42).stream(RandomPurpose.SHUFFLE, 1, 0).permutation(10));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 100, 50_000})
    void permutationHoldsEachNumberOnce(int n) {
        int[] order = stream.permutation(n);
        Arrays.sort(order);
        for (int i = 0; i < n; i++) {
            assertEquals(i, order[i]);
        }
        assertEquals(n, order.length);
    }

    @Test
    void permutationsAreEquallyLikely() {
        int[] counts = new int[27];
        for (int epoch = 0; epoch < 60_000; epoch++) {
            int[] order =
                    CounterRandom.of(5).stream(RandomPurpose.SHUFFLE, epoch, 0).permutation(3);
            counts[order[0] * 9 + order[1] * 3 + order[2]]++;
        }
        int[] seen = Arrays.stream(counts).filter(count -> count > 0).toArray();
        assertEquals(6, seen.length);
        for (int count : seen) {
            assertEquals(10_000, count, 6 * Math.sqrt(10_000 * 5.0 / 6));
        }
    }

    @Test
    void refusesNegativeIndicesAndShortArrays() {
        assertThrows(IndexOutOfBoundsException.class, () -> stream.bits(-1));
        assertThrows(IndexOutOfBoundsException.class, () -> stream.gaussian(-2));
        assertThrows(IndexOutOfBoundsException.class, () -> stream.fillUniform(-4, new float[8], 8));
        assertThrows(IndexOutOfBoundsException.class, () -> stream.fillSymmetric(0, new float[8], 9));
    }
}
