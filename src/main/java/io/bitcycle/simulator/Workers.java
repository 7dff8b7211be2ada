package io.bitcycle.simulator;

import io.bitcycle.tensor.Parallel;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;

/**
 * A fixed number of threads that share loops of independent tasks. The caller always works too, so {@code n} workers
 * use {@code n - 1} pool threads, one worker is a plain loop on the caller, and a loop finishes even when every pool
 * thread is busy with another caller's loop (or with an outer loop of the same caller).
 */
public final class Workers implements Parallel, AutoCloseable {
    private final int threads;
    private final ExecutorService pool;

    /** @param threads how many threads work on one loop, the caller included; at least 1 */
    public Workers(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1, got " + threads);
        }
        this.threads = threads;
        this.pool = threads == 1 ? null : Executors.newFixedThreadPool(threads - 1, Workers::daemon);
    }

    private static Thread daemon(Runnable body) {
        Thread thread = new Thread(body, "bitcycle-worker");
        thread.setDaemon(true);
        return thread;
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
        if (pool == null || tasks < 2) {
            for (int task = 0; task < tasks; task++) {
                body.accept(task);
            }
            return;
        }
        Loop loop = new Loop(tasks, body);
        for (int i = 0; i < Math.min(threads, tasks) - 1; i++) {
            pool.execute(loop);
        }
        loop.run();
        loop.await();
    }

    @Override
    public void close() {
        if (pool != null) {
            pool.shutdown();
        }
    }

    /** One loop: threads draw task numbers from a counter; a thread that comes too late finds none and leaves. */
    private static final class Loop implements Runnable {
        private final int tasks;
        private final IntConsumer body;
        private final AtomicInteger next = new AtomicInteger();
        private final CountDownLatch open;
        private final AtomicReference<Throwable> failure = new AtomicReference<>();

        Loop(int tasks, IntConsumer body) {
            this.tasks = tasks;
            this.body = body;
            this.open = new CountDownLatch(tasks);
        }

        @Override
        public void run() {
            for (int task = next.getAndIncrement(); task < tasks; task = next.getAndIncrement()) {
                try {
                    if (failure.get() == null) {
                        body.accept(task);
                    }
                } catch (Throwable t) {
                    failure.compareAndSet(null, t);
                } finally {
                    open.countDown();
                }
            }
        }

        void await() {
            boolean interrupted = false;
            while (true) {
                try {
                    open.await();
                    break;
                } catch (InterruptedException e) {
                    interrupted = true; // tasks still write into the caller's arrays: leave only when they are done
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            Throwable t = failure.get();
            if (t instanceof Error) {
                throw (Error) t;
            }
            if (t != null) {
                throw (RuntimeException) t;
            }
        }
    }
}
