package io.bitcycle.simulator;

import io.bitcycle.tensor.Parallel;
import java.util.function.IntConsumer;

/**
 * A fixed number of threads that share loops of independent tasks. The caller always works too, so {@code n} workers
 * use {@code n - 1} threads of their own, one worker is a plain loop on the caller, and a loop finishes even when every thread
 * is busy with another caller's loop (or with an outer loop of the same caller).
 */
public final class Workers implements Parallel, AutoCloseable {
    private final int threads;
    private final Waiting waiting;
    private final Worker[] helpers;

    /** @param threads how many threads work on one loop, the caller included; at least 1 */
    public Workers(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1, got " + threads);
        }
        this.threads = threads;
        this.waiting = Waiting.among(threads);
        this.helpers = new Worker[threads - 1];
        for (int i = 0; i < helpers.length; i++) {
            helpers[i] = new Worker(i + 1, waiting);
            helpers[i].start();
        }
    }

    public int threads() {
        return threads;
    }

    /**
     * Runs {@code body} for 0..tasks-1, each exactly once and in no particular order, and returns when all are done;
     * what the tasks wrote is then visible to the caller. The first failure stops tasks that have not started and is
     * thrown here.
     */
    @Override
    public void forEach(int tasks, IntConsumer body) {
        int shares = Math.min(threads, tasks);
        if (shares < 2) {
            for (int task = 0; task < tasks; task++) {
                body.accept(task);
            }
            return;
        }
        SharedLoop loop = new SharedLoop(tasks, shares, body);
        for (int i = 0; i < shares - 1; i++) {
            helpers[i].offer(loop);
        }
        loop.run(0);
        loop.await(waiting);
    }

    @Override
    public void close() {
        for (Worker helper : helpers) {
            helper.close();
        }
    }
}
