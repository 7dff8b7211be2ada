package io.bitcycle.tensor;

import java.util.function.IntConsumer;

/**
 * Runs independent tasks, on as many threads as the implementation has. Who uses it cuts the work by its size alone and
 * combines the parts in ascending order, so that no result depends on the threads.
 */
@FunctionalInterface
public interface Parallel {
    /** On the calling thread, in ascending order. */
    Parallel SERIAL = (tasks, task) -> {
        for (int i = 0; i < tasks; i++) {
            task.accept(i);
        }
    };

    /**
     * Calls {@code task} once for each number from 0 to {@code tasks} - 1, in any order, and returns when all are done and
     * what they wrote is visible to the caller.
     */
    void forEach(int tasks, IntConsumer task);

    /** Elements of work in a range of {@link #forEachRange}: enough to hide the cost of starting a task. */
    int RANGE_WORK = 1 << 15;

    /** Work on the items [from, to). */
    @FunctionalInterface
    interface RangeTask {
        void run(int from, int to);
    }

    /** Runs independent items, neighbouring ones one after the other where they are little work. */
    default void forEachItem(int items, long workPerItem, IntConsumer task) {
        forEachRange(items, workPerItem, (from, to) -> {
            for (int item = from; item < to; item++) {
                task.accept(item);
            }
        });
    }

    /**
     * Runs independent items in ranges of about {@value #RANGE_WORK} elements of work; the cut depends on the sizes alone.
     *
     * @param workPerItem elements of work of one item, at least 1
     */
    default void forEachRange(int items, long workPerItem, RangeTask task) {
        int length = (int) Math.max(1, RANGE_WORK / workPerItem);
        int ranges = (int) (((long) items + length - 1) / length);
        forEach(ranges, range -> {
            int from = range * length;
            task.run(from, from + Math.min(length, items - from));
        });
    }
}
