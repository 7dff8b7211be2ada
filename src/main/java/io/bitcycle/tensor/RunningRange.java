package io.bitcycle.tensor;

/**
 * The moving average of a layer's activation ranges that evaluation quantizes with: both parts start at 0 and become
 * 0.9 r + 0.1 new at every training iteration. Each operation is rounded to binary32, the product before the sum.
 * It belongs to one layer and is not safe for several threads.
 */
public final class RunningRange {
    private static final float KEPT = 0.9f;
    private static final float ADDED = 0.1f;

    private final FloatTensor state = FloatTensor.zeros(2);

    public void update(Range measured) {
        float[] r = state.data();
        r[0] = KEPT * r[0] + ADDED * measured.range();
        r[1] = KEPT * r[1] + ADDED * measured.offset();
    }

    public Range current() {
        return new Range(state.data()[0], state.data()[1]);
    }

    /** Range and offset, live: a checkpoint is restored by writing into it. */
    public FloatTensor state() {
        return state;
    }
}
