package io.bitcycle.simulator.step;

import io.bitcycle.hardware.array.ArrayConfig;
import io.bitcycle.hardware.array.Dataflow;
import io.bitcycle.hardware.array.Interconnect;
import io.bitcycle.hardware.array.OutputDrain;
import io.bitcycle.hardware.mac.MacConfig;
import io.bitcycle.hardware.mac.MacUnits;
import io.bitcycle.numeric.IntegerFormat;
import java.util.Arrays;

/**
 * R x C MAC units with their operand, control and partial-sum registers, all in flat arrays, row by row.
 *
 * <p>Systolic: the moving operand and the control word of a step enter a row at its first column and go one column to the
 * right each cycle, row r starting {@code r x hop} cycles after row 0 (hop = {@code psum_hop_cycles}, 1 where the output
 * stays). Output-stationary, the other operand goes one row down each cycle. Else it is shifted down for R cycles before
 * the stream and then stays, and partial sums go one row down in {@code hop} cycles, so that they meet the operands of
 * their step; those of earlier depth folds enter at the top. A step's operands stay at a row's first column for its t
 * cycles, and so everywhere behind it.
 *
 * <p>Broadcast: a step's operands are wires to all units; the sums of a column's units are added from the top down within
 * the cycle. What stays is loaded into shadow registers during the fold before, which costs no cycle.
 *
 * <p>A unit of several columns ({@code lane_sum} apart) is that many entries side by side here, with the same timing.
 */
public final class SteppedArray {
    private final ArrayConfig config;
    private final boolean outputStationary;
    private final boolean systolic;
    private final boolean swapped;
    private final int rows;
    private final int cols;
    private final int perUnit;
    private final int words;
    private final int stepCycles;
    private final int hop;
    private final MacUnits units;
    private final PartialSums sums;
    private final int[] moving;
    private final int[] held;
    private final int[] control;
    private final int[] past;
    private final int[] pastSteps;
    private final long[] drain;
    private final StepCounts counts = new StepCounts();
    private CycleObserver observer = (cycle, array) -> {};
    private Fold fold;
    private Fold draining;
    private int drained;
    private long busyColumns;
    private OperandLines movingLines;
    private OperandLines otherLines;

    /**
     * @param a format of A's codes as the units get them
     * @param b likewise
     */
    public SteppedArray(ArrayConfig config, IntegerFormat a, IntegerFormat b) {
        MacConfig mac = config.mac();
        this.config = config;
        this.outputStationary = config.dataflow() == Dataflow.OUTPUT_STATIONARY;
        this.systolic = config.interconnect() == Interconnect.SYSTOLIC;
        this.swapped = config.dataflow() == Dataflow.INPUT_STATIONARY;
        this.perUnit = mac.family().columnsPerUnit(mac, a.bits(), b.bits());
        this.rows = config.rows();
        this.cols = config.cols() * perUnit;
        this.stepCycles = mac.family().cyclesPerStep(mac, a.bits(), b.bits());
        this.hop = outputStationary || !systolic ? 1 : config.psumHopCycles();
        int count = Math.multiplyExact(rows, cols);
        this.units = mac.family().units(mac, a, b, count);
        this.words = units.aRegister().words();
        this.sums = PartialSums.of(mac, units, rows, cols, hop);
        this.moving = new int[Math.multiplyExact(count, words)];
        this.held = new int[moving.length];
        this.control = new int[count];
        this.past = new int[hop * rows + config.cols() + 1];
        this.pastSteps = new int[past.length];
        this.drain = new long[outputStationary && systolic ? count : 0];
    }

    /** Has {@code observer} see every cycle from now on. */
    public void observe(CycleObserver each) {
        observer = each;
    }

    public StepCounts counts() {
        return counts;
    }

    /** Additions and step sums that did not fit their register. */
    public long overflows() {
        return sums.overflows() + units.overflows();
    }

    public ArrayConfig config() {
        return config;
    }

    public MacUnits units() {
        return units;
    }

    /** Columns of one unit; unit (r, c) has the entries (r x C + c) x columnsPerUnit onwards. */
    public int columnsPerUnit() {
        return perUnit;
    }

    /** Lane {@code lane} of the A operand of entry {@code unit}. */
    public int a(int unit, int lane) {
        return units.aRegister().code(swapped ? held : moving, unit * words, lane);
    }

    /** Lane {@code lane} of the B operand of entry {@code unit}. */
    public int b(int unit, int lane) {
        return units.bRegister().code(swapped ? moving : held, unit * words, lane);
    }

