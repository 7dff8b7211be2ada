package io.bitcycle.simulator.step;

import io.bitcycle.hardware.array.ArrayConfig;
import io.bitcycle.hardware.array.Dataflow;
import java.util.ArrayList;
import java.util.List;

/**
 * The adders at the array's edge that sum one operand's codes, as a waveform has them: a register per row, or per column,
 * with the sum that its adder formed last.
 *
 * @param name {@code edge_a} or {@code edge_b}
 * @param alongRows whether the operand enters along the rows
 */
public record EdgeSignal(String name, boolean alongRows) {
    /** Width of a register. */
    public static final int BITS = Long.SIZE;

    /**
     * The edge of an array.
     *
     * @param ofA whether A's codes are summed
     * @param ofB whether B's codes are
     */
    public static List<EdgeSignal> of(ArrayConfig array, boolean ofA, boolean ofB) {
        boolean swapped = array.dataflow() == Dataflow.INPUT_STATIONARY;
        List<EdgeSignal> signals = new ArrayList<>();
        if (ofA) {
            signals.add(new EdgeSignal("edge_a", !swapped));
        }
        if (ofB) {
            signals.add(new EdgeSignal("edge_b", swapped));
        }
        return signals;
    }

    /** How many registers there are. */
    public int count(ArrayConfig array, int columnsPerUnit) {
        return alongRows ? array.rows() : array.cols() * columnsPerUnit;
    }

    /** Name of a register. */
    public String register(int index) {
        return (alongRows ? "row_" : "col_") + index;
    }

    public long value(SteppedArray array, int index) {
        return alongRows ? array.rowCodeSum(index) : array.columnCodeSum(index);
    }
}
