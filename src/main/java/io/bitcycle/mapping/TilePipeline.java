package io.bitcycle.mapping;

import io.bitcycle.hardware.memory.DramConfig;

/**
 * The pipeline of tiles, load(i + 1) in parallel with compute(i) and store(i - 1), event by event, over one DRAM port.
 *
 * <ul>
 *   <li>A load is requested once its half of the double buffer is free, when compute(i - 2) has ended. Its first bit comes
 *       {@code latency_cycles} later, or when the port is free: only a port that idles shows its latency.
 *   <li>A tile without a store leaves its sums in the output buffer for the next tile to add to. A result leaves its half of
 *       the output buffer before the second next result begins.
 *   <li>Transfers are served in order. store(i) comes behind load(i + 1), and, where tile i + 1 stores nothing and so leaves
 *       time, behind load(i + 2).
 *   <li>A transfer takes whole cycles, bits / {@code bits_per_cycle} rounded up.
 * </ul>
 */
final class TilePipeline {
    /** Sees what the port transfers, in order. */
    interface Port {
        /** Nobody looks. */
        Port UNSEEN = new Port() {
            @Override
            public void load(long start) {}

            @Override
            public void store(long start) {}
        };

        /** The load of the tile that begins. */
        void load(long start);

        /** The latest store that is still to come. */
        void store(long start);
    }

    private final DramConfig dram;
    private final Port port;
    private long portFree;
    private long computeEnd;
    private long computeEndBefore;
    private long storeEnd;
    private long pendingStoreBits;
    private long pendingSince;
    private boolean deferred;
    private boolean adding;

    TilePipeline(DramConfig dram) {
        this(dram, Port.UNSEEN);
    }

    TilePipeline(DramConfig dram, Port port) {
        this.dram = dram;
        this.port = port;
    }

    /**
     * Appends a tile.
     *
     * @param computeCycles array time
     * @param loadBits from DRAM before it can start
     * @param storeBits to DRAM after it
     */
    void tile(long computeCycles, long loadBits, long storeBits) {
        begin(loadBits, storeBits);
        end(computeCycles, storeBits);
    }

    /** The first half of {@link #tile}: the cycle in which its computation begins. To be followed by {@link #end}. */
    long begin(long loadBits, long storeBits) {
        long loaded = 0;
        if (loadBits > 0) {
            long start = Math.max(portFree, computeEndBefore + dram.latencyCycles());
            port.load(start);
            portFree = start + dram.cycles(loadBits);
            loaded = portFree;
        }
        long outputFree = adding ? 0 : storeEnd;
        if (storeBits > 0 || deferred) {
            store();
        } else {
            deferred = pendingStoreBits > 0;
        }
        computeEndBefore = computeEnd;
        computeEnd = Math.max(Math.max(computeEnd, loaded), outputFree);
        return computeEnd;
    }

    /** The second half: the tile begun computes for some cycles. */
    void end(long computeCycles, long storeBits) {
        computeEnd += computeCycles;
        adding = storeBits == 0;
        if (storeBits > 0) {
            pendingStoreBits = storeBits;
            pendingSince = computeEnd;
        }
    }

    /** Cycle in which the last computation or store ends; nothing may be appended after. */
    long finish() {
        store();
        return Math.max(computeEnd, storeEnd);
    }

    /** End of the latest computation. */
    long computeEnd() {
        return computeEnd;
    }

    /**
     * All that later tiles can notice of earlier ones, relative to the end of the latest computation. Moments that have
     * passed for every later event are alike.
     */
    State state() {
        return new State(
                Math.max(portFree, computeEndBefore) - computeEnd,
                computeEndBefore - computeEnd,
                Math.max(storeEnd, computeEnd) - computeEnd,
                pendingStoreBits,
                pendingStoreBits > 0 ? pendingSince - computeEnd : 0,
                deferred,
                adding);
    }

    /** Lets {@code cycles} pass in which tiles begin and end in this same state. */
    void advance(long cycles) {
        portFree += cycles;
        computeEnd += cycles;
        computeEndBefore += cycles;
        storeEnd += cycles;
        pendingSince += cycles;
    }

    /** See {@link #state}. */
    record State(
            long portFree,
            long computeEndBefore,
            long storeEnd,
            long pendingStoreBits,
            long pendingSince,
            boolean deferred,
            boolean adding) {}

    /** Puts the latest store on the port. */
    private void store() {
        if (pendingStoreBits > 0) {
            long start = Math.max(portFree, pendingSince);
            port.store(start);
            portFree = start + dram.cycles(pendingStoreBits);
            storeEnd = portFree;
        }
        pendingStoreBits = 0;
        deferred = false;
    }
}
