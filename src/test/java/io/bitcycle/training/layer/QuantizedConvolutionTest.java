package io.bitcycle.training.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.bitcycle.hardware.HardwareConfig;
import io.bitcycle.hardware.HardwareConfigReader;
import io.bitcycle.reference.DirectConvolution;
import io.bitcycle.simulator.Accelerator;
import io.bitcycle.simulator.AcceleratorSession;
import io.bitcycle.simulator.Workers;
import io.bitcycle.tensor.FloatTensor;
import io.bitcycle.tensor.Noise;
import io.bitcycle.tensor.Parallel;
import io.bitcycle.tensor.QuantizedTensor;
import io.bitcycle.tensor.Quantizer;
import io.bitcycle.tensor.Quantizers;
import io.bitcycle.workload.ConvShape;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The three passes on the array against nested loops over their definition, on random geometries. */
class QuantizedConvolutionTest {
    private static final List<String> HWCONFIGS =
            List.of("bitfusion-45nm", "bit-serial-45nm", "bit-parallel-8bit-45nm");

    static LongStream seeds() {
        return LongStream.range(0, ANY + STENCILS);
    }

    private static final int ANY = 60;
    /** Cases of 3 x 3 taps and stride 1 and of many channels, which are multiplied in another way. */
    private static final int STENCILS = 24;

    /** A random case: everything follows from the seed. */
    private static final class Case {
        final Random random;
        final ConvShape shape;
        final int forwardBits;
        final int backwardBits;
        final Quantizer quantizer;
        final AcceleratorSession session;

        Case(long seed) {
            random = new Random(seed);
            int groups = 1 + random.nextInt(3);
            int stride = 1 + random.nextInt(3);
            int padding = random.nextInt(3);
            int height = 1 + random.nextInt(8);
            int width = 1 + random.nextInt(8);
            shape = seed >= ANY
                    ? stencil(random)
                    : new ConvShape(
                            1 + random.nextInt(3),
                            groups * (1 + random.nextInt(3)),
                            height,
                            width,
                            groups * (1 + random.nextInt(4)),
                            1 + random.nextInt(Math.min(4, height + 2 * padding)),
                            1 + random.nextInt(Math.min(4, width + 2 * padding)),
                            stride,
                            padding,
                            groups);
            quantizer = Quantizers.ALL.get(random.nextInt(Quantizers.ALL.size()));
            forwardBits = quantizer.minBits() + random.nextInt(9 - quantizer.minBits());
            backwardBits = 2 + random.nextInt(7);
            String name = HWCONFIGS.get(random.nextInt(HWCONFIGS.size()));
            String signs = random.nextBoolean() ? "either" : "signed";
            HardwareConfig hardware = new HardwareConfigReader()
                    .read(
                            Path.of("hwconfigs", name + ".json"),
                            List.of("array.mac.operand_signs=" + signs, "array.mac.overflow=trap"))
                    .config();
            session = new Accelerator(hardware).session(new Workers(1));
        }

        private static ConvShape stencil(Random random) {
            int groups = 1 + random.nextInt(2);
            int padding = random.nextInt(3);
            return new ConvShape(
                    1 + random.nextInt(3),
                    groups * (8 + random.nextInt(9)),
                    8 + 2 * random.nextInt(5),
                    8 + 2 * random.nextInt(5),
                    groups * (8 + random.nextInt(5)),
                    3,
                    3,
                    1,
                    padding,
                    groups);
        }

        /** Values around a random offset: negative minima, borders and codes far from 0 all occur. */
        FloatTensor tensor(int... dims) {
            FloatTensor tensor = FloatTensor.zeros(dims);
            float offset = random.nextInt(3) - 1;
            for (int i = 0; i < tensor.size(); i++) {
                tensor.data()[i] = (float) random.nextGaussian() + offset;
            }
            return tensor;
        }

        QuantizedTensor input() {
            FloatTensor values = tensor(shape.batch(), shape.inChannels(), shape.height(), shape.width());
            return quantizer.activation(
                    values, quantizer.activationRange(values, Parallel.SERIAL), forwardBits, Parallel.SERIAL);
        }

        QuantizedTensor weight() {
            return quantizer.weight(
                    tensor(shape.outChannels(), shape.groupInChannels(), shape.kernelHeight(), shape.kernelWidth()),
                    forwardBits,
                    Parallel.SERIAL);
        }

        FloatTensor error() {
            return tensor(shape.batch(), shape.outChannels(), shape.outHeight(), shape.outWidth());
        }

