package io.bitcycle.report;

import io.bitcycle.precision.Precision;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * One training run of a survey: a network under a schedule on a hwconfig.
 *
 * @param schedule name and precisions, e.g. {@code cpt 3-8/8}
 * @param baseline whether the others of its network and hwconfig are measured against it
 * @param iterations of the run
 * @param visits iterations at each precision, narrow ones first
 * @param units images or tokens trained on
 * @param unit what a unit is: image or token
 * @param cost of the training iterations
 * @param paperBitOps nominal bit operations by a paper's bookkeeping, null where the trace has none
 */
public record SurveyRow(
        String trace,
        String hardware,
        String schedule,
        boolean baseline,
        long iterations,
        Map<Precision, Long> visits,
        BigInteger units,
        String unit,
        RunSummary cost,
        BigInteger paperBitOps) {
    private static final int PICO_DIGITS = 12;

    public double seconds() {
        return cost.totals().timeSeconds();
    }

    public double joules() {
        return cost.totalEnergyPj().movePointLeft(PICO_DIGITS).doubleValue();
    }

    /** Energy-delay product in joule seconds. */
    public double energyDelay() {
        return joules() * seconds();
    }

    /** Energy of one image or token. */
    public BigDecimal picojoulesPerUnit() {
        return cost.totalEnergyPj().divide(new BigDecimal(units), java.math.MathContext.DECIMAL64);
    }

    /** Multiply-accumulates per second and square millimetre, in 10^9; empty where no area is published. */
    public OptionalDouble gigaMacsPerSecondPerMm2() {
        OptionalDouble perMm2 = cost.macsPerSecondPerMm2();
        return perMm2.isPresent() ? OptionalDouble.of(perMm2.getAsDouble() / 1e9) : OptionalDouble.empty();
    }
}