    /** The control word of entry {@code unit}, as of {@link MacUnits#control}. */
    public int control(int unit) {
        return control[unit];
    }

    /** The partial sum of entry {@code unit}. */
    public long partialSum(int unit) {
        return sums.get(unit);
    }

    /** The sum that leaves through entry {@code unit} of the drain, 0 where there is no drain. */
    public long drain(int unit) {
        return drain.length == 0 ? 0 : drain[unit];
    }

    /** What the next folds work on. */
    void operands(OperandLines a, OperandLines b) {
        movingLines = swapped ? b : a;
        otherLines = swapped ? a : b;
    }

    /** Runs one fold. Results of a fold whose drain is hidden arrive during the next one, or by {@link #finish}. */
    void run(Fold next) {
        fold = next;
        busyColumns = (fold.cols() + perUnit - 1) / perUnit;
        Arrays.fill(past, MacUnits.IDLE);
        Arrays.fill(control, MacUnits.IDLE);
        Arrays.fill(moving, 0);
        Arrays.fill(held, 0);
        sums.clear();
        if (!outputStationary) {
            preload();
        }
        int step = 0;
        int phase = 0;
        long rest = systolic ? (long) hop * rows + config.cols() - 2 : config.pipelineCycles();
        while (step < fold.steps() || rest > 0) {
            int word = MacUnits.IDLE;
            int now = step;
            if (step < fold.steps()) {
                int cycles = cycles(step);
                boolean last = phase == cycles - 1;
                word = MacUnits.control(phase, last);
                phase = last ? 0 : phase + 1;
                step += last ? 1 : 0;
            } else {
                rest--;
            }
            if (systolic) {
                systolicCycle(word, now);
            } else {
                broadcastCycle(word, now);
            }
            tickClock();
        }
        if (outputStationary) {
            unload();
        }
    }

    /** Ends the product: the last fold's hidden drain. */
    void finish() {
        while (draining != null) {
            drainRow();
        }
    }

    private int cycles(int step) {
        return fold.stepCycles() == null ? stepCycles : fold.stepCycles()[step];
    }

    private void tickClock() {
        observer.cycle(counts.cycles, this);
        counts.cycles++;
    }

    private void systolicCycle(int word, int step) {
        System.arraycopy(past, 0, past, 1, past.length - 1);
        System.arraycopy(pastSteps, 0, pastSteps, 1, pastSteps.length - 1);
        past[0] = word;
        pastSteps[0] = step;
        int wide = words * perUnit;
        System.arraycopy(moving, 0, moving, wide, moving.length - wide);
        System.arraycopy(control, 0, control, perUnit, control.length - perUnit);
        for (int row = 0; row < rows; row++) {
            enterRow(row, past[row * hop], pastSteps[row * hop], perUnit);
        }
        if (outputStationary) {
            if (draining != null) {
                drainRow();
            }
            System.arraycopy(held, 0, held, cols * words, held.length - cols * words);
            for (int col = 0; col < cols; col++) {
                enterColumn(col, past[col / perUnit], pastSteps[col / perUnit]);
            }
            tickUnits();
            sums.accumulate(units);
            return;
        }
        for (int col = 0; col < cols; col++) {
            enterTop(col, past[col / perUnit], pastSteps[col / perUnit]);
        }
        tickUnits();
        sums.hop(units);
        int bottom = hop * rows - 1;
        for (int col = 0; col < fold.cols(); col++) {
            leaveBottom(col, past[bottom + col / perUnit], pastSteps[bottom + col / perUnit]);
        }
    }

    private void broadcastCycle(int word, int step) {
        for (int row = 0; row < rows; row++) {
            enterRow(row, word, step, cols);
        }
        if (outputStationary) {
            for (int col = 0; col < cols; col++) {
                enterColumn(col, word, step);
            }
            for (int row = 1; row < rows; row++) {
                System.arraycopy(held, 0, held, row * cols * words, cols * words);
            }
            tickUnits();
            sums.accumulate(units);
            return;
        }
        for (int col = 0; col < cols; col++) {
            enterTop(col, word, step);
        }
        tickUnits();
        sums.ripple(units);
        for (int col = 0; col < fold.cols(); col++) {
            leaveBottom(col, word, step);
        }
    }

    private void tickUnits() {
        if (swapped) {
            units.tick(held, moving, control);
        } else {
            units.tick(moving, held, control);
        }
    }

