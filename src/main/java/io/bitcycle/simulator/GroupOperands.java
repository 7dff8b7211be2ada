package io.bitcycle.simulator;

import io.bitcycle.simulator.kernel.Shortcut;
import io.bitcycle.simulator.step.Folds;
import io.bitcycle.simulator.step.Rescaling;
import io.bitcycle.tensor.CodeMatrix;
import io.bitcycle.workload.EdgePlan;
import io.bitcycle.workload.MatrixOp;
import java.util.function.Supplier;

/**
 * One group's operands of an operation.
 *
 * @param a A [m, k], with codes {@link Accelerator#centre centred} as the array needs them
 * @param b B [k, n], likewise
 * @param scales one per depth segment, each from 0 and below 2^25, where the operation rescales; else null
 * @param edge the sums of codes that the edge forms, asked for in step fidelity only; null for none
 * @param shortcut to the exact product of a and b; null for none
 */
public record GroupOperands(CodeMatrix a, CodeMatrix b, long[] scales, Supplier<EdgePlan> edge, Shortcut shortcut) {
    /** A product without shortcut. */
    public GroupOperands(CodeMatrix a, CodeMatrix b, long[] scales, Supplier<EdgePlan> edge) {
        this(a, b, scales, edge, null);
    }

    /** A plain product. */
    public static GroupOperands of(CodeMatrix a, CodeMatrix b) {
        return new GroupOperands(a, b, null, () -> null);
    }

    /** A product beside which the edge forms sums of codes. */
    public static GroupOperands of(CodeMatrix a, CodeMatrix b, Supplier<EdgePlan> edge) {
        return new GroupOperands(a, b, null, edge);
    }

    /** The same with another way to its exact product; null for none. */
    public GroupOperands by(Shortcut way) {
        return new GroupOperands(a, b, scales, edge, way);
    }

    Folds folds(Accelerator accelerator, MatrixOp op) {
        return new Folds(
                accelerator.hardware().array(),
                op.taps(),
                a,
                accelerator.unitFormat(op.a()),
                b,
                accelerator.unitFormat(op.b()),
                scales == null ? null : new Rescaling(scales, (int) (op.k() / op.rescaleSegments())));
    }

    /** @throws IllegalArgumentException when the operation is another */
    void check(MatrixOp op) {
        if (a.rows() != op.m() || a.cols() != op.k() || b.rows() != op.k() || b.cols() != op.n()) {
            throw new IllegalArgumentException("operands " + a.rows() + "x" + a.cols() + " and " + b.rows() + "x"
                    + b.cols() + " do not fit " + op);
        }
        if ((scales == null ? 0 : scales.length) != op.rescaleSegments()) {
            throw new IllegalArgumentException("not " + op.rescaleSegments() + " scales for " + op);
        }
    }
}
