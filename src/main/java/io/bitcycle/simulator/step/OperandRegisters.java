package io.bitcycle.simulator.step;

import io.bitcycle.hardware.array.ArrayConfig;
import io.bitcycle.hardware.array.Dataflow;
import io.bitcycle.hardware.mac.MacUnits;
import java.util.Arrays;

/**
 * The operand and control registers of all units, row by row in flat arrays, and the feeders at the array's edge that fill
 * them. The moving operand enters along the rows; the other one enters along the columns, to move down or to stay.
 */
final class OperandRegisters {
    private final boolean outputStationary;
    private final boolean swapped;
    private final int rows;
    private final int cols;
    private final int perUnit;
    private final int stepCycles;
    private final int parts;
    private final int words;
    private final MacUnits units;
    private final StepCounts counts;
    private final int[] moving;
    private final int[] held;
    private final int[] control;
    private final int[] partControl;
    private final ScaleRegisters scales;
    private final long[] rowSums;
    private final long[] columnSums;
    private OperandLines a;
    private OperandLines b;
    private OperandLines rowLines;
    private OperandLines columnLines;
    private boolean rescaled;
    private boolean summing;
    private DepthParts depthParts;
    private EdgeAdders edge;
    private long busyColumns;

    /**
     * @param units one per unit and part of a step
     * @param parts sums that a step of a unit gives
     * @param perUnit columns of a unit
     */
    OperandRegisters(ArrayConfig config, MacUnits units, int parts, int perUnit, int stepCycles, StepCounts counts) {
        this.outputStationary = config.dataflow() == Dataflow.OUTPUT_STATIONARY;
        this.swapped = config.dataflow() == Dataflow.INPUT_STATIONARY;
        this.rows = config.rows();
        this.cols = config.cols() * perUnit;
        this.perUnit = perUnit;
        this.stepCycles = stepCycles;
        this.parts = parts;
        this.units = units;
        this.counts = counts;
        this.words = units.aRegister().words() * parts;
        this.moving = new int[Math.multiplyExact(rows * cols, words)];
        this.held = new int[moving.length];
        this.control = new int[rows * cols];
        this.partControl = parts == 1 ? control : new int[rows * cols * parts];
        this.scales = new ScaleRegisters(rows, cols, parts);
        this.rowSums = new long[rows];
        this.columnSums = new long[cols];
        clear();
    }

    /** What the feeders read from now on. */
    void operands(OperandLines nextA, OperandLines nextB, DepthParts nextParts, EdgeAdders nextEdge) {
        a = nextA;
        b = nextB;
        rowLines = swapped ? b : a;
        columnLines = swapped ? a : b;
        rescaled = nextParts.rescaled();
        summing = nextEdge.isBusy();
        depthParts = nextParts;
        edge = nextEdge;
    }

    /** Nothing in any register. */
    void clear() {
        Arrays.fill(control, MacUnits.IDLE);
        Arrays.fill(moving, 0);
        Arrays.fill(held, 0);
        scales.clear();
    }

    /** A new fold, nothing in any register. */
    void begin(Fold fold) {
        clear();
        busyColumns = (fold.cols() + perUnit - 1) / perUnit;
    }

    int[] control() {
        return control;
    }

    ScaleRegisters scales() {
        return scales;
    }

    /** Lane {@code lane} of the A operand of an entry. */
    int a(int unit, int lane) {
        return units.aRegister().code(swapped ? held : moving, unit * words, lane);
    }

    /** Lane {@code lane} of the B operand, in whichever part of the step it is not gated to 0. */
    int b(int unit, int lane) {
        int code = 0;
        for (int part = 0; part < parts; part++) {
            int at = unit * words + part * (words / parts);
            code += units.bRegister().code(swapped ? moving : held, at, lane);
        }
        return code;
    }

    /** Every moving operand goes one unit to the right. */
    void shiftRight() {
        int wide = words * perUnit;
        System.arraycopy(moving, 0, moving, wide, moving.length - wide);
        System.arraycopy(control, 0, control, perUnit, control.length - perUnit);
    }

    /** Every operand along the columns goes one unit down. */
    void shiftDown() {
        System.arraycopy(held, 0, held, cols * words, held.length - cols * words);
        if (rescaled) {
            scales.shiftDown();
        }
    }

    /** Every row gets the columns' operands of the first. */
    void spreadDown() {
        for (int row = 1; row < rows; row++) {
            System.arraycopy(held, 0, held, row * cols * words, cols * words);
        }
        if (rescaled) {
            scales.spreadDown();
        }
    }

