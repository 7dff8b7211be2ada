package io.bitcycle.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bitcycle.precision.Precision;
import java.math.BigInteger;
import java.util.Map;

/** A training run that stands beside others in a {@link Comparison}. */
public interface ComparedRun {
    /** Name of its precision schedule. */
    String name();

    /** Lowest forward bits that occurred, with the error bits then. */
    Precision narrowest();

    /** Highest forward bits. */
    Precision widest();

    /** Over the iterations, weights and activations. */
    double meanForwardBits();

    /** Of the training iterations. */
    RunSummary cost();

    /** Shares of 1 that it reached, e.g. its accuracy, by label, in the order of the table. */
    default Map<String, Double> shares() {
        return Map.of();
    }

    /** Measures that are no shares, e.g. its perplexity, likewise. */
    default Map<String, Double> measures() {
        return Map.of();
    }

    /** Nominal bit operations by other bookkeeping, by label. */
    default Map<String, BigInteger> otherBitOps() {
        return Map.of();
    }

    /** What it cost beside its training iterations, by label. */
    default Map<String, RunSummary> apart() {
        return Map.of();
    }

    /** Name and precisions: {@code cpt 3-8/8}. */
    default String title() {
        String bits = narrowest().forwardBits() == widest().forwardBits()
                ? "" + widest().forwardBits()
                : narrowest().forwardBits() + "-" + widest().forwardBits();
        return name() + " " + bits + "/" + widest().backwardBits();
    }

    /** Its figures in a file that compares runs. */
    default void putCosts(ObjectNode row) {
        row.put("mean_forward_bits", meanForwardBits());
        row.put("bitops", cost().bitOps());
        row.put("cycles", cost().totals().totalCycles());
        row.put("time_s", cost().totals().timeSeconds());
        row.put("energy_pj", cost().totalEnergyPj());
    }
}
