package io.bitcycle.report;

import io.bitcycle.hardware.array.Dataflow;
import io.bitcycle.simulator.step.CycleObserver;
import io.bitcycle.simulator.step.SteppedArray;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A small array as text, cycle by cycle: in each unit the operands of the first lane, the cycle of the step if a step has
 * several, and the partial sum. A unit without work has {@code -} where an operand moves. Cycles in which the array waits
 * for memory change nothing and share a line.
 */
public final class ArrayPicture implements CycleObserver {
    /** The most rows or columns that fit a terminal. */
    public static final int LARGEST = 8;

    private final long from;
    private final long to;
    private final Consumer<String> line;
    private long heldFrom = -1;
    private long heldTo;

    /**
     * Shows the cycles from {@code from} up to but without {@code to}.
     *
     * @param line takes each line
     */
    public ArrayPicture(long from, long to, Consumer<String> line) {
        this.from = from;
        this.to = to;
        this.line = line;
    }

    @Override
    public void cycle(long cycle, SteppedArray array) {
        if (cycle < from || cycle >= to) {
            return;
        }
        if (array.holding()) {
            heldFrom = heldFrom < 0 ? cycle : heldFrom;
            heldTo = cycle;
            return;
        }
        finish();
        int rows = array.config().rows();
        int cols = array.config().cols() * array.columnsPerUnit();
        List<List<String>> cells = new ArrayList<>();
        int[] widths = new int[cols];
        for (int row = 0; row < rows; row++) {
            List<String> texts = new ArrayList<>();
            for (int col = 0; col < cols; col++) {
                String text = cell(array, row * cols + col);
                widths[col] = Math.max(widths[col], text.length());
                texts.add(text);
            }
            cells.add(texts);
        }
        line.accept("cycle " + cycle);
        for (List<String> texts : cells) {
            StringBuilder text = new StringBuilder(" ");
            for (int col = 0; col < cols; col++) {
                text.append(" | ")
                        .append(texts.get(col))
                        .append(" ".repeat(widths[col] - texts.get(col).length()));
            }
            line.accept(text.append(" |").toString());
        }
    }

    /** Tells of the cycles in which the array has waited since it last moved. */
    public void finish() {
        if (heldFrom >= 0) {
            line.accept((heldFrom == heldTo ? "cycle " + heldFrom : "cycles " + heldFrom + " to " + heldTo)
                    + ": the array waits for memory");
        }
        heldFrom = -1;
    }

    private static String cell(SteppedArray array, int unit) {
        int control = array.control(unit);
        boolean busy = control >= 0;
        Dataflow dataflow = array.config().dataflow();
        String a = busy || dataflow == Dataflow.INPUT_STATIONARY ? String.valueOf(array.a(unit, 0)) : "-";
        String b = busy || dataflow == Dataflow.WEIGHT_STATIONARY ? String.valueOf(array.b(unit, 0)) : "-";
        return a + " x " + b + (array.units().lanes() > 1 ? " + ..." : "")
                + (busy && array.stepCycles() > 1 ? " #" + (control >> 1) : "")
                + " = " + array.partialSum(unit);
    }
}
