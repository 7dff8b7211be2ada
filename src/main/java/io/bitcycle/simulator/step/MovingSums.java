package io.bitcycle.simulator.step;

import io.bitcycle.hardware.array.ArrayConfig;
import io.bitcycle.hardware.array.Dataflow;
import io.bitcycle.hardware.mac.MacUnits;

/**
 * Weight- and input-stationary: one operand is loaded into the units and stays, the other enters along the rows, and sums
 * move down the columns, from those of earlier depth folds on.
 */
final class MovingSums extends ArrayFlow {
    private final boolean swapped;
    private final int rowDelay;
    private final int colDelay;
    private final int bottomDelay;

    /** @param hop cycles from one row to the next in a systolic array */
    MovingSums(
            ArrayConfig config,
            int perUnit,
            int hop,
            OperandRegisters registers,
            PartialSums<?> sums,
            MacUnits units,
            StepCounts counts,
            ArrayClock clock,
            ResultPort results) {
        super(config, perUnit, registers, sums, units, counts, clock, results);
        this.swapped = config.dataflow() == Dataflow.INPUT_STATIONARY;
        this.rowDelay = systolic ? hop : 0;
        this.colDelay = systolic ? 1 : 0;
        this.bottomDelay = systolic ? hop * rows - 1 : 0;
    }

    /** The operand that stays is shifted in, or appears from its shadow registers. */
    @Override
    void begin(Fold fold) {
        if (systolic) {
            clock.hold(fold.onceWait());
        }
        for (int row = rows - 1; row >= 0; row--) {
            if (systolic) {
                registers.shiftDown();
                registers.preload(fold, row, 0);
                clock.tick();
            } else {
                registers.preload(fold, row, row);
            }
        }
    }

    @Override
    void cycle(Fold fold, FeedLine feed) {
        if (systolic) {
            registers.shiftRight();
        }
        registers.enterRows(fold, feed, rowDelay, systolic ? perUnit : cols);
        if (fold.continued()) {
            enterTop(fold, feed);
        }
        registers.tick();
        if (systolic) {
            sums.hop(units);
        } else {
            sums.ripple(units);
        }
        leaveBottom(fold, feed);
    }

    /** A step's partial sum enters with its last cycle. */
    private void enterTop(Fold fold, FeedLine feed) {
        for (int first = 0, late = 0; first < cols; first += perUnit, late += colDelay) {
            boolean last = MacUnits.isLast(feed.word(late));
            for (int col = first; col < first + perUnit; col++) {
                boolean enters = last && col < fold.cols();
                sums.top(col, enters ? fold.sums()[place(fold, col, feed.step(late))] : 0);
                counts.sumReads += enters ? 1 : 0;
            }
        }
    }

    private void leaveBottom(Fold fold, FeedLine feed) {
        for (int first = 0, late = bottomDelay; first < fold.cols(); first += perUnit, late += colDelay) {
            if (MacUnits.isLast(feed.word(late))) {
                for (int col = first; col < Math.min(first + perUnit, fold.cols()); col++) {
                    results.write(fold, place(fold, col, feed.step(late)), sums.get((rows - 1) * cols + col));
                }
            }
        }
    }

    /** The place of a streamed line's sum. */
    private int place(Fold fold, int col, int step) {
        int stream = fold.stepFrom() + step;
        int line = fold.colFrom() + col;
        return swapped ? line * fold.lineLength() + stream : stream * fold.lineLength() + line;
    }

    @Override
    void end(Fold fold) {
        if (!systolic) {
            clock.hold(fold.onceWait());
        }
    }
}
