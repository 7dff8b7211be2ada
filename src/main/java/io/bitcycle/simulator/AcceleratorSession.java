package io.bitcycle.simulator;

import io.bitcycle.simulator.kernel.SumBlocks;
import io.bitcycle.simulator.step.CycleObserver;
import io.bitcycle.tensor.CodeMatrix;
import io.bitcycle.tensor.SpareArrays;
import io.bitcycle.workload.ConvShape;
import io.bitcycle.workload.ConvViews;
import io.bitcycle.workload.EdgeSums;
import io.bitcycle.workload.MatrixOp;
import io.bitcycle.workload.Operation;
import io.bitcycle.workload.VectorOp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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
    private final SpareArrays spares = new SpareArrays();
    private final Map<ConvShape, ConvViews> views = new HashMap<>();
    private String phase = "";
    private Map<Operation, Operation> executedAs = Map.of();
    private OperationListener listener = OperationListener.NONE;
    private int lastABits;
    private int lastBBits;
    /** The operation that is executed group by group now; null for none. */
    private Turns turns;

    /** @param observer sees every cycle of the stepped array; null for exact fidelity */
    AcceleratorSession(Accelerator accelerator, RunLedger ledger, Workers workers, CycleObserver observer) {
        this.accelerator = accelerator;
        this.ledger = ledger;
        this.workers = workers;
        this.observer = observer;
        this.array = new ExactArray(accelerator, workers);
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

    /** Views of the operands of convolutions of a shape. */
    public ConvViews views(ConvShape shape) {
        return views.computeIfAbsent(shape, ConvViews::new);
    }

    /** Arrays that its operations and layers need no more. */
    public SpareArrays spares() {
        return spares;
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

    /** Lets somebody hear of the operations that follow. */
    public void listen(OperationListener to) {
        listener = to;
    }

    /**
     * What an operation gave.
     *
     * @param sums per group, the accumulators [m, n], row-major
     * @param edge per group, the sums that the stepped array's edge formed, null for none; empty in exact fidelity, where the
     *     caller forms them from the tensors, which is faster
     */
    public record Result(long[][] sums, List<EdgeSums> edge) {
        /** The edge's sums of a group; null in exact fidelity, and where the edge forms none. */
        public EdgeSums edge(int group) {
            return edge.isEmpty() ? null : edge.get(group);
        }
    }

    /**
     * Executes a plain product.
     *
     * @param a per group, A [m, k]
     * @param b per group, B [k, n]
     * @return per group, the accumulators [m, n], row-major
     */
    public long[][] multiply(MatrixOp op, List<? extends CodeMatrix> a, List<? extends CodeMatrix> b) {
        List<GroupOperands> groups = new ArrayList<>();
        for (int group = 0; group < a.size(); group++) {
            groups.add(GroupOperands.of(a.get(group), b.get(group)));
        }
        return multiply(op, groups).sums();
    }

    /**
     * Executes a matrix operation. Where its depth falls into segments with scales, each is rescaled before a 64-bit sum:
     * result = sum over segments s of scale[s] x (sum over the segment of a x b).
     *
     * @throws ArithmeticException when 64 bits might not hold a rescaled sum
     */
    public Result multiply(MatrixOp plain, List<GroupOperands> groups) {
        MatrixOp op = turns == null ? (MatrixOp) executed(plain) : plain;
        if (groups.size() != op.groups()) {
            throw new IllegalArgumentException(op.groups() + " groups, but operands of " + groups.size());
        }
        groups.forEach(group -> group.check(op));
        long[][] sums = new long[op.groups()][Math.toIntExact(op.m() * op.n())];
        if (observer != null) {
            groups.forEach(group -> ExactArray.requireLongSums(op, group));
            StepRun run = new StepRun(accelerator, op, groups, observer);
            run.run(sums);
            record(op, run.cost(), run.overflows());
            return new Result(sums, run.edgeSums());
        }
        long overflows = 0;
        for (int group = 0; group < op.groups(); group++) {
            overflows += array.multiply(op, groups.get(group), sums[group]);
        }
        record(op, groups, overflows);
        return new Result(sums, List.of());
    }

    /** Whether operations run register by register: step fidelity. */
    public boolean stepped() {
        return observer != null;
    }

    /**
     * {@link #multiply(MatrixOp, List)} in exact fidelity, with the sums handed over block by block, not as a whole.
     *
     * @param granule every block of rows begins at a multiple of it
     * @param out per group
     * @throws ArithmeticException if a sum is beyond 2^53, or when 64 bits might not hold a rescaled one
     * @throws IllegalStateException in step fidelity
     */
    public void multiply(MatrixOp plain, List<GroupOperands> groups, int granule, List<? extends SumBlocks> out) {
        MatrixOp op = turns == null ? (MatrixOp) executed(plain) : plain;
        requireExact(op, groups);
        long overflows = 0;
        for (int group = 0; group < op.groups(); group++) {
            overflows += array.multiply(op, groups.get(group), granule, out.get(group));
        }
        record(op, groups, overflows);
    }

    /**
     * Executes in exact fidelity an operation whose sums the caller forms in another way, to the same integers.
     *
     * @param sums forms them
     * @return false, with nothing done, where an accumulator might overflow, so that additions count one by one
     * @throws ArithmeticException when 64 bits might not hold a rescaled sum
     * @throws IllegalStateException in step fidelity
     */
    public boolean execute(MatrixOp plain, List<GroupOperands> groups, Runnable sums) {
        MatrixOp op = turns == null ? (MatrixOp) executed(plain) : plain;
        requireExact(op, groups);
        for (GroupOperands group : groups) {
            if (!array.cannotOverflow(op, group)) {
                return false;
            }
        }
        sums.run();
        record(op, groups, 0);
        return true;
    }

    private void requireExact(MatrixOp op, List<GroupOperands> groups) {
        if (stepped()) {
            throw new IllegalStateException("the stepped array gives its sums as a whole");
        }
        if (groups.size() != op.groups()) {
            throw new IllegalArgumentException(op.groups() + " groups, but operands of " + groups.size());
        }
        groups.forEach(group -> group.check(op));
    }

    /** What has been executed of an operation. */
    private static final class Turns {
        final MatrixOp whole;
        final List<GroupOperands> groups = new ArrayList<>();
        long overflows;

        Turns(MatrixOp whole) {
            this.whole = whole;
        }
    }

    /**
     * Executes an operation whose groups need the results of those before, as a recurrent layer's: the products that
     * {@code body} has multiplied, each of one group, are recorded as the whole operation.
     *
     * @throws IllegalStateException in step fidelity
     * @throws IllegalArgumentException when the products are not the operation's groups
     */
    public void inTurn(MatrixOp plain, Runnable body) {
        MatrixOp whole = (MatrixOp) executed(plain);
        if (stepped() || turns != null) {
            throw new IllegalStateException(whole + ": groups in turn, inside others or in step fidelity");
        }
        turns = new Turns(whole);
        Turns done = turns;
        try {
            body.run();
        } finally {
            turns = null;
        }
        if (done.groups.size() != whole.groups()) {
            throw new IllegalArgumentException(done.groups.size() + " products of " + whole);
        }
        record(whole, accelerator.cost(whole, done.groups), done.overflows);
    }

    private void record(MatrixOp op, List<GroupOperands> groups, long overflows) {
        if (turns == null) {
            record(op, accelerator.cost(op, groups), overflows);
            return;
        }
        groups.forEach(group -> group.check(turns.whole));
        turns.groups.addAll(groups);
        turns.overflows += overflows;
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
    public void vector(VectorOp plain) {
        VectorOp op = (VectorOp) executed(plain);
        OpCost cost = accelerator.cost(op);
        ledger.add(phase, stored(op), cost, false, 0);
        listener.executed(op, cost, false);
    }

    /**
     * Says how the operations that follow are executed together, e.g. chained: each is recorded and costed as another one with
     * the same values. Any other operation is then a mistake.
     *
     * @param operations what each becomes; empty where each is executed as it is
     */
    public void executing(Map<Operation, Operation> operations) {
        executedAs = operations;
    }

    private Operation executed(Operation operation) {
        if (executedAs.isEmpty()) {
            return operation;
        }
        Operation executed = executedAs.get(operation);
        if (executed == null) {
            throw new IllegalStateException("is no part of what was said to be executed: " + operation);
        }
        return executed;
    }

    /** The operation under which the ledger counts it. */
    Operation stored(Operation operation) {
        if (!(operation instanceof VectorOp op) || op.writes().codes() == 0) {
            return operation;
        }
        return op.withCodeBits(
                accelerator.hardware().dram().storage().bitsFor(op.writes().codeBits()));
    }

    private void record(MatrixOp op, OpCost cost, long overflows) {
        boolean reconfigured = reconfigures(lastABits, lastBBits, op);
        lastABits = op.a().bits();
        lastBBits = op.b().bits();
        ledger.add(phase, op, cost, reconfigured, overflows);
        listener.executed(op, cost, reconfigured);
    }

    /** Whether the array must change its precision for an operation after one of these widths, 0 for no operation yet. */
    static boolean reconfigures(int lastABits, int lastBBits, MatrixOp op) {
        return lastABits != 0 && (op.a().bits() != lastABits || op.b().bits() != lastBBits);
    }
}
