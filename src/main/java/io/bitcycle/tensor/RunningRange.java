package io.bitcycle.tensor;

/**
 * The moving average of a layer's activation ranges that evaluation quantizes with: both parts start at 0 and become
 * 0.9 r + 0.1 new at every training iteration. Each operation is rounded to binary32, the product before the sum.
 * It belongs to one layer and is not safe for several threads.
 */
public final class RunningRange {
    private static final float KEPT = 0.9f;
    private static final float ADDED = 0.1f;

    private Range current;

    /** As before the first iteration: 0, 0. */
    public RunningRange() {
        this(new Range(0f, 0f));
    }

    /** Goes on from a saved state. */
    public RunningRange(Range saved) {
        current = saved;
    }

    public void update(Range measured) {
        current = new Range(
                KEPT * current.range() + ADDED * measured.range(), KEPT * current.offset() + ADDED * measured.offset());
    }

    public Range current() {
        return current;
    }
}
