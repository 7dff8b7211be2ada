package io.bitcycle.numeric.loops;

import static io.bitcycle.numeric.loops.RandomNumbers.integers;
import static io.bitcycle.numeric.loops.RandomNumbers.smallIntegers;
import static io.bitcycle.numeric.loops.RandomNumbers.times;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Loops of products against the plain ones, bit for bit; in vectors of any length, whatever the machine's are. */
class ProductLoopsTest {
    static Stream<Arguments> loopsAndSeeds() {
        return Stream.of("VectorProductLoops", "VectorWideProductLoops")
                .flatMap(name -> IntStream.rangeClosed(1, 6).mapToObj(seed -> Arguments.of(name, seed)));
    }

    private static ProductLoops named(String name) throws ReflectiveOperationException {
        return (ProductLoops) Class.forName("io.bitcycle.numeric.loops." + name)
                .getDeclaredConstructor()
                .newInstance();
    }

    @ParameterizedTest
    @MethodSource("loopsAndSeeds")
    void products(String name, int seed) throws ReflectiveOperationException {
        ProductLoops fast = named(name);
        int lanes = fast.lanes();
        int columns = fast.columns();
        ProductLoops plain = new PlainProductLoops(lanes, columns);
        Random random = new Random(seed);
        int depth = 1 + random.nextInt(200);
        int xAt = random.nextInt(90);
        float[] x = smallIntegers(random, 950);
        float[] w = smallIntegers(random, 3 + columns * depth);
        int[] offsets = random.ints(5 + depth, 0, 800).toArray();
        float[] expected = new float[7 + lanes * columns];
        float[] actual = new float[7 + lanes * columns];
        plain.multiply(x, xAt, offsets, 5, depth, w, 3, expected, 7);
        fast.multiply(x, xAt, offsets, 5, depth, w, 3, actual, 7);
        assertArrayEquals(expected, actual, "seed " + seed);
        double[] wideX = times(x, 1);
        double[] wideW = times(w, 1 << 24);
        double[] wideExpected = new double[7 + lanes / 2 * columns];
        double[] wideActual = new double[7 + lanes / 2 * columns];
        plain.multiply(wideX, xAt, offsets, 5, depth, wideW, 3, wideExpected, 7);
        fast.multiply(wideX, xAt, offsets, 5, depth, wideW, 3, wideActual, 7);
        assertArrayEquals(wideExpected, wideActual, "seed " + seed);
    }

    @ParameterizedTest
    @MethodSource("loopsAndSeeds")
    void sums(String name, int seed) throws ReflectiveOperationException {
        ProductLoops fast = named(name);
        int size = fast.lanes() * fast.columns();
        ProductLoops plain = new PlainProductLoops(fast.lanes(), fast.columns());
        Random random = new Random(seed);
        int stride = fast.lanes() + random.nextInt(9);
        float[] products = smallIntegers(random, 3 + size);
        double[] wideProducts = integers(random, 2 + size / 2, 50);
        double[] expected = integers(random, 5 + fast.columns() * stride, 50);
        double[] actual = expected.clone();
        plain.add(products, 3, expected, 5, stride);
        fast.add(products, 3, actual, 5, stride);
        assertArrayEquals(expected, actual, "seed " + seed);
        plain.add(wideProducts, 2, expected, 5, stride);
        fast.add(wideProducts, 2, actual, 5, stride);
        assertArrayEquals(expected, actual, "seed " + seed);
        plain.set(products, 3, expected, 5, stride);
        fast.set(products, 3, actual, 5, stride);
        assertArrayEquals(expected, actual, "seed " + seed);
        plain.set(wideProducts, 2, expected, 5, stride);
        fast.set(wideProducts, 2, actual, 5, stride);
        assertArrayEquals(expected, actual, "seed " + seed);
    }
}
