package io.bitcycle.report.page;

import java.math.BigDecimal;
import java.util.Map;

/**
 * A row of {@code ops.csv}: all executions of one operation in one phase.
 *
 * @param bits of operands A and B, {@code 4 x 8}; empty for vector work
 * @param shape M x N x K, or elements of vector work
 * @param arrayCycles compute and stall
 * @param dramBits read and written
 * @param energyPj by component
 */
record LoadedOp(
        String phase,
        String layer,
        String pass,
        String operation,
        String bits,
        String shape,
        BigDecimal executions,
        BigDecimal macs,
        BigDecimal arrayCycles,
        BigDecimal totalCycles,
        BigDecimal dramBits,
        Map<String, BigDecimal> energyPj,
        BigDecimal totalPj) {
    boolean isProduct() {
        return macs.signum() > 0;
    }
}
