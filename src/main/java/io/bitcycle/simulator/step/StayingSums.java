package io.bitcycle.simulator.step;

import io.bitcycle.hardware.array.ArrayConfig;
import io.bitcycle.hardware.array.OutputDrain;
import io.bitcycle.hardware.mac.MacUnits;

/**
 * Output-stationary: A's codes enter along the rows, B's along the columns, and every unit adds to a sum of its own. Sums of
 * a systolic array leave downwards, a row per cycle, beside the next fold or in cycles of their own.
 */
final class StayingSums extends ArrayFlow {
    private final HiddenDrain drain;

    StayingSums(
            ArrayConfig config,
            int perUnit,
            OperandRegisters registers,
            PartialSums<?> sums,
            MacUnits units,
            StepCounts counts,
            ArrayClock clock,
            ResultPort results) {
        super(config, perUnit, registers, sums, units, counts, clock, results);
        this.drain = systolic && config.outputDrain() == OutputDrain.OVERLAPPED ? new HiddenDrain(rows, cols) : null;
    }

    /** The second set of sum registers, or null. */
    HiddenDrain drain() {
        return drain;
    }

    /** Sums of an earlier fold come back from the output buffer, beside other work. */
    @Override
    void begin(Fold fold) {
        if (!fold.continued()) {
            return;
        }
        finish();
        for (int row = 0; row < fold.rows(); row++) {
            for (int col = 0; col < fold.cols(); col++) {
                sums.start(row * cols + col, fold.sums()[fold.placeOf(row, col)]);
                counts.sumReads++;
            }
        }
    }

    @Override
    void cycle(Fold fold, FeedLine feed) {
        if (systolic) {
            registers.shiftRight();
            registers.enterRows(fold, feed, 1, perUnit);
            shiftDrain();
            registers.shiftDown();
            registers.enterColumns(fold, feed, 1);
        } else {
            registers.enterRows(fold, feed, 0, cols);
            registers.enterColumns(fold, feed, 0);
            registers.spreadDown();
        }
        registers.tick();
        sums.accumulate(units);
    }

    @Override
    void end(Fold fold) {
        clock.hold(fold.onceWait());
        if (drain != null) {
            drain.begin(fold, sums);
        } else if (systolic) {
            for (int row = rows - 1; row >= 0; row--) {
                leave(fold, row, rows - 1);
                sums.shiftDown();
                clock.tick();
            }
        } else {
            for (int row = 0; row < fold.rows(); row++) {
                leave(fold, row, row);
            }
        }
    }

    /** The last fold's hidden drain. */
    @Override
    void finish() {
        while (drain != null && !drain.isEmpty()) {
            drain.shift(results);
        }
    }

    private void shiftDrain() {
        if (drain != null && !drain.isEmpty()) {
            drain.shift(results);
        }
    }

    /** The sums of a row of the fold leave from row {@code at} of the array. */
    private void leave(Fold fold, int row, int at) {
        for (int col = 0; row < fold.rows() && col < fold.cols(); col++) {
            results.write(fold, fold.placeOf(row, col), sums.get(at * cols + col));
        }
    }
}
