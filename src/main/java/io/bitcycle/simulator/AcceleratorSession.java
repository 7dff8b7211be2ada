package io.bitcycle.simulator;

import io.bitcycle.simulator.step.CycleObserver;
import io.bitcycle.simulator.step.Folds;
import io.bitcycle.simulator.step.ValueCost;
import io.bitcycle.tensor.CodeMatrix;
import io.bitcycle.workload.MatrixOp;
import io.bitcycle.workload.Operation;
import io.bitcycle.workload.VectorOp;
import java.util.List;

/**
 * One run's use of an accelerator: executes operations with exact values and records each in the ledger. Operations are
 * executed one after the other by one thread; inside an operation the workers share the arithmetic.
 */
public final class AcceleratorSession {
    private final Accelerator accelerator;
    private final RunLedger ledger;
    private final ExactArray array;
    private final CycleObserver observer;
    private final Workers workers;
    private String phase = "";
    private int lastABits;
    private int lastBBits;

    /** @param observer sees every cycle of the stepped array; null for exact fidelity */
    AcceleratorSession(Accelerator accelerator, RunLedger ledger, Workers workers, CycleObserver observer) {
        this.accelerator = accelerator;
        this.ledger = ledger;
        this.workers = workers;
        this.observer = observer;
        this.array = new ExactArray(accelerator.hardware().array(), workers);
    }

    public Accelerator accelerator() {
        return accelerator;
    }

    public RunLedger ledger() {
        return ledger;
    }

    public Workers workers() {
        return workers;
    }

    /**
     * What it remembers of the operations so far.
     *
     * @param lastABits widths of the last matrix operation, which decide whether the next reconfigures; 0 before the first
     * @param entries of the ledger
     */
    public record State(int lastABits, int lastBBits, List<RunLedger.Entry> entries) {
        public State {
            entries = List.copyOf(entries);
        }
    }

    public State state() {
        return new State(lastABits, lastBBits, ledger.entries());
    }

    /** Goes on from a saved state; what was recorded before is forgotten. */
    public void restore(State state) {
        lastABits = state.lastABits();
        lastBBits = state.lastBBits();
        ledger.restore(state.entries());
    }

    /** Names the phase of the run that the next operations belong to, e.g. {@code train}. */
    public void phase(String name) {
        phase = name;
    }

    /**
     * Executes a matrix operation.
     *
     * @param a per group, A [m, k], with codes {@link Accelerator#centre centred} as the array needs them
     * @param b per group, B [k, n], likewise
     * @return per group, the accumulators [m, n], row-major
     */
    public long[][] multiply(MatrixOp op, List<? extends CodeMatrix> a, List<? extends CodeMatrix> b) {
        checkShapes(op, a, b);
        long[][] sums = new long[op.groups()][Math.toIntExact(op.m() * op.n())];
        if (observer != null) {
            StepRun run = new StepRun(accelerator, op, observer);
            for (int group = 0; group < op.groups(); group++) {
                run.multiply(a.get(group), b.get(group), sums[group]);
            }
            record(op, run.cost(), run.overflows());
            return sums;
        }
        long overflows = 0;
        for (int group = 0; group < op.groups(); group++) {
            overflows += array.multiply(op, a.get(group), b.get(group), sums[group]);
        }
        record(op, cost(op, a, b), overflows);
        return sums;
    }

    /**
     * Executes a matrix operation whose depth falls into equal segments, each rescaled by an integer of its own before the
     * 64-bit sum: result = sum over segments s of scale[s] x (sum over the segment of a x b).
     *
     * @param scales per group, one scale per segment, each below 2^25
     */
    public long[][] multiplyRescaled(
            MatrixOp op, List<? extends CodeMatrix> a, List<? extends CodeMatrix> b, long[][] scales) {
        if (observer != null) {
            throw new IllegalStateException("the stepped array does not rescale partial sums yet; use exact fidelity");
        }
        checkShapes(op, a, b);
        long overflows = 0;
        long[][] sums = new long[op.groups()][Math.toIntExact(op.m() * op.n())];
        for (int group = 0; group < op.groups(); group++) {
            overflows += array.multiplyRescaled(op, a.get(group), b.get(group), scales[group], sums[group]);
        }
        record(op, cost(op, a, b), overflows);
        return sums;
    }

    /** Records an operation without computing its values. */
    public void count(Operation op) {
        if (op instanceof MatrixOp matrix) {
            count(matrix);
        } else {
            vector((VectorOp) op);
        }
    }

    /** Records a matrix operation without computing its values: {@code shape} fidelity. */
    public void count(MatrixOp op) {
        record(op, accelerator.cost(op), 0);
    }

    /** Records vector work, which the caller computes. Codes that are stored alike make one entry, whatever their width. */
    public void vector(VectorOp op) {
        ledger.add(phase, stored(op), accelerator.cost(op), false, 0);
    }

    /** The operation under which the ledger counts it. */
    Operation stored(Operation operation) {
        if (!(operation instanceof VectorOp op) || op.writes().codes() == 0) {
            return operation;
        }
        return op.withCodeBits(
                accelerator.hardware().dram().storage().bitsFor(op.writes().codeBits()));
    }

    private OpCost cost(MatrixOp op, List<? extends CodeMatrix> a, List<? extends CodeMatrix> b) {
        ValueCost values = ValueCost.NONE;
        for (int group = 0; accelerator.needsValues() && group < op.groups(); group++) {
            Folds folds = new Folds(
                    accelerator.hardware().array(),
                    op.taps(),
                    a.get(group),
                    accelerator.unitFormat(op.a()),
                    b.get(group),
                    accelerator.unitFormat(op.b()));
            values = values.plus(folds.valueCost());
        }
        return accelerator.cost(op, values);
    }

    private void record(MatrixOp op, OpCost cost, long overflows) {
        boolean reconfigured = reconfigures(lastABits, lastBBits, op);
        lastABits = op.a().bits();
        lastBBits = op.b().bits();
        ledger.add(phase, op, cost, reconfigured, overflows);
    }

    /** Whether the array must change its precision for an operation after one of these widths, 0 for no operation yet. */
    static boolean reconfigures(int lastABits, int lastBBits, MatrixOp op) {
        return lastABits != 0 && (op.a().bits() != lastABits || op.b().bits() != lastBBits);
    }

    private static void checkShapes(MatrixOp op, List<? extends CodeMatrix> a, List<? extends CodeMatrix> b) {
        if (a.size() != op.groups() || b.size() != op.groups()) {
            throw new IllegalArgumentException(
                    op.groups() + " groups, but " + a.size() + " and " + b.size() + " operands");
        }
        for (int group = 0; group < op.groups(); group++) {
            CodeMatrix left = a.get(group);
            CodeMatrix right = b.get(group);
            if (left.rows() != op.m() || left.cols() != op.k() || right.rows() != op.k() || right.cols() != op.n()) {
                throw new IllegalArgumentException("operands " + left.rows() + "x" + left.cols() + " and "
                        + right.rows() + "x" + right.cols() + " do not fit " + op);
            }
        }
    }
}
