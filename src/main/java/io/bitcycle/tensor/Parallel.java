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
}
