package io.bitcycle.hardware.array;

import io.bitcycle.hardware.mac.MacConfig;

/**
 * How one matrix product C[m, n] = A[m, k] x B[k, n] runs on the array: the folds of DESIGN section 4 and what one costs.
 *
 * @param rowFolds folds along the array's rows
 * @param colFolds folds along its columns
 * @param depthSteps multiply steps that one output needs along the depth
 * @param steps multiply steps of one fold (T)
 * @param cyclesPerStep cycles of a step (t)
 * @param productsPerStep products of one unit in a step (g)
 * @param columnsPerUnit columns of the product that one unit computes side by side
 * @param overheadCycles cycles of a fold beyond its steps: preload, skew, drain, pipeline
 */
public record ArrayTiming(
        long rowFolds,
        long colFolds,
        long depthSteps,
        long steps,
        int cyclesPerStep,
        int productsPerStep,
        int columnsPerUnit,
        long overheadCycles) {

    /** @param taps kernel positions in the depth, see {@link DepthBlocking#CHANNEL} */
    public static ArrayTiming of(ArrayConfig array, long m, long k, long n, int taps, int aBits, int bBits) {
        MacConfig mac = array.mac();
        int t = mac.family().cyclesPerStep(mac, aBits, bBits);
        int g = mac.family().productsPerStep(mac, aBits, bBits);
        int perUnit = mac.family().columnsPerUnit(mac, aBits, bBits);
        DepthSteps depth = DepthSteps.of(array, k, taps, g);
        long depthSteps = depth.count();
        long depthFolds = depth.blocks() * ceilDiv(depth.stepsPerBlock(), array.rows());
        long cols = (long) array.cols() * perUnit;
        long overhead = overhead(array);
        return switch (array.dataflow()) {
            case OUTPUT_STATIONARY ->
                new ArrayTiming(
                        ceilDiv(m, array.rows()), ceilDiv(n, cols), depthSteps, depthSteps, t, g, perUnit, overhead);
            case WEIGHT_STATIONARY ->
                new ArrayTiming(depthFolds, ceilDiv(n, cols), depthSteps, m, t, g, perUnit, overhead);
            case INPUT_STATIONARY ->
                new ArrayTiming(depthFolds, ceilDiv(m, cols), depthSteps, n, t, g, perUnit, overhead);
        };
    }

    private static long overhead(ArrayConfig array) {
        if (array.interconnect() == Interconnect.BROADCAST) {
            return array.pipelineCycles();
        }
        long rows = array.rows();
        long skew = rows + array.cols() - 2;
        if (array.dataflow() == Dataflow.OUTPUT_STATIONARY) {
            return skew + (array.outputDrain() == OutputDrain.EXPOSED ? rows : 0);
        }
        // Preload, then psum_hop_cycles per row instead of one: DESIGN section 4 and reference/mac-rtl.md.
        return rows + skew + (array.psumHopCycles() - 1L) * rows;
    }

    public long folds() {
        return rowFolds * colFolds;
    }

    /** Cycles of a fold of {@code foldSteps} multiply steps. */
    public long foldCycles(long foldSteps) {
        return overheadCycles + foldSteps * cyclesPerStep;
    }

    /** Cycles of the whole product, every fold charged the full array. */
    public long cycles() {
        return folds() * foldCycles(steps);
    }

    private static long ceilDiv(long a, long b) {
        return (a + b - 1) / b;
    }
}
