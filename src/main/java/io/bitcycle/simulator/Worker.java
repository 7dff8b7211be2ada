package io.bitcycle.simulator;

import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/** A thread that works on the loop it was offered last. */
final class Worker {
    private final int share;
    private final Waiting waiting;
    private final Thread thread = new Thread(this::work, "bitcycle-worker");
    private final AtomicReference<SharedLoop> offered = new AtomicReference<>();
    private volatile boolean sleeps;
    private volatile boolean closed;

    /** @param share of each loop, its own */
    Worker(int share, Waiting waiting) {
        this.share = share;
        this.waiting = waiting;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** A loop that was offered before and not begun is forgotten: its caller does this share too. */
    void offer(SharedLoop loop) {
        offered.set(loop);
        wake();
    }

    /** Ends the thread after what it does now. */
    void close() {
        closed = true;
        wake();
    }

    private void wake() {
        if (sleeps) {
            LockSupport.unpark(thread);
        }
    }

    private void work() {
        while (!closed) {
            runOffered();
            if (!waiting.spin(this::isWanted)) {
                sleeps = true;
                Waiting.sleep(this::isWanted);
                sleeps = false;
            }
        }
    }

    /** Apart from {@link #work}, which would keep the loop's arrays from the collector while it waits. */
    private void runOffered() {
        SharedLoop loop = offered.getAndSet(null);
        if (loop != null) {
            loop.run(share);
        }
    }

    private boolean isWanted() {
        return closed || offered.get() != null;
    }
}