        @Override
        public String toString() {
            return shape + ", bits " + forwardBits + "/" + backwardBits + ", " + quantizer.name() + ", "
                    + session.accelerator().hardware().name();
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void forwardMatchesTheDefinition(long seed) {
        Case test = new Case(seed);
        QuantizedTensor input = test.input();
        QuantizedTensor weight = test.weight();
        QuantizedConvolution.Forward forward =
                new QuantizedConvolution("conv", test.shape, 32, test.session).forward(input, weight, true);
        DirectConvolution direct = new DirectConvolution(test.shape);
        assertArrayEquals(
                direct.codeProducts(input.codes(), weight.codes()),
                forward.codeProducts(),
                "seed " + seed + ", " + test);
        assertClose(direct.forward(input, weight), forward.output(), 1e-5, seed, test);
        FloatTensor over = new QuantizedConvolution("conv", test.shape, 32, test.session)
                .forward(input, weight, false, noNumbers(forward.output()))
                .output();
        assertArrayEquals(forward.output().data(), over.data(), "seed " + seed + ", " + test);
    }

    /** What must be written over. */
    private static float[] noNumbers(FloatTensor like) {
        float[] values = new float[like.size()];
        Arrays.fill(values, Float.NaN);
        return values;
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void backwardWeightMatchesTheDefinition(long seed) {
        Case test = new Case(seed);
        QuantizedTensor input = test.input();
        QuantizedTensor error = test.quantizer.error(test.error(), test.backwardBits, Noise.NONE, Parallel.SERIAL);
        FloatTensor gradient =
                new QuantizedConvolution("conv", test.shape, 32, test.session).backwardWeight(input, error);
        assertClose(new DirectConvolution(test.shape).backwardWeight(input, error), gradient, 1e-5, seed, test);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void backwardDataMatchesTheContract(long seed) {
        Case test = new Case(seed);
        QuantizedTensor weight = test.weight();
        QuantizedTensor error = test.quantizer.error(test.error(), test.backwardBits, Noise.NONE, Parallel.SERIAL);
        FloatTensor gradient =
                new QuantizedBackwardData("conv", test.shape, 32, test.session).backwardData(error, weight, false);
        DirectConvolution direct = new DirectConvolution(test.shape);
        assertClose(direct.backwardDataByContract(error, weight), gradient, 1e-6, seed, test);
        assertClose(direct.backwardData(error, weight), gradient, 1e-5, seed, test);
        if (QuantizedBackwardData.writesAll(test.shape)) {
            FloatTensor over = new QuantizedBackwardData("conv", test.shape, 32, test.session)
                    .backwardData(error, weight, false, noNumbers(gradient));
            assertArrayEquals(gradient.data(), over.data(), "seed " + seed + ", " + test);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void foldedErrorsGiveTheSameGradient(long seed) {
        Case test = new Case(seed);
        QuantizedTensor weight = test.weight();
        FloatTensor raw = test.error();
        // Without quantization of the errors the two forms are equal; 16 bits are close to that.
        float largest = QuantizedBackwardData.largestScale(weight);
        FloatTensor folded = raw.copy();
        int plane = test.shape.outHeight() * test.shape.outWidth();
        for (int i = 0; i < folded.size(); i++) {
            folded.data()[i] *= weight.scale(i / plane % test.shape.outChannels()) / largest;
        }
        AcceleratorSession wide = new Accelerator(new HardwareConfigReader()
                        .read(Path.of("hwconfigs/bitfusion-45nm.json"), List.of("array.mac.accumulator_bits=48"))
                        .config())
                .session(new Workers(1));
        FloatTensor gradient = new QuantizedBackwardData("conv", test.shape, 32, wide)
                .backwardData(test.quantizer.error(folded, 16, Noise.NONE, Parallel.SERIAL), weight, true);
        QuantizedTensor error = test.quantizer.error(raw, 16, Noise.NONE, Parallel.SERIAL);
        assertClose(new DirectConvolution(test.shape).backwardData(error, weight), gradient, 2e-3, seed, test);
    }

    private static void assertClose(double[] expected, FloatTensor actual, double tolerance, long seed, Case test) {
        assertEquals(expected.length, actual.size());
        double largest = 0;
        for (double value : expected) {
            largest = Math.max(largest, Math.abs(value));
        }
        for (int i = 0; i < expected.length; i++) {
            int index = i;
            assertEquals(
                    expected[i],
                    actual.data()[i],
                    tolerance * largest + 1e-30,
                    () -> "element " + index + ", seed " + seed + ", " + test);
        }
    }
}
