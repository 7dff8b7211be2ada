package io.bitcycle.simulator.step;

import io.bitcycle.hardware.array.ArrayConfig;
import io.bitcycle.hardware.array.Dataflow;
import io.bitcycle.hardware.array.Interconnect;
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
    private final int perUnit;
    private final int stepCycles;
    private final IntegerFormat aFormat;
    private final IntegerFormat bFormat;
    private final int parts;
    private final MacUnits units;
    private final OperandRegisters registers;
    private final PartialSums<?> sums;
    private final FeedLine feed;
    private final long restCycles;
    private final StepCounts counts = new StepCounts();
    private final ArrayClock clock = new ArrayClock(this, counts);
    private final ResultPort results = new ResultPort(counts);
    private final ArrayFlow flow;
    private final HiddenDrain drain;

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
        boolean outputStationary = config.dataflow() == Dataflow.OUTPUT_STATIONARY;
        boolean systolic = config.interconnect() == Interconnect.SYSTOLIC;
        this.config = config;
        this.perUnit = mac.family().columnsPerUnit(mac, a.bits(), b.bits());
        this.stepCycles = mac.family().cyclesPerStep(mac, a.bits(), b.bits());
        this.aFormat = a;
        this.bFormat = b;
        this.parts = parts;
        int rows = config.rows();
        int cols = config.cols() * perUnit;
        int hop = outputStationary || !systolic ? 1 : config.psumHopCycles();
        this.units = mac.family().units(mac, a, b, Math.multiplyExact(Math.multiplyExact(rows, cols), parts));
        this.registers = new OperandRegisters(config, units, parts, perUnit, stepCycles, counts);
        if (rescaling) {
            this.sums =
                    new RescaledSums(mac, rows, cols, hop, outputStationary, registers.scales(), registers.control());
        } else {
            this.sums = NarrowSums.fit(mac, units)
                    ? new NarrowSums(mac, rows, cols, hop)
                    : new WideSums(mac, rows, cols, hop);
        }
        this.feed = new FeedLine(hop * rows + config.cols());
        this.restCycles = systolic ? (long) hop * rows + config.cols() - 2 : config.pipelineCycles();
        if (outputStationary) {
            StayingSums staying = new StayingSums(config, perUnit, registers, sums, units, counts, clock, results);
            this.flow = staying;
            this.drain = staying.drain();
        } else {
            this.flow = new MovingSums(config, perUnit, hop, registers, sums, units, counts, clock, results);
            this.drain = null;
        }
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
        clock.observe(each);
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
        return clock.isHolding();
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

    /** The last sum of codes that the adder before a row formed. */
    public long rowCodeSum(int row) {
        return registers.rowSum(row);
    }

    /** The last sum of codes that the adder above a column formed; a unit has {@link #columnsPerUnit} columns. */
    public long columnCodeSum(int col) {
        return registers.columnSum(col);
    }

    /** What the next folds work on. */
    void operands(OperandLines a, OperandLines b, DepthParts depthParts, EdgeAdders edgeAdders) {
        registers.operands(a, b, depthParts, edgeAdders);
        results.edge(edgeAdders);
    }

    /** Waits: no register moves. */
    public void hold(long cycles) {
        clock.hold(cycles);
    }

    /** Ends the product: the last fold's hidden drain. */
    public void finish() {
        flow.finish();
    }

    /** Runs one fold. Results of a fold whose drain is hidden arrive during the next one, or by {@link #finish}. */
    void run(Fold fold) {
        registers.begin(fold);
        feed.clear();
        sums.clear();
        flow.begin(fold);
        for (int step = 0; step < fold.steps(); step++) {
            stream(fold, step);
        }
        for (long i = 0; i < restCycles; i++) {
            cycle(fold, MacUnits.IDLE, fold.steps());
        }
        flow.end(fold);
    }

    /** A step of the stream, after its share of the stream's waits. */
    private void stream(Fold fold, int step) {
        if (fold.streamWait() > 0) {
            hold(fold.streamWait() * (step + 1) / fold.steps() - fold.streamWait() * step / fold.steps());
        }
        int cycles = fold.stepCycles() == null ? stepCycles : fold.stepCycles()[step];
        for (int phase = 0; phase < cycles; phase++) {
            counts.stepCycles++;
            cycle(fold, MacUnits.control(phase, phase == cycles - 1), step);
        }
    }

    private void cycle(Fold fold, int word, int step) {
        feed.push(word, step);
        flow.cycle(fold, feed);
        clock.tick();
    }
}
