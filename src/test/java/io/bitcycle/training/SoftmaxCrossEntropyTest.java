package io.bitcycle.training;

import static io.bitcycle.workload.Traffic.words;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.bitcycle.TestHardware;
import io.bitcycle.simulator.AcceleratorSession;
import io.bitcycle.tensor.FloatTensor;
import io.bitcycle.training.layer.Step;
import io.bitcycle.workload.TrainingPass;
import io.bitcycle.workload.VectorOp;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Expected numbers of {@code equalsNumpy}: numpy 2.4.6, binary64.
 *
 * <pre>
 * import numpy as np
 * z = (((np.arange(12) * 7) % 11 - 5) / 2).reshape(3, 4); t = np.array([3, 0, 1]); r = np.arange(3)
 * p = np.exp(z) / np.exp(z).sum(1, keepdims=True)
 * loss = -np.log(p[r, t]).mean(); p[r, t] -= 1; gradient = p / 3; (z.argmax(1) == t).sum()
 * </pre>
 */
class SoftmaxCrossEntropyTest {
    private static final float[] SCORES = {-2.5f, 1, -1, 2.5f, .5f, -1.5f, 2, 0, -2, 1.5f, -.5f, -2.5f};
    private static final float[] GRADIENT = {
        0.00178243302f,
        0.0590260749f,
        0.00798831057f,
        -0.0687968185f,
        -0.279773377f,
        0.00724855183f,
        0.24003907f,
        0.0324857555f,
        0.00850260496f,
        -0.0517657273f,
        0.0381060317f,
        0.0051570906f
    };

    private final AcceleratorSession session = TestHardware.session(1);
    private final Step training = TestHardware.training(session);

    @Test
    void equalsNumpy() {
        SoftmaxCrossEntropy.Result result =
                SoftmaxCrossEntropy.of(FloatTensor.of(SCORES.clone(), 3, 4), new int[] {3, 0, 1}, training);
        assertEquals(0.742758464f, result.mean(), 1e-6f);
        assertEquals(2, result.correct());
        assertArrayEquals(GRADIENT, result.gradient().data(), 1e-7f);
    }

    /** exp(1000) is no binary32 number; log(e^0 + e^-1000) = 0 and the gradient is 0 to all digits. */
    @Test
    void largeScoresDoNotOverflow() {
        SoftmaxCrossEntropy.Result right =
                SoftmaxCrossEntropy.of(FloatTensor.of(new float[] {1000, 0}, 1, 2), new int[] {0}, training);
        assertEquals(0f, right.mean());
        assertArrayEquals(new float[] {0, 0}, right.gradient().data());
        SoftmaxCrossEntropy.Result wrong =
                SoftmaxCrossEntropy.of(FloatTensor.of(new float[] {1000, 0}, 1, 2), new int[] {1}, training);
        assertEquals(1000f, wrong.mean());
        assertArrayEquals(new float[] {1, -1}, wrong.gradient().data());
    }

    @Test
    void theFirstOfEqualScoresCounts() {
        FloatTensor scores = FloatTensor.of(new float[] {1, 3, 3, 1, 3, 3}, 2, 3);
        assertEquals(
                2, SoftmaxCrossEntropy.of(scores, new int[] {1, 1}, training).correct());
    }

    @Test
    void notANumberShowsInTheLoss() {
        FloatTensor scores = FloatTensor.of(new float[] {1, Float.NaN, 2}, 1, 3);
        assertEquals(
                Float.NaN,
                SoftmaxCrossEntropy.of(scores, new int[] {0}, training).mean());
    }

    /**
     * 3 rows of 4. Softmax reads 12 scores and 3 labels and writes 3 words per row, in training also 12 exponentials; the loss
     * reads the 9 words and writes two; the gradient reads 12 exponentials, 3 sums and 3 labels, and writes 12 values.
     */
    @Test
    void costs() {
        SoftmaxCrossEntropy.of(FloatTensor.zeros(3, 4), new int[3], training);
        assertEquals(
                List.of(
                        new VectorOp("loss", TrainingPass.FORWARD, "softmax", 12, 3, 0, 0, 1, words(15), words(21))
                                .whole(12, 0),
                        new VectorOp("loss", TrainingPass.FORWARD, "cross entropy", 3, 3, 0, 0, 1, words(9), words(2))
                                .beside(0),
                        new VectorOp(
                                        "loss",
                                        TrainingPass.BACKWARD_DATA,
                                        "cross entropy gradient",
                                        12,
                                        1,
                                        1,
                                        1,
                                        0,
                                        words(18),
                                        words(12))
                                .beside(12)),
                TestHardware.operations(session));
    }

    @Test
    void evaluationKeepsNothing() {
        AcceleratorSession fresh = TestHardware.session(1);
        SoftmaxCrossEntropy.Result result =
                SoftmaxCrossEntropy.of(FloatTensor.zeros(3, 4), new int[3], TestHardware.evaluation(fresh));
        assertNull(result.gradient());
        assertEquals(
                List.of(
                        new VectorOp("loss", TrainingPass.FORWARD, "softmax", 12, 3, 0, 0, 1, words(15), words(9))
                                .whole(12, 0),
                        new VectorOp("loss", TrainingPass.FORWARD, "cross entropy", 3, 3, 0, 0, 1, words(9), words(2))
                                .beside(0)),
                TestHardware.operations(fresh));
    }

    @Test
    void refusesLabelsWithoutScore() {
        IllegalArgumentException range = assertThrows(
                IllegalArgumentException.class,
                () -> SoftmaxCrossEntropy.of(FloatTensor.zeros(2, 3), new int[] {0, 3}, training));
        assertEquals("loss: label 3 of sample 1 is not in 0 to 2", range.getMessage());
        IllegalArgumentException shape = assertThrows(
                IllegalArgumentException.class,
                () -> SoftmaxCrossEntropy.of(FloatTensor.zeros(2, 3), new int[3], training));
        assertEquals("loss: scores [2, 3] for 3 labels, not [N, C] with N labels", shape.getMessage());
    }
}
