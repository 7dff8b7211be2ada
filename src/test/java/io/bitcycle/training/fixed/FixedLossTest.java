package io.bitcycle.training.fixed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Against softmax and cross entropy in binary64. */
class FixedLossTest {
    private static final FixedFormat WORDS = new FixedFormat(32, 24, 32);
    private static final long SEED = System.nanoTime();

    private final Random random = new Random(SEED);

    @Test
    void followsTheDefinition() {
        for (int trial = 0; trial < 200; trial++) {
            int batch = 1 + random.nextInt(40);
            int classes = 2 + random.nextInt(12);
            FixedTensor scores = Doubles.random(random, 32, -31 + random.nextInt(8), classes, batch, classes);
            int[] labels = random.ints(batch, 0, classes).toArray();
            double[] z = Doubles.of(scores);
            double[] gradient = new double[z.length];
            double loss = 0;
            int correct = 0;
            for (int n = 0; n < batch; n++) {
                double[] row = Arrays.copyOfRange(z, n * classes, (n + 1) * classes);
                double max = Arrays.stream(row).max().orElseThrow();
                double sum = Arrays.stream(row)
                        .map(score -> StrictMath.exp(score - max))
                        .sum();
                loss += (StrictMath.log(sum) + max - row[labels[n]]) / batch;
                correct += row[labels[n]] == max ? 1 : 0;
                for (int c = 0; c < classes; c++) {
                    gradient[n * classes + c] = (StrictMath.exp(row[c] - max) / sum - (c == labels[n] ? 1 : 0)) / batch;
                }
            }
            FixedLoss.Result actual = FixedLoss.of(scores, labels, Doubles.step(true, 1), WORDS);
            String where = "trial " + trial + ", seed " + SEED;
            assertEquals(loss, actual.mean() * 0x1p-30, 0x1p-20, where);
            assertEquals(correct, actual.correct(), where);
            double[] values = Doubles.of(actual.gradient());
            for (int i = 0; i < values.length; i++) {
                assertEquals(gradient[i], values[i], 0x1p-21 / batch, where);
            }
        }
    }

    /** Scores so far apart that the wrong classes have no share left, and such that none has an advantage. */
    @Test
    void extremes() {
        FixedTensor apart = FixedTensor.of(new int[] {1 << 30, -(1 << 30)}, -8, 1, 2);
        FixedLoss.Result wrong = FixedLoss.of(apart, new int[] {1}, Doubles.step(true, 1), WORDS);
        assertEquals(1, Doubles.of(wrong.gradient())[0], 0x1p-30);
        assertEquals(-1, Doubles.of(wrong.gradient())[1], 0x1p-30);
        assertEquals(1 << 20, wrong.mean() * 0x1p-30, 0x1p-20);
        FixedTensor equal = FixedTensor.of(new int[4], 0, 1, 4);
        FixedLoss.Result even = FixedLoss.of(equal, new int[] {2}, Doubles.step(false, 1), WORDS);
        assertEquals(StrictMath.log(4), even.mean() * 0x1p-30, 0x1p-24);
        assertNull(even.gradient());
    }
}
