package io.bitcycle.simulator.step;

import io.bitcycle.workload.EdgePlan;
import io.bitcycle.workload.EdgeSums;

/**
 * The adders at the array's edge, for one product: they see every code on its way in and add it to the sums of its row of A,
 * or of its column of B, the first time it comes; and they bring the sums into every finished output.
 */
public final class EdgeAdders {
    private final EdgePlan plan;
    private final long[] aSums;
    private final long[][] bSums;
    private long additions;

    /**
     * @param plan which sums to form, or null for none
     * @param m rows of A
     * @param n columns of B
     */
    public EdgeAdders(EdgePlan plan, int m, int n) {
        this.plan = plan;
        this.aSums = new long[plan != null && plan.aWeights() != null ? m : 0];
        this.bSums = new long[plan != null && plan.bWeights() != null ? plan.windows() : 0][n];
    }

    /** Whether there is anything to add up. */
    boolean isBusy() {
        return plan != null;
    }

    /** A row's codes of a step of the depth enter; gives the sum that the row has then, 0 where none is formed. */
    long enterA(OperandLines a, int row, int step) {
        if (aSums.length > 0) {
            boolean[] covered = plan.covers()[plan.windowOfRow()[row]];
            for (int k = a.from(step); k < a.from(step) + a.codesOf(step); k++) {
                if (covered[k]) {
                    aSums[row] += plan.aWeights()[k] * a.code(row, k);
                    additions++;
                }
            }
            return aSums[row];
        }
        return 0;
    }

    /**
     * A column's codes of a step of the depth enter: added up for every window that they are in. Gives the sum that the column
     * has then in the first window, 0 where none is formed.
     */
    long enterB(OperandLines b, int col, int step) {
        for (int window = 0; window < bSums.length; window++) {
            boolean[] covered = plan.covers()[window];
            for (int k = b.from(step); k < b.from(step) + b.codesOf(step); k++) {
                if (covered[k]) {
                    bSums[window][col] += plan.bWeights()[k] * b.code(col, k);
                    additions++;
                }
            }
        }
        return bSums.length > 0 ? bSums[0][col] : 0;
    }

    /** A finished output leaves. */
    void finish() {
        additions += plan == null ? 0 : plan.correctionsPerOutput();
    }

    /** Additions so far. */
    public long additions() {
        return additions;
    }

    /** What was formed; null without a plan. */
    public EdgeSums sums() {
        return plan == null ? null : new EdgeSums(aSums, bSums);
    }
}
