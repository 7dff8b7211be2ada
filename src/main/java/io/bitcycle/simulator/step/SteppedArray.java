package io.bitcycle.simulator.step;

import io.bitcycle.hardware.array.ArrayConfig;
import io.bitcycle.hardware.array.Dataflow;
import io.bitcycle.hardware.array.Interconnect;
import io.bitcycle.hardware.array.OutputDrain;
import io.bitcycle.hardware.mac.MacConfig;
import io.bitcycle.hardware.mac.MacUnits;
import io.bitcycle.hardware.mac.Signal;
import io.bitcycle.numeric.IntegerFormat;
import java.util.List;

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
 * <p>While a tile's operands are on their way, or the buffers' ports are slower than the array, no register moves
 * ({@link #holding}). A stream's waits are spread evenly over its steps.
 *
 * <p>Where sums are rescaled along the depth, a unit's adder tree has an output per part of a step; each is a MAC unit of
 * its own here, with the other parts' lanes gated to 0 ({@link RescaledSums}).
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
    private final int stepCycles;
    private final int hop;
    private final IntegerFormat aFormat;
    private final IntegerFormat bFormat;
    private final int parts;
    private final MacUnits units;
    private final OperandRegisters registers;
    private final PartialSums<?> sums;
    private final FeedLine line;
    private final HiddenDrain drain;
    private final HiddenDrain.ResultPort resultPort = this::leave;
    private final StepCounts counts = new StepCounts();
    private CycleObserver observer = (cycle, array) -> {};
    private EdgeAdders edge;
    private Fold fold;
    private boolean holding;

    /**
     * An array whose sums are not rescaled along the depth.
     *
     * @param a format of A's codes as the units get them
     * @param b likewise
     */
    public SteppedArray(ArrayConfig config, IntegerFormat a, IntegerFormat b) {
        this(config, a, b, false, 1);
    }

    private SteppedArray(ArrayConfig config, IntegerFormat a, IntegerFormat b, boolean rescaling, int parts) {
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
        this.aFormat = a;
        this.bFormat = b;
        this.parts = parts;
        int count = Math.multiplyExact(rows, cols);
        this.units = mac.family().units(mac, a, b, Math.multiplyExact(count, parts));
        this.registers = new OperandRegisters(config, units, parts, perUnit, stepCycles, counts);
        if (rescaling) {
            this.sums =
                    new RescaledSums(mac, rows, cols, hop, outputStationary, registers.scales(), registers.control());
        } else {
            this.sums = NarrowSums.fit(mac, units)
                    ? new NarrowSums(mac, rows, cols, hop)
                    : new WideSums(mac, rows, cols, hop);
        }
        this.line = new FeedLine(hop * rows + config.cols());
        this.drain = outputStationary && systolic && config.outputDrain() == OutputDrain.OVERLAPPED
                ? new HiddenDrain(rows, cols)
                : null;
    }

    /**
     * An array that rescales sums along the depth.
     *
     * @param parts the most sums that a step of a unit gives, see {@link Folds#parts}
     */
    public static SteppedArray rescaling(ArrayConfig config, IntegerFormat a, IntegerFormat b, int parts) {
        return new SteppedArray(config, a, b, true, parts);
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

    /** Multiplications of sums by a scale. */
    public long rescales() {
        return sums instanceof RescaledSums rescaled ? rescaled.rescales() : 0;
    }

    public ArrayConfig config() {
        return config;
    }

    /** The most cycles of a step. */
    public int stepCycles() {
        return stepCycles;
    }

    public MacUnits units() {
        return units;
    }

    /** Columns of one unit; unit (r, c) has the entries (r x C + c) x columnsPerUnit onwards. */
    public int columnsPerUnit() {
        return perUnit;
    }

    /** The registers and wires of every entry, see {@link ArraySignals}. */
    public List<Signal> signals() {
        return ArraySignals.of(this, aFormat, bFormat, parts);
    }

    /** Whether the array waited in the cycle that just ended. */
    public boolean holding() {
        return holding;
    }

    /** Lane {@code lane} of the A operand of entry {@code unit}. */
    public int a(int unit, int lane) {
        return registers.a(unit, lane);
    }

    /** Lane {@code lane} of the B operand of entry {@code unit}. */
    public int b(int unit, int lane) {
        return registers.b(unit, lane);
    }

    /** The control word of entry {@code unit}, as of {@link MacUnits#control}. */
    public int control(int unit) {
        return registers.control()[unit];
    }

    /** The partial sum of entry {@code unit}. */
    public long partialSum(int unit) {
        return sums.get(unit);
    }

    /** Width of a partial sum. */
    public int partialSumBits() {
        return sums.bits();
    }

    /** Whether results leave through a second set of registers, beside the next fold. */
    public boolean drains() {
        return drain != null;
    }

    /** The sum that leaves through entry {@code unit} of the drain. */
    public long drain(int unit) {
        return drain.get(unit);
    }

    /** What the next folds work on. */
    void operands(OperandLines a, OperandLines b, DepthParts depthParts, EdgeAdders edgeAdders) {
        registers.operands(a, b, depthParts, edgeAdders);
        edge = edgeAdders;
    }

    /** Waits: no register moves. */
    public void hold(long cycles) {
        holding = true;
        for (long i = 0; i < cycles; i++) {
            tickClock();
        }
        counts.heldCycles += cycles;
        holding = false;
    }

    /** Ends the product: the last fold's hidden drain. */
    public void finish() {
        while (drain != null && !drain.isEmpty()) {
            drain.shift(resultPort);
        }
    }

    /** Runs one fold. Results of a fold whose drain is hidden arrive during the next one, or by {@link #finish}. */
    void run(Fold next) {
        fold = next;
        registers.begin(fold);
        line.clear();
        sums.clear();
        if (outputStationary) {
            start();
        } else {
            preload();
        }
        stream();
        unload();
    }

    /** The stream, step by step, and the cycles until the last sum is where it belongs. */
    private void stream() {
        int step = 0;
        int phase = 0;
        long rest = systolic ? (long) hop * rows + config.cols() - 2 : config.pipelineCycles();
        while (step < fold.steps() || rest > 0) {
            int word = MacUnits.IDLE;
            int now = step;
            if (step < fold.steps()) {
                if (phase == 0 && fold.streamWait() > 0) {
                    hold(fold.streamWait() * (step + 1) / fold.steps() - fold.streamWait() * step / fold.steps());
                }
                int cycles = fold.stepCycles() == null ? stepCycles : fold.stepCycles()[step];
                boolean last = phase == cycles - 1;
                word = MacUnits.control(phase, last);
                counts.stepCycles++;
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
    }

    private void tickClock() {
        observer.cycle(counts.cycles, this);
        counts.cycles++;
    }

    private void systolicCycle(int word, int step) {
        line.push(word, step);
        registers.shiftRight();
        for (int row = 0; row < rows; row++) {
            registers.enterRow(fold, row, line.word(row * hop), line.step(row * hop), perUnit);
        }
        if (outputStationary) {
            if (drain != null && !drain.isEmpty()) {
                drain.shift(resultPort);
            }
            registers.shiftDown();
            for (int col = 0; col < cols; col++) {
                registers.enterColumn(fold, col, line.word(col / perUnit), line.step(col / perUnit));
            }
            registers.tick();
            sums.accumulate(units);
            return;
        }
        for (int col = 0; col < cols; col++) {
            enterTop(col, line.word(col / perUnit), line.step(col / perUnit));
        }
        registers.tick();
        sums.hop(units);
        int bottom = hop * rows - 1;
        for (int col = 0; col < fold.cols(); col++) {
            leaveBottom(col, line.word(bottom + col / perUnit), line.step(bottom + col / perUnit));
        }
    }

    private void broadcastCycle(int word, int step) {
        for (int row = 0; row < rows; row++) {
            registers.enterRow(fold, row, word, step, cols);
        }
        if (outputStationary) {
            for (int col = 0; col < cols; col++) {
                registers.enterColumn(fold, col, word, step);
            }
            registers.spreadDown();
            registers.tick();
            sums.accumulate(units);
            return;
        }
        for (int col = 0; col < cols; col++) {
            enterTop(col, word, step);
        }
        registers.tick();
        sums.ripple(units);
        for (int col = 0; col < fold.cols(); col++) {
            leaveBottom(col, word, step);
        }
    }

    /** Output-stationary: sums of an earlier fold come back from the output buffer, beside other work. */
    private void start() {
        if (!fold.continued()) {
            return;
        }
        finish();
        for (int row = 0; row < fold.rows(); row++) {
            for (int col = 0; col < fold.cols(); col++) {
                sums.start(row * cols + col, fold.sums()[resultIndex(fold, row, col)]);
                counts.sumReads++;
            }
        }
    }

    /** Where the output does not stay: the operand that does is shifted in, or appears from its shadow registers. */
    private void preload() {
        if (systolic) {
            hold(fold.onceWait());
        }
        for (int i = 0; i < rows; i++) {
            int row = rows - 1 - i;
            if (systolic) {
                registers.shiftDown();
                registers.preload(fold, row, 0);
                tickClock();
            } else {
                registers.preload(fold, row, row);
            }
        }
    }

    /** Where the output does not stay: a step's partial sum enters with its last cycle. */
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
            write(fold, sumIndex(col, step), sums.get((rows - 1) * cols + col));
        }
    }

    /** The place of a streamed line's sum. */
    private int sumIndex(int col, int step) {
        int stream = fold.stepFrom() + step;
        int at = fold.colFrom() + col;
        return swapped ? at * fold.lineLength() + stream : stream * fold.lineLength() + at;
    }

    /** The end of a fold: waits, and the results of one whose output stays. */
    private void unload() {
        if (outputStationary || !systolic) {
            hold(fold.onceWait());
        }
        if (!outputStationary) {
            return;
        }
        if (drain != null) {
            drain.begin(fold, sums);
        } else if (systolic) {
            for (int row = rows - 1; row >= 0; row--) {
                leaveRow(row, rows - 1);
                sums.shiftDown();
                tickClock();
            }
        } else {
            for (int row = 0; row < fold.rows(); row++) {
                leaveRow(row, row);
            }
        }
    }

    private void leaveRow(int row, int at) {
        for (int col = 0; row < fold.rows() && col < fold.cols(); col++) {
            leave(fold, row, col, sums.get(at * cols + col));
        }
    }

    private void leave(Fold from, int row, int col, long sum) {
        write(from, resultIndex(from, row, col), sum);
    }

    private static int resultIndex(Fold of, int row, int col) {
        return (of.rowFrom() + row) * of.lineLength() + of.colFrom() + col;
    }

    private void write(Fold from, int index, long sum) {
        from.sums()[index] = sum;
        counts.sumWrites++;
        if (from.finishes()) {
            edge.finish();
        }
    }
}
