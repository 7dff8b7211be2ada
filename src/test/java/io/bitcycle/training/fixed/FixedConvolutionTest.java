package io.bitcycle.training.fixed;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.bitcycle.TestHardware;
import io.bitcycle.numeric.IntegerFormat;
import io.bitcycle.reference.DirectConvolution;
import io.bitcycle.simulator.AcceleratorSession;
import io.bitcycle.tensor.CodeTensor;
import io.bitcycle.tensor.QuantizedTensor;
import io.bitcycle.workload.ConvShape;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Against nested loops over the definition, on random geometries: the sums are integers and must be the same. */
class FixedConvolutionTest {
    private static final long SEED = System.nanoTime();

    private final Random random = new Random(SEED);
    private final AcceleratorSession session = TestHardware.session(2);

    @Test
    void allThreePassesAreExact() {
        for (int trial = 0; trial < 60; trial++) {
            ConvShape shape = shape();
            QuantizedTensor input = codes(shape.batch(), shape.inChannels(), shape.height(), shape.width());
            QuantizedTensor weight =
                    codes(shape.outChannels(), shape.groupInChannels(), shape.kernelHeight(), shape.kernelWidth());
            QuantizedTensor error = codes(shape.batch(), shape.outChannels(), shape.outHeight(), shape.outWidth());
            FixedConvolution convolution = new FixedConvolution("conv", shape, session);
            DirectConvolution direct = new DirectConvolution(shape);
            String where = shape + ", seed " + SEED;
            assertArrayEquals(
                    direct.codeProducts(input.codes(), weight.codes()),
                    convolution.forward(fixed(input), fixed(weight)),
                    where);
            same(direct.backwardWeight(input, error), convolution.backwardWeight(fixed(input), fixed(error)), where);
            same(direct.backwardData(error, weight), convolution.backwardData(fixed(error), fixed(weight)), where);
        }
    }

    /** Sums of codes at scale 1 are integers far below 2^53. */
    private static void same(double[] expected, long[] actual, String where) {
        assertArrayEquals(Arrays.stream(expected).mapToLong(sum -> (long) sum).toArray(), actual, where);
    }

    private ConvShape shape() {
        int groups = 1 + random.nextInt(2);
        int kernel = 1 + random.nextInt(3);
        int size = kernel + random.nextInt(6);
        return new ConvShape(
                1 + random.nextInt(3),
                groups * (1 + random.nextInt(3)),
                size,
                kernel + random.nextInt(6),
                groups * (1 + random.nextInt(3)),
                kernel,
                kernel,
                1 + random.nextInt(2),
                random.nextInt(kernel),
                groups);
    }

    private QuantizedTensor codes(int... shape) {
        IntegerFormat format = IntegerFormat.signed(2 + random.nextInt(7));
        short[] codes = new short[FixedTensor.size(shape)];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = (short) (format.min() + random.nextInt(1 << format.bits()));
        }
        return new QuantizedTensor(new CodeTensor(codes, format, shape), new float[] {1}, new float[] {0});
    }

    private static FixedCodes fixed(QuantizedTensor tensor) {
        assertEquals(1, tensor.scale(0));
        return new FixedCodes(tensor.codes(), 0);
    }
}
