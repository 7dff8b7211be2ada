package io.bitcycle.simulator.step;

import io.bitcycle.hardware.array.ArrayConfig;
import io.bitcycle.hardware.array.Interconnect;
import io.bitcycle.hardware.mac.MacUnits;

/** How operands and sums move through the array, which depends on what stays in it. */
abstract class ArrayFlow {
    final int rows;
    final int cols;
    final int perUnit;
    final boolean systolic;
    final OperandRegisters registers;
    final PartialSums<?> sums;
    final MacUnits units;
    final StepCounts counts;
    final ArrayClock clock;
    final ResultPort results;

    /** @param perUnit columns of a unit */
    ArrayFlow(
            ArrayConfig config,
            int perUnit,
            OperandRegisters registers,
            PartialSums<?> sums,
            MacUnits units,
            StepCounts counts,
            ArrayClock clock,
            ResultPort results) {
        this.rows = config.rows();
        this.cols = config.cols() * perUnit;
        this.perUnit = perUnit;
        this.systolic = config.interconnect() == Interconnect.SYSTOLIC;
        this.registers = registers;
        this.sums = sums;
        this.units = units;
        this.counts = counts;
        this.clock = clock;
        this.results = results;
    }

    /** What comes before the stream. */
    abstract void begin(Fold fold);

    /** A cycle of the stream; the feed says what enters. */
    abstract void cycle(Fold fold, FeedLine feed);

    /** What comes after the stream. */
    abstract void end(Fold fold);

    /** Ends the product. */
    void finish() {}
}
