package io.bitcycle.training.fixed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bitcycle.numeric.CounterRandom;
import io.bitcycle.numeric.RandomPurpose;
import io.bitcycle.numeric.RandomStream;
import io.bitcycle.tensor.FloatTensor;
import io.bitcycle.tensor.Parallel;
import io.bitcycle.tensor.QuantizedTensor;
import io.bitcycle.tensor.Quantizer;
import io.bitcycle.tensor.Quantizers;
import io.bitcycle.tensor.Range;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Against the same quantizer in binary32, on values that binary32 holds exactly. */
class FixedCodesTest {
    private static final int SIZE = 3000;
    private static final Quantizer FLOAT = Quantizers.named("symmetric-pow2");
    private static final long SEED = System.nanoTime();

    private final Random random = new Random(SEED);

    @Test
    void codesAreThoseOfBinary32() {
        for (int trial = 0; trial < 200; trial++) {
            FixedTensor tensor = tensor(2 + random.nextInt(23), random.nextInt(12) - 14);
            int bits = 2 + random.nextInt(15);
            QuantizedTensor expected = FLOAT.weight(values(tensor), bits, Parallel.SERIAL);
            FixedCodes actual = FixedCodes.nearest(tensor, bits, Parallel.SERIAL);
            same(expected, actual);
        }
    }

    /** A range of another tensor: some values lie beyond it. */
    @Test
    void aRunningRangeSaturates() {
        for (int trial = 0; trial < 100; trial++) {
            FixedTensor tensor = tensor(20, -18);
            int magnitude = 1 << 13 | random.nextInt(1 << 14);
            Range range = new Range(Math.scalb(2f * magnitude, -12), -Math.scalb((float) magnitude, -12));
            int bits = 2 + random.nextInt(7);
            same(
                    FLOAT.activation(values(tensor), range, bits, Parallel.SERIAL),
                    FixedCodes.nearest(tensor, Scalar.of(magnitude, -12), bits, Parallel.SERIAL));
        }
    }

    /** floor(value / scale + u / 2^32) with the bits of the element's number. */
    @Test
    void errorsAreRoundedByTheirElementsBits() {
        for (int trial = 0; trial < 50; trial++) {
            FixedTensor tensor = tensor(32, -20);
            int bits = 2 + random.nextInt(7);
            RandomStream stream = CounterRandom.of(SEED).stream(RandomPurpose.ERROR_NOISE, trial, 1);
            FixedCodes codes = FixedCodes.stochastic(tensor, bits, stream, Parallel.SERIAL);
            int shift = codes.exponent() - tensor.exponent();
            long most = (1L << (bits - 1)) - 1;
            long greatest = 0;
            for (int i = 0; i < SIZE; i++) {
                long expected = Math.floorDiv(
                        tensor.mantissas()[i] + ((stream.bits(i) & 0xFFFFFFFFL) >>> (32 - shift)), 1L << shift);
                assertEquals(expected, codes.codes().code(i), "element " + i + ", seed " + SEED);
                greatest = Math.max(greatest, Math.abs((long) tensor.mantissas()[i]));
            }
            assertTrue(greatest <= most << shift && greatest > most << (shift - 1), "seed " + SEED);
        }
    }

    @Test
    void zerosStayZeros() {
        FixedTensor zeros = FixedTensor.of(new int[5], -9, 5);
        RandomStream stream = CounterRandom.of(1).stream(RandomPurpose.ERROR_NOISE, 0, 0);
        for (int i = 0; i < 5; i++) {
            assertEquals(
                    0, FixedCodes.nearest(zeros, 4, Parallel.SERIAL).codes().code(i));
            assertEquals(
                    0,
                    FixedCodes.stochastic(zeros, 4, stream, Parallel.SERIAL)
                            .codes()
                            .code(i));
        }
    }

    private void same(QuantizedTensor expected, FixedCodes actual) {
        assertEquals(expected.scale(0), Math.scalb(1f, actual.exponent()), "seed " + SEED);
        for (int i = 0; i < SIZE; i++) {
            assertEquals(expected.codes().code(i), actual.codes().code(i), "element " + i + ", seed " + SEED);
        }
    }

    private FixedTensor tensor(int bits, int exponent) {
        int[] mantissas = random.ints(SIZE).map(value -> value >> (32 - bits)).toArray();
        mantissas[0] = (1 << (bits - 1)) - 1;
        return FixedTensor.of(mantissas, exponent, SIZE);
    }

    private static FloatTensor values(FixedTensor tensor) {
        FloatTensor values = FloatTensor.zeros(SIZE);
        for (int i = 0; i < SIZE; i++) {
            values.data()[i] = Math.scalb((float) tensor.mantissas()[i], tensor.exponent());
        }
        return values;
    }
}
