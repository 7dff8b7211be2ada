package io.bitcycle.mapping;

import io.bitcycle.hardware.array.ArrayConfig;
import io.bitcycle.hardware.array.ArrayTiming;
import io.bitcycle.workload.MatrixOp;
import java.util.function.LongConsumer;

/** How one group of a matrix operation is cut into steps that a double-buffered memory can load, compute and store. */
public interface Mapping {
    /** What the array does, tiles apart. */
    ArrayTiming timing();

    /** The steps in execution order. */
    void forEachStep(StepConsumer consumer);

    /** How many steps there are. */
    long steps();

    /** How often each code of A's im2col matrix leaves the activation buffer for the array. */
    long activationPasses();

    /** How often each code of B leaves the weight buffer for the array. */
    long weightPasses();

    /** How often the array writes each sum into the output buffer. */
    long sumPasses();

    /** Bits that cross the DRAM port, before they are rounded to bursts. */
    long traffic();

    /** Cycles of the array, waits for the ports of buffers and folds begun again included. */
    long arrayCycles();

    /** The same tiles for an op of the same shape. */
    Mapping on(TileProblem other);

    /** One line for people: tile sizes and what stays on chip. */
    String description();

    /** Receives the steps of a mapping. */
    interface StepConsumer {
        /** @param which good for the time of the call */
        void step(TileStep step, TileNumbers which);

        /**
         * Announces that the iteration of a loop which just ended is followed by {@code remaining} ones with the same steps.
         *
         * @param depth of the loop, 0 for the outermost
         * @return how many of them the consumer has accounted for, so that their steps must not come
         */
        default long repeat(int depth, long remaining) {
            return 0;
        }

        /** Announces that the next iteration of a loop differs from those so far, or that there is none. */
        default void done(int depth) {}

        /** Whether the consumer wants no more steps. */
        default boolean hasEnough() {
            return false;
        }
    }

    /** How the array runs one group of an op. */
    static ArrayTiming timing(MatrixOp op, ArrayConfig array) {
        return ArrayTiming.of(
                array, op.m(), op.k(), op.n(), op.taps(), op.a().bits(), op.b().bits());
    }

    /** The part of {@code total} that falls to share {@code index} of {@code count}: equal parts, the first ones larger by 1. */
    static long share(long total, long index, long count) {
        return portion(total, index, index + 1, count);
    }

    /** The shares {@code from} to {@code to} of {@code of}. */
    static long portion(long total, long from, long to, long of) {
        long larger = total % of;
        return total / of * (to - from) + Math.min(to, larger) - Math.min(from, larger);
    }

    /**
     * A loop that tells the consumer which iterations are alike.
     *
     * @param changes iterations that differ from the one before them
     */
    static void loop(StepConsumer consumer, int depth, long count, long[] changes, LongConsumer body) {
        for (long i = 0; i < count && !consumer.hasEnough(); i++) {
            body.accept(i);
            long end = count;
            for (long change : changes) {
                end = change > i ? Math.min(end, change) : end;
            }
            if (i + 1 == end) {
                consumer.done(depth);
            } else {
                i += consumer.repeat(depth, end - 1 - i);
            }
        }
    }
}
