package io.bitcycle.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class WorkersTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void everyTaskRunsOnce(int threads) {
        try (Workers workers = new Workers(threads)) {
            for (int tasks : new int[] {0, 1, 2, 3, 1000}) {
                AtomicIntegerArray runs = new AtomicIntegerArray(1000);
                workers.forEach(tasks, runs::incrementAndGet);
                for (int i = 0; i < 1000; i++) {
                    assertEquals(i < tasks ? 1 : 0, runs.get(i), "task " + i + " of " + tasks);
                }
            }
        }
    }

    /** With more threads than processors they sleep at once; with pauses they sleep after a while. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 64})
    void loopsFollowOneAnother(int threads) throws InterruptedException {
        try (Workers workers = new Workers(threads)) {
            int[] found = new int[100];
            for (int loop = 1; loop <= 5_000; loop++) {
                workers.forEach(found.length, i -> found[i]++);
                assertEquals(loop, found[loop % found.length]);
                if (loop % 1000 == 0) {
                    Thread.sleep(3);
                }
            }
        }
    }

    @Test
    void anInterruptDoesNotLeaveTasksBehind() {
        try (Workers workers = new Workers(2)) {
            AtomicLong done = new AtomicLong();
            Thread.currentThread().interrupt();
            workers.forEach(10, i -> {
                LockSupport.parkNanos(2_000_000);
                done.incrementAndGet();
            });
            assertEquals(10, done.get());
        }
        assertTrue(Thread.interrupted());
    }

    @Test
    void callersShareAndNest() {
        AtomicLong sum = new AtomicLong();
        try (Workers workers = new Workers(2);
                Workers callers = new Workers(3)) {
            callers.forEach(50, i -> workers.forEach(20, j -> workers.forEach(5, k -> sum.addAndGet(k))));
        }
        assertEquals(50L * 20 * 10, sum.get());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aFailureReachesTheCaller(int threads) {
        RuntimeException failure = new IllegalStateException("task 7");
        try (Workers workers = new Workers(threads)) {
            RuntimeException thrown = assertThrows(
                    RuntimeException.class,
                    () -> workers.forEach(100, i -> {
                        if (i == 7) {
                            throw failure;
                        }
                    }));
            assertSame(failure, thrown);
        }
    }
}
