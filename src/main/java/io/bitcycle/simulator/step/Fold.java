package io.bitcycle.simulator.step;

/**
 * One fold: which lines and steps of the operands the array works on. Output-stationary, rows are lines of A, columns
 * lines of B and the steps walk the depth. Else rows are steps of the depth, columns lines of the operand that stays, and
 * the array's steps are lines of the one that moves.
 *
 * @param rowFrom first line or depth step along the rows
 * @param rows how many rows have one
 * @param colFrom first line along the columns
 * @param cols how many columns have one
 * @param stepFrom first depth step or line of the stream
 * @param steps how many
 * @param stepCycles cycles of each step, or null where all take the same
 * @param sums the product so far, [lines of A x lines of B] row-major: read where {@code continued}, written with results
 * @param lineLength lines of B, the length of a row of {@code sums}
 * @param continued whether partial sums of an earlier depth fold enter at the top
 */
record Fold(
        int rowFrom,
        int rows,
        int colFrom,
        int cols,
        int stepFrom,
        int steps,
        int[] stepCycles,
        long[] sums,
        int lineLength,
        boolean continued) {
    Fold withStepCycles(int[] cycles) {
        return new Fold(rowFrom, rows, colFrom, cols, stepFrom, steps, cycles, sums, lineLength, continued);
    }
}
