package io.bitcycle.simulator.step;

/** Where sums leave the array, past the adders at its edge. */
final class ResultPort {
    private final StepCounts counts;
    private EdgeAdders edge;

    ResultPort(StepCounts counts) {
        this.counts = counts;
    }

    /** The edge of the next folds. */
    void edge(EdgeAdders adders) {
        edge = adders;
    }

    /** A sum leaves to its place in the fold's result. */
    void write(Fold from, int place, long sum) {
        from.sums()[place] = sum;
        counts.sumWrites++;
        if (from.finishes()) {
            edge.finish();
        }
    }
}
