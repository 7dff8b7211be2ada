package io.bitcycle.simulator;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/**
 * One loop of independent tasks. Each thread has a share of neighbouring tasks, the same in every loop of as many, so that it finds what it
 * wrote in its own cache; then it takes from the others' shares what is left. A thread that comes too late finds nothing and leaves.
 */
final class SharedLoop {
    /** Counters that are written by different threads lie in different cache lines. */
    private static final int APART = 32;

    private final int tasks;
    private final int shares;
    private final IntConsumer body;
    /** Per share, how many of its tasks were taken. */
    private final AtomicIntegerArray taken;

    private final AtomicInteger open;
    private final Thread caller = Thread.currentThread();
    private volatile boolean callerSleeps;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    /** @param shares how many threads are asked, the calling one included */
    SharedLoop(int tasks, int shares, IntConsumer body) {
        this.tasks = tasks;
        this.shares = shares;
        this.body = body;
        this.taken = new AtomicIntegerArray(shares * APART);
        this.open = new AtomicInteger(tasks);
    }

    /** Works until no task is left to take, on the share {@code own} first. */
    void run(int own) {
        int done = 0;
        for (int i = 0; i < shares; i++) {
            int share = (own + i) % shares;
            int from = firstTask(share);
            int count = firstTask(share + 1) - from;
            for (int next = take(share); next < count; next = take(share)) {
                runTask(from + next);
                done++;
            }
        }
        if (done > 0 && open.addAndGet(-done) == 0 && callerSleeps) {
            LockSupport.unpark(caller);
        }
    }

    private int firstTask(int share) {
        return (int) ((long) tasks * share / shares);
    }

    private int take(int share) {
        return taken.getAndIncrement(share * APART);
    }

    private void runTask(int task) {
        if (failure.get() != null) {
            return;
        }
        try {
            body.accept(task);
        } catch (Throwable t) {
            failure.compareAndSet(null, t);
        }
    }

    /**
     * Returns when all tasks are done, to the thread that made this loop; what they wrote is visible to it. They still write into its
     * arrays, so it does not leave earlier for an interrupt.
     */
    void await(Waiting waiting) {
        if (!waiting.spin(this::isDone)) {
            callerSleeps = true;
            Waiting.sleep(this::isDone);
        }
        Throwable t = failure.get();
        if (t instanceof Error) {
            throw (Error) t;
        }
        if (t != null) {
            throw (RuntimeException) t;
        }
    }

    private boolean isDone() {
        return open.get() == 0;
    }
}
