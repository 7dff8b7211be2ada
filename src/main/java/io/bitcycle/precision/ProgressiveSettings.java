package io.bitcycle.precision;

import java.util.ArrayList;
import java.util.List;

/**
 * What users can tell {@code pfq}. Defaults are those of the FracTrain paper's CIFAR experiments (README of
 * GATECH-EIC/FracTrain: epsilon 0.05, alpha 0.3) and four stages: for 3:8 bits 3, 4, 6 and 8, as in the paper.
 */
final class ProgressiveSettings {
    private static final int STAGES = 4;

    private static final ScheduleSetting<List<Integer>> FORWARD =
            ScheduleSetting.widths("stages", "widths of weights and activations, stage by stage, e.g. 3-4-6-8");
    private static final ScheduleSetting<List<Integer>> BACKWARD =
            ScheduleSetting.widths("grad-stages", "widths of errors, stage by stage, e.g. 6-6-8-8");
    private static final ScheduleSetting<Double> THRESHOLD =
            ScheduleSetting.number("threshold", "relative change of the loss below which a stage ends", 0.05, 0, 10);
    private static final ScheduleSetting<Double> DECAY =
            ScheduleSetting.number("decay", "what the threshold is multiplied by after a stage", 0.3, 0, 1);

    static final List<ScheduleSetting<?>> ALL = List.of(FORWARD, BACKWARD, THRESHOLD, DECAY);

    private ProgressiveSettings() {}

    static PrecisionSchedule create(ScheduleParameters run, ScheduleSettings given) {
        List<Integer> weight = given.get(FORWARD, null);
        List<Integer> error = given.get(BACKWARD, null);
        int stages = weight != null ? weight.size() : error != null ? error.size() : STAGES;
        if (error != null && error.size() != stages) {
            throw new IllegalArgumentException("stages of pfq are " + stages + ", but grad-stages are " + error.size()
                    + "; allowed: as many of both");
        }
        List<Precision> precisions = new ArrayList<>();
        for (int stage = 0; stage < stages; stage++) {
            precisions.add(new Precision(
                    weight != null ? weight.get(stage) : between(run.weight(), stage, stages),
                    weight != null ? weight.get(stage) : between(run.activation(), stage, stages),
                    error != null ? error.get(stage) : between(run.error(), stage, stages)));
        }
        return new ProgressiveSchedule(new ProgressiveSchedule.Plan(
                precisions, given.get(THRESHOLD), given.get(DECAY), run.epochIterations()));
    }

    /** Equal steps, rounded down: 3, 4, 6, 8 for 3:8. */
    private static int between(BitSpan span, int stage, int stages) {
        return stages == 1 ? span.max() : span.min() + (span.max() - span.min()) * stage / (stages - 1);
    }
}
