package io.bitcycle.simulator.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.bitcycle.simulator.Workers;
import io.bitcycle.tensor.ArrayMatrix;
import io.bitcycle.tensor.CodeMatrix;
import io.bitcycle.tensor.Im2colView;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The blocked kernel against its plain twin, bit for bit, alone and with two workers. */
class BlockedKernelTest {
    private static final Workers ONE = new Workers(1);
    private static final Workers TWO = new Workers(2);

    @AfterAll
    static void close() {
        TWO.close();
    }

    private static void assertSame(CodeMatrix a, CodeMatrix b, String what) {
        int size = a.rows() * b.cols();
        long[] expected = new long[size];
        PlainKernel.multiply(a, b, expected);
        for (Workers workers : new Workers[] {ONE, TWO}) {
            long[] actual = new long[size];
            Arrays.fill(actual, 12345); // what c held before must not matter
            BlockedKernel.multiply(a, b, actual, workers);
            assertArrayEquals(
                    expected,
                    actual,
                    () -> what + ", " + a.rows() + "x" + a.cols() + "x" + b.cols() + ", a in [" + a.min() + ", "
                            + a.max() + "], b in [" + b.min() + ", " + b.max() + "], workers " + workers.threads());
        }
    }

    /** Ranges of all widths: unsigned, two's complement, and any interval. */
    private static int[] range(Random random) {
        int bits = 1 + random.nextInt(15);
        switch (random.nextInt(3)) {
            case 0:
                return new int[] {0, (1 << bits) - 1};
            case 1:
                return new int[] {-(1 << bits), (1 << bits) - 1};
            default:
                int x = random.nextInt(1 << 16) - (1 << 15);
                int y = random.nextInt(1 << 16) - (1 << 15);
                return new int[] {Math.min(x, y), Math.max(x, y)};
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void randomShapesAndRanges(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 60; i++) {
            int[] p = range(random);
            int[] q = range(random);
            int m = 1 + random.nextInt(70);
            int k = 1 + random.nextInt(70);
            int n = 1 + random.nextInt(70);
            CodeMatrix a = ArrayMatrix.random(random, m, k, p[0], p[1]);
            CodeMatrix b = ArrayMatrix.random(random, k, n, q[0], q[1]);
            assertSame(a, b, "seed " + seed + ", case " + i);
        }
    }

    /** Shapes around the kernel's own block sizes, tall, flat and wide. */
    @ParameterizedTest
    @CsvSource({
        "1,1,1",
        "1023,7,2",
        "1024,6,3",
        "1025,97,5",
        "2049,12,65",
        "3,1023,4",
        "5,1025,3",
        "2,40000,2",
        "64,512,10",
        "3,20,1500",
        "130,300,129",
        "9,4100,50",
        "20,3000,100",
        "1,5000,1"
    })
    void edgesOfBlocks(int m, int k, int n) {
        long seed = 31L * m + 17L * k + n;
        Random random = new Random(seed);
        for (int bits : new int[] {1, 4, 8, 12, 15}) {
            int top = (1 << bits) - 1;
            CodeMatrix a = ArrayMatrix.random(random, m, k, 0, Math.min(255, top));
            CodeMatrix b = ArrayMatrix.random(random, k, n, -top - 1, top);
            assertSame(a, b, "seed " + seed + ", " + bits + " bits");
        }
    }

    /** Every product as large as its range allows and of one sign: the narrow sums are as full as they can be. */
    @ParameterizedTest
    @CsvSource({
        "255,255",
        "255,-255",
        "1,1",
        "255,-2048",
        "2047,255",
        "4095,4095",
        "-32768,-32768",
        "32767,-32768",
        "32767,32767",
        "-32768,1",
        "1,-32768",
        "16,1",
        "3,7",
        "255,128",
        "2730,256"
    })
    void worstCaseSums(int x, int y) {
        for (int k : new int[] {1, 5, 6, 24, 31, 32, 33, 258, 259, 1000, 20000}) {
            int[] ones = new int[3 * k];
            Arrays.fill(ones, x);
            int[] others = new int[2 * k];
            Arrays.fill(others, y);
            CodeMatrix a = new ArrayMatrix(3, k, Math.min(x, 0), Math.max(x, 0), ones);
            CodeMatrix b = new ArrayMatrix(k, 2, y, y, others);
            assertSame(a, b, "constant " + x + " * " + y);
        }
    }

    /** An odd addend in the last place shows the first rounding: 2^24 + 1 is not a float. */
    @Test
    void sumJustPastTwoToTheTwentyFour() {
        int k = 258 * 4 + 1;
        int[] x = new int[k];
        Arrays.fill(x, 255);
        x[k - 1] = 1;
        int[] y = new int[k];
        Arrays.fill(y, 255);
        y[k - 1] = 1;
        assertSame(new ArrayMatrix(1, k, 0, 255, x), new ArrayMatrix(k, 1, 0, 255, y), "odd tail");
    }

    /** A task so deep that the folded sums themselves must be moved before they are full. */
    @ParameterizedTest
    @ValueSource(ints = {-2048, 2047})
    void moreFoldsThanAFloatHolds(int y) {
        int k = 31 * Limbs.FOLDS + 12345;
        int[] x = new int[k];
        Arrays.fill(x, 255);
        int[] ys = new int[k];
        Arrays.fill(ys, y);
        long[] c = new long[1];
        CodeMatrix a = new ArrayMatrix(1, k, 0, 255, x);
        CodeMatrix b = new ArrayMatrix(k, 1, -2048, 2047, ys);
        LanePanel.local().multiply(new Product(a, b, c, 1, 1), 0, 1, 0, 1, 0, k);
        assertEquals(255L * y * k, c[0]);
    }

    @Test
    void codesWiderThanAShort() {
        Random random = new Random(9);
        CodeMatrix a = ArrayMatrix.random(random, 9, 33, -100000, 100000);
        CodeMatrix b = ArrayMatrix.random(random, 33, 7, 0, 65535);
        assertSame(a, b, "seed 9");
        assertSame(ArrayMatrix.random(random, 9, 33, 0, 255), b, "seed 9");
    }

    @Test
    void views() {
        Random random = new Random(10);
        short[] codes = new short[3 * 4 * 9 * 9];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = (short) random.nextInt(256);
        }
        CodeMatrix image = new Im2colView(3, 4, 9, codes);
        assertSame(image, ArrayMatrix.random(random, image.cols(), 5, -128, 127), "im2col");
        CodeMatrix turned = image.transposed();
        assertSame(turned, ArrayMatrix.random(random, image.rows(), 5, -2048, 2047), "transposed im2col");
        assertSame(ArrayMatrix.random(random, 5, turned.rows(), -2048, 2047), turned, "on the right");
        assertSame(ArrayMatrix.random(random, 5, image.rows(), 0, 15), image, "on the right");
    }

    @Test
    void emptyDepthGivesZeros() {
        long[] c = {1, 2, 3, 4};
        BlockedKernel.multiply(
                new ArrayMatrix(2, 0, 0, 1, new int[0]), new ArrayMatrix(0, 2, 0, 1, new int[0]), c, ONE);
        assertArrayEquals(new long[4], c);
    }

    @Test
    void innerDimensionsMustAgree() {
        CodeMatrix a = ArrayMatrix.random(new Random(1), 2, 3, 0, 1);
        CodeMatrix b = ArrayMatrix.random(new Random(1), 4, 2, 0, 1);
        Exception e =
                assertThrows(IllegalArgumentException.class, () -> BlockedKernel.multiply(a, b, new long[4], ONE));
        assertEquals("inner dimensions differ: 3 and 4", e.getMessage());
    }
}