    /** The first {@code width} entries of a row take a step's operands, or nothing. */
    private void enterRow(int row, int word, int step, int width) {
        int unit = row * cols;
        int at = unit * words;
        if (word < 0 || row >= fold.rows()) {
            Arrays.fill(moving, at, at + width * words, 0);
            Arrays.fill(control, unit, unit + width, MacUnits.IDLE);
            return;
        }
        int line = outputStationary ? fold.rowFrom() + row : fold.stepFrom() + step;
        int depthStep = outputStationary ? fold.stepFrom() + step : fold.rowFrom() + row;
        movingLines.read(line, depthStep, moving, at);
        control[unit] = word;
        for (int i = 1; i < width; i++) {
            System.arraycopy(moving, at, moving, at + i * words, words);
            control[unit + i] = word;
        }
        if (word >> 1 == 0) {
            long busy = busyColumns;
            counts.movingReads += movingLines.codesOf(depthStep);
            counts.unitSteps += busy;
            counts.columnSteps += fold.cols();
            counts.unitCycles += busy * cycles(step);
        }
    }

    /** Output-stationary: the top of a column takes a step's operands, or nothing. */
    private void enterColumn(int col, int word, int step) {
        if (word < 0 || col >= fold.cols()) {
            Arrays.fill(held, col * words, (col + 1) * words, 0);
            return;
        }
        int depthStep = fold.stepFrom() + step;
        otherLines.read(fold.colFrom() + col, depthStep, held, col * words);
        if (word >> 1 == 0) {
            counts.feedReads += otherLines.codesOf(depthStep);
        }
    }

    /** Where output does not stay: a step's partial sum enters with its last cycle. */
    private void enterTop(int col, int word, int step) {
        if (!fold.continued()) {
            return;
        }
        boolean enters = MacUnits.isLast(word) && col < fold.cols();
        sums.top(col, enters ? fold.sums()[sumIndex(col, step)] : 0);
        counts.sumReads += enters ? 1 : 0;
    }

    private void leaveBottom(int col, int word, int step) {
        if (MacUnits.isLast(word)) {
            fold.sums()[sumIndex(col, step)] = sums.get((rows - 1) * cols + col);
            counts.sumWrites++;
        }
    }

    /** The place of a streamed line's sum. */
    private int sumIndex(int col, int step) {
        int stream = fold.stepFrom() + step;
        int line = fold.colFrom() + col;
        return swapped ? line * fold.lineLength() + stream : stream * fold.lineLength() + line;
    }

    private void preload() {
        for (int i = 0; i < rows; i++) {
            if (systolic) {
                System.arraycopy(held, 0, held, cols * words, held.length - cols * words);
            }
            int row = rows - 1 - i;
            int at = systolic ? 0 : row * cols * words;
            Arrays.fill(held, at, at + cols * words, 0);
            if (row < fold.rows()) {
                for (int col = 0; col < fold.cols(); col++) {
                    otherLines.read(fold.colFrom() + col, fold.rowFrom() + row, held, at + col * words);
                }
                long words = (long) fold.cols() * otherLines.codesOf(fold.rowFrom() + row);
                counts.feedReads += words;
            }
            if (systolic) {
                tickClock();
            }
        }
    }

    /** The end of an output-stationary fold. */
    private void unload() {
        if (!systolic) {
            for (int row = 0; row < fold.rows(); row++) {
                leave(fold, row, row);
            }
            return;
        }
        if (config.outputDrain() == OutputDrain.EXPOSED) {
            for (int row = rows - 1; row >= 0; row--) {
                if (row < fold.rows()) {
                    leave(fold, row, rows - 1);
                }
                sums.shiftDown();
                tickClock();
            }
            return;
        }
        for (int unit = 0; unit < drain.length; unit++) {
            drain[unit] = sums.get(unit);
        }
        draining = fold;
        drained = 0;
    }

    private void leave(Fold from, int row, int at) {
        for (int col = 0; col < from.cols(); col++) {
            from.sums()[(from.rowFrom() + row) * from.lineLength() + from.colFrom() + col] = sums.get(at * cols + col);
            counts.sumWrites++;
        }
    }

    /** One cycle of the hidden drain: the bottom row leaves, the others move down. */
    private void drainRow() {
        int row = rows - 1 - drained;
        for (int col = 0; row < draining.rows() && col < draining.cols(); col++) {
            int at = (draining.rowFrom() + row) * draining.lineLength() + draining.colFrom() + col;
            draining.sums()[at] = drain[(rows - 1) * cols + col];
            counts.sumWrites++;
        }
        System.arraycopy(drain, 0, drain, cols, drain.length - cols);
        Arrays.fill(drain, 0, cols, 0);
        drained++;
        if (drained == rows) {
            draining = null;
        }
    }
}