    /**
     * The first {@code width} entries of every row take a step's operands, or nothing.
     *
     * @param delay cycles by which a row is behind the one above
     */
    void enterRows(Fold fold, FeedLine feed, int delay, int width) {
        long codes = 0;
        long steps = 0;
        long cycles = 0;
        for (int row = 0; row < rows; row++) {
            int word = feed.word(row * delay);
            if (word < 0 || row >= fold.rows()) {
                idle(row, width);
                continue;
            }
            int step = feed.step(row * delay);
            int line = outputStationary ? fold.rowFrom() + row : fold.stepFrom() + step;
            int depthStep = fold.depth()[outputStationary ? step : row];
            load(row, word, line, depthStep, width);
            if (word >> 1 == 0) {
                codes += rowLines.codesOf(depthStep);
                steps++;
                cycles += fold.stepCycles() == null ? stepCycles : fold.stepCycles()[step];
                if (summing && fold.colFrom() == 0) {
                    rowSums[row] = edge(swapped, line, depthStep);
                }
            }
        }
        counts.movingReads += codes;
        counts.unitSteps += steps * busyColumns;
        counts.columnSteps += steps * fold.cols();
        counts.unitCycles += cycles * busyColumns;
    }

    private void idle(int row, int width) {
        int unit = row * cols;
        Arrays.fill(moving, unit * words, (unit + width) * words, 0);
        Arrays.fill(control, unit, unit + width, MacUnits.IDLE);
    }

    private void load(int row, int word, int line, int depthStep, int width) {
        int unit = row * cols;
        int at = unit * words;
        rowLines.read(line, depthStep, moving, at);
        control[unit] = word;
        for (int i = 1; i < width; i++) {
            System.arraycopy(moving, at, moving, at + i * words, words);
            control[unit + i] = word;
        }
    }

    /**
     * Output-stationary: the top of every column takes a step's operands, or nothing.
     *
     * @param delay cycles by which a unit's columns are behind those to the left
     */
    void enterColumns(Fold fold, FeedLine feed, int delay) {
        long codes = 0;
        for (int first = 0, late = 0; first < cols; first += perUnit, late += delay) {
            int word = feed.word(late);
            int step = feed.step(late);
            for (int col = first; col < first + perUnit; col++) {
                if (word < 0 || col >= fold.cols()) {
                    idleColumn(col);
                    continue;
                }
                int depthStep = fold.depth()[step];
                columnLines.read(fold.colFrom() + col, depthStep, held, col * words);
                if (rescaled) {
                    loadScales(depthStep, fold.depthAfter(step), col);
                }
                if (word >> 1 == 0) {
                    codes += columnLines.codesOf(depthStep);
                    if (summing && fold.rowFrom() == 0) {
                        columnSums[col] = edge(true, fold.colFrom() + col, depthStep);
                    }
                }
            }
        }
        counts.feedReads += codes;
    }

    private void idleColumn(int col) {
        Arrays.fill(held, col * words, (col + 1) * words, 0);
        if (rescaled) {
            scales.clear(col, 1);
        }
    }

    /** Row {@code row} of the operand that stays enters the array in row {@code at}. */
    void preload(Fold fold, int row, int at) {
        int first = at * cols;
        Arrays.fill(held, first * words, (first + cols) * words, 0);
        scales.clear(first, cols);
        if (row >= fold.rows()) {
            return;
        }
        int depthStep = fold.depth()[row];
        for (int col = 0; col < fold.cols(); col++) {
            columnLines.read(fold.colFrom() + col, depthStep, held, (first + col) * words);
            if (rescaled) {
                loadScales(depthStep, -1, first + col);
            }
            if (summing && fold.stepFrom() == 0) {
                columnSums[col] = edge(!swapped, fold.colFrom() + col, depthStep);
            }
        }
        counts.feedReads += (long) fold.cols() * columnLines.codesOf(depthStep);
    }

    private void loadScales(int depthStep, int next, int unit) {
        for (int part = 0; part < parts; part++) {
            scales.set(unit, part, depthParts.scale(depthStep, part, next));
        }
    }

    private long edge(boolean ofB, int line, int depthStep) {
        return ofB ? edge.enterB(b, line, depthStep) : edge.enterA(a, line, depthStep);
    }

    /** The last sum of codes that the adder before a row formed. */
    long rowSum(int row) {
        return rowSums[row];
    }

    /** Likewise above a column. */
    long columnSum(int col) {
        return columnSums[col];
    }

    /** One clock cycle of the units. */
    void tick() {
        for (int unit = 0; parts > 1 && unit < control.length; unit++) {
            Arrays.fill(partControl, unit * parts, (unit + 1) * parts, control[unit]);
        }
        if (swapped) {
            units.tick(held, moving, partControl);
        } else {
            units.tick(moving, held, partControl);
        }
    }
}
