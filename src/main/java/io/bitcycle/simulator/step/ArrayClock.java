package io.bitcycle.simulator.step;

/** The clock of an array, which an observer may see. */
final class ArrayClock {
    private final SteppedArray array;
    private final StepCounts counts;
    private CycleObserver observer = (cycle, seen) -> {};
    private boolean holding;

    ArrayClock(SteppedArray array, StepCounts counts) {
        this.array = array;
        this.counts = counts;
    }

    void observe(CycleObserver each) {
        observer = each;
    }

    /** A cycle ends. */
    void tick() {
        observer.cycle(counts.cycles, array);
        counts.cycles++;
    }

    /** Cycles in which no register moves. */
    void hold(long cycles) {
        holding = true;
        for (long i = 0; i < cycles; i++) {
            tick();
        }
        counts.heldCycles += cycles;
        holding = false;
    }

    boolean isHolding() {
        return holding;
    }
}
