package io.bitcycle.workload.work;

import static io.bitcycle.workload.Traffic.words;

import io.bitcycle.workload.TrainingPass;
import io.bitcycle.workload.VectorOp;
import java.util.List;

/**
 * The loss of classification. The first loop leaves three words per row: the sum, the right score less the maximum, and
 * whether the right one is greatest; for the gradient also the exponentials. The second turns them into the loss and the number
 * of right rows.
 *
 * @param rows samples
 */
public record SoftmaxCrossEntropyWork(long rows, long classes) implements LayerWork {
    /** The layer that reports name for the work of the loss. */
    public static final String LAYER = "loss";

    @Override
    public List<VectorOp> forward(boolean training) {
        TrainingPass pass = TrainingPass.FORWARD;
        long size = rows * classes;
        long kept = training ? size : 0;
        return List.of(
                // Comparison, subtraction of the maximum, sum.
                new VectorOp(LAYER, pass, "softmax", size, 3, 0, 0, 1, words(size + rows), words(kept + 3 * rows))
                        .whole(size, 0),
                // Subtraction, sum, count.
                new VectorOp(LAYER, pass, "cross entropy", rows, 3, 0, 0, 1, words(3 * rows), words(2)).beside(0));
    }

    @Override
    public List<VectorOp> backward() {
        long size = rows * classes;
        TrainingPass pass = TrainingPass.BACKWARD_DATA;
        return List.of(new VectorOp(
                        LAYER, pass, "cross entropy gradient", size, 1, 1, 1, 0, words(size + 2 * rows), words(size))
                .beside(size));
    }
}
