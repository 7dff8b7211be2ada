package io.bitcycle.training.fixed;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.bitcycle.TestHardware;
import io.bitcycle.numeric.CounterRandom;
import io.bitcycle.numeric.RandomPurpose;
import io.bitcycle.numeric.RandomStream;
import io.bitcycle.precision.Precision;
import io.bitcycle.simulator.AcceleratorSession;
import io.bitcycle.workload.OptimizerSpec;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against the formula in exact decimals, rounded by the same random bits. */
class FixedSgdTest {
    private static final int SIZE = 3000;
    private static final long SEED = System.nanoTime();

    private final Random random = new Random(SEED);
    private final AcceleratorSession session = TestHardware.session(2);

    @ParameterizedTest
    @CsvSource({"32, 24", "16, 12"})
    void followsTheFormula(int bits, int fraction) {
        FixedFormat format = new FixedFormat(bits, fraction, bits);
        int[] start = random.ints(SIZE).map(value -> value >> (34 - bits)).toArray();
        FixedParameter parameter = new FixedParameter("conv", "weight", FixedTensor.of(start.clone(), -fraction, SIZE));
        Scalar momentum = Scalar.of(9663676416L, -33 - 1); // 0.5625
        Scalar decay = Scalar.of(107374, -30);
        Scalar rate = Scalar.of(858993459L, -34); // 0.05
        FixedSgd sgd = new FixedSgd(OptimizerSpec.PLAIN.rule(), List.of(parameter), format, momentum, decay);
        int[] w = start;
        int[] v = new int[SIZE];
        for (int iteration = 0; iteration < 3; iteration++) {
            int exponent = -fraction - 6 + random.nextInt(5);
            int[] g = random.ints(SIZE).map(value -> value >> (33 - bits)).toArray();
            parameter.setGradient(FixedTensor.of(g, exponent, SIZE));
            sgd.step(rate, step(iteration));
            RandomStream stream = CounterRandom.of(11).stream(RandomPurpose.UPDATE_ROUNDING, iteration, 0);
            for (int i = 0; i < SIZE; i++) {
                BigDecimal d = exact(g[i], exponent).add(exact(decay).multiply(exact(w[i], -fraction)));
                BigDecimal sum =
                        exact(momentum).multiply(exact(v[i], -fraction)).add(d);
                // The sum is formed to 30 bits below a weight's last, half to even for the gradient.
                v[i] = saturated(stochastic(units(sum, fraction + 30), 30, stream.bits(2L * i)), bits);
                BigDecimal move = exact(rate).multiply(BigDecimal.valueOf(v[i]));
                w[i] = saturated(
                        w[i] - stochastic(units(move, -rate.exponent()), -rate.exponent(), stream.bits(2L * i + 1)),
                        bits);
            }
            assertArrayEquals(v, sgd.state().get("conv.weight.velocity"), "iteration " + iteration + ", seed " + SEED);
            assertArrayEquals(w, parameter.value().mantissas(), "iteration " + iteration + ", seed " + SEED);
        }
    }

    /** A step of an eighth of a weight's last bit moves an eighth of the weights. */
    @Test
    void stepsBelowTheLastBitAreTakenOnAverage() {
        FixedFormat format = new FixedFormat(16, 12, 16);
        FixedParameter parameter = new FixedParameter("conv", "weight", FixedTensor.of(new int[SIZE], -12, SIZE));
        int[] ones = new int[SIZE];
        Arrays.fill(ones, 1);
        FixedSgd sgd = new FixedSgd(OptimizerSpec.PLAIN.rule(), List.of(parameter), format, Scalar.ZERO, Scalar.ZERO);
        parameter.setGradient(FixedTensor.of(ones, -12, SIZE));
        sgd.step(Scalar.of(1, -3), step(0));
        long moved = 0;
        for (int weight : parameter.value().mantissas()) {
            moved -= weight;
        }
        // Binomial: 3000 x 1/8, standard deviation 18.
        assertEquals(375, moved, 6 * 18);
    }

    @Test
    void weightsSaturate() {
        FixedFormat format = new FixedFormat(16, 12, 16);
        FixedParameter parameter = new FixedParameter("conv", "weight", FixedTensor.of(new int[] {-32000}, -12, 1));
        FixedSgd sgd = new FixedSgd(OptimizerSpec.PLAIN.rule(), List.of(parameter), format, Scalar.ZERO, Scalar.ZERO);
        parameter.setGradient(FixedTensor.of(new int[] {32767}, -3, 1));
        sgd.step(Scalar.of(1, 0), step(0));
        assertEquals(32767, sgd.state().get("conv.weight.velocity")[0]);
        assertEquals(-32767, parameter.value().mantissas()[0]);
    }

    private FixedStep step(long iteration) {
        return new FixedStep(session, new Precision(8, 8), true, iteration, CounterRandom.of(11));
    }

    private static BigDecimal exact(Scalar scalar) {
        return exact(scalar.mantissa(), scalar.exponent());
    }

    private static BigDecimal exact(long mantissa, int exponent) {
        BigDecimal power = new BigDecimal(BigInteger.ONE.shiftLeft(Math.abs(exponent)));
        return exponent < 0 ? new BigDecimal(mantissa).divide(power) : new BigDecimal(mantissa).multiply(power);
    }

    private static BigInteger units(BigDecimal value, int fractionBits) {
        return value.multiply(new BigDecimal(BigInteger.ONE.shiftLeft(fractionBits)))
                .setScale(0, RoundingMode.HALF_EVEN)
                .toBigIntegerExact();
    }

    /** floor((value + u) / 2^shift), u made of the upper bits. */
    private static long stochastic(BigInteger value, int shift, int bits) {
        BigInteger uniform = BigInteger.valueOf(bits & 0xFFFFFFFFL);
        uniform = shift <= 32 ? uniform.shiftRight(32 - shift) : uniform.shiftLeft(shift - 32);
        return value.add(uniform).shiftRight(shift).longValueExact();
    }

    private static int saturated(long value, int bits) {
        long most = (1L << (bits - 1)) - 1;
        return (int) Math.max(-most, Math.min(most, value));
    }
}
