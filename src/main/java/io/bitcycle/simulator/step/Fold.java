package io.bitcycle.simulator.step;

/**
 * One fold: which lines and depth steps of the operands the array works on. Output-stationary, rows are lines of A, columns
 * lines of B, and the array's steps walk the depth. Else each row has a step of the depth, columns are lines of the operand
 * that stays, and the array's steps are lines of the one that moves.
 *
 * @param depth steps of the depth: over time where the output stays, else one per row
 * @param rowFrom first line along the rows, output-stationary only
 * @param rows how many rows work
 * @param colFrom first line along the columns
 * @param cols how many columns have one
 * @param stepFrom first line of the stream; output-stationary 0
 * @param steps how many steps
 * @param stepCycles cycles of each step, or null where all take the same
 * @param sums the product so far, [lines of A x lines of B] row-major: read where {@code continued}, written with results
 * @param lineLength lines of B, the length of a row of {@code sums}
 * @param continued whether the sums of an earlier fold go on
 * @param finishes whether the results are finished
 * @param streamWait cycles that the stream waits for the buffers' ports
 * @param onceWait cycles that what moves once waits for them
 */
record Fold(
        int[] depth,
        int rowFrom,
        int rows,
        int colFrom,
        int cols,
        int stepFrom,
        int steps,
        int[] stepCycles,
        long[] sums,
        int lineLength,
        boolean continued,
        boolean finishes,
        long streamWait,
        long onceWait) {
    Fold timed(int[] cycles, long waitOfStream, long waitOnce) {
        return new Fold(
                depth,
                rowFrom,
                rows,
                colFrom,
                cols,
                stepFrom,
                steps,
                cycles,
                sums,
                lineLength,
                continued,
                finishes,
                waitOfStream,
                waitOnce);
    }

    /** The step of the depth after {@code step}, or -1 at the fold's end; where the output stays. */
    int depthAfter(int step) {
        return step + 1 < steps ? depth[step + 1] : -1;
    }

    /** Where the output stays: the place in {@code sums} of a unit's sum. */
    int placeOf(int row, int col) {
        return (rowFrom + row) * lineLength + colFrom + col;
    }
}
