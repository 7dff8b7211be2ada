package io.bitcycle.report;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a schedule saves against the baseline on the same hwconfig, as shares of 1 of the baseline.
 *
 * @param arrayCycles of the MAC array alone, without waiting and the vector unit
 */
public record Saving(double bitOps, double arrayCycles, double cycles, double time, double energy) {
    /** What {@code row} saves against {@code baseline}. */
    public static Saving of(SurveyRow row, SurveyRow baseline) {
        return new Saving(
                share(
                        row.cost().bitOps().doubleValue(),
                        baseline.cost().bitOps().doubleValue()),
                share(
                        row.cost().totals().computeCycles(),
                        baseline.cost().totals().computeCycles()),
                share(
                        row.cost().totals().totalCycles(),
                        baseline.cost().totals().totalCycles()),
                share(row.seconds(), baseline.seconds()),
                share(row.joules(), baseline.joules()));
    }

    private static double share(double value, double baseline) {
        return baseline == 0 ? 0 : 1 - value / baseline;
    }

    /** How much of the saving in BitOPs is left of it elsewhere: 1 is all; 0 where there is none. */
    public double surviving(double saving) {
        return bitOps == 0 ? 0 : saving / bitOps;
    }

    /** What survives, by what it is measured in. */
    public Map<String, Double> survivors() {
        Map<String, Double> survivors = new LinkedHashMap<>();
        survivors.put("array cycles", surviving(arrayCycles));
        survivors.put("time", surviving(time));
        survivors.put("energy", surviving(energy));
        return survivors;
    }
}
