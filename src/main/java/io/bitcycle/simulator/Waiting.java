package io.bitcycle.simulator;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * How a thread waits for another: it looks again and again for a while before it sleeps, since to be woken takes longer than most loops
 * of a training step leave it waiting. Where there are more threads than processors it sleeps at once.
 *
 * @param spinNanos how long it looks
 */
record Waiting(long spinNanos) {
    private static final long SPIN_NANOS = 500_000;

    /** Of one among so many threads that work together. */
    static Waiting among(int threads) {
        return new Waiting(threads <= Runtime.getRuntime().availableProcessors() ? SPIN_NANOS : 0);
    }

    /** Returns once {@code done}, or when it would have to sleep; whether it is done. */
    boolean spin(BooleanSupplier done) {
        long begin = System.nanoTime();
        while (!done.getAsBoolean()) {
            if (System.nanoTime() - begin >= spinNanos) {
                return false;
            }
            Thread.onSpinWait();
        }
        return true;
    }

    /** Sleeps until {@code done}; who makes it so wakes this thread. An interrupt has to wait: it is set again. */
    static void sleep(BooleanSupplier done) {
        boolean interrupted = false;
        while (!done.getAsBoolean()) {
            LockSupport.park();
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
