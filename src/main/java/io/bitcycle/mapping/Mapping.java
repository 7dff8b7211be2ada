package io.bitcycle.mapping;

import io.bitcycle.hardware.array.ArrayTiming;

/** How one group of a matrix operation is cut into steps that a double-buffered memory can load, compute and store. */
public interface Mapping {
    /** What the array does, tiles apart. */
    ArrayTiming timing();

    /** The steps in execution order. */
    void forEachStep(StepConsumer consumer);

    /** How often the stationary operand enters the array: more than once when tiles of the stream begin its folds again. */
    long stationaryLoads();

    /** One line for people: tile sizes and what stays on chip. */
    String description();

    /** Receives the steps of a mapping. */
    @FunctionalInterface
    interface StepConsumer {
        /**
         * One fold (or a part of its stream).
         *
         * @param arraySteps multiply steps of the array
         * @param activationBits bits of operand A that DRAM delivers for it
         * @param weightBits bits of operand B that DRAM delivers for it
         * @param storeBits bits of finished results that DRAM takes after it
         */
        void step(long arraySteps, long activationBits, long weightBits, long storeBits);
    }

    /** The part of {@code total} that falls to share {@code index} of {@code count}; the shares sum to the total. */
    static long share(long total, long index, long count) {
        long whole = total / count;
        long rest = total % count;
        return whole + (index + 1) * rest / count - index * rest / count;
    }
}
