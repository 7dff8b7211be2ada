package io.bitcycle.precision;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Progressive fractional quantization: PFQ of FracTrain (Fu et al., "FracTrain: Fractionally Squeezing Bit Savings Both
 * Temporally and Spatially for Efficient DNN Training", NeurIPS 2020, section 3.1 and algorithm 1). Training starts at the
 * lowest precision and goes to the next stage when the loss stops falling.
 *
 * <p>The indicator, as in the authors' code (GATECH-EIC/FracTrain, fractrain_cifar/train_pfq.py): losses are averaged over
 * an epoch; when the last {@value #WINDOW} averages of a stage differ from the newest by no more than the threshold,
 * relative to the mean of the run's first {@value #SCALE_EPOCHS} averages, the stage ends. The threshold then shrinks by
 * {@code decay}, and the window starts anew.
 */
final class ProgressiveSchedule implements PrecisionSchedule {
    /** Epoch losses that are compared ({@code epoch_keep}). */
    private static final int WINDOW = 5;
    /** Epochs whose mean loss is the unit of the differences. */
    private static final int SCALE_EPOCHS = 10;

    /**
     * What a PFQ run is told.
     *
     * @param stages precisions, lowest first, at least one
     * @param threshold epsilon of the paper, above 0
     * @param decay alpha of the paper, above 0, at most 1
     * @param epochIterations iterations per epoch
     */
    record Plan(List<Precision> stages, double threshold, double decay, long epochIterations) {
        Plan {
            stages = List.copyOf(stages);
        }
    }

    private final Plan plan;
    /** Iterations at which the second, third, … stage began. */
    private final List<Long> turns = new ArrayList<>();

    private final List<Double> window = new ArrayList<>();
    private long observed;
    private double epochSum;
    private double scaleSum;
    private double threshold;

    ProgressiveSchedule(Plan plan) {
        this.plan = plan;
        this.threshold = plan.threshold();
    }

    @Override
    public Precision at(long iteration) {
        Objects.checkIndex(iteration, Long.MAX_VALUE);
        long epochEnd = (observed / plan.epochIterations() + 1) * plan.epochIterations();
        boolean last = turns.size() == plan.stages().size() - 1;
        if (iteration >= epochEnd && !last) {
            throw new LossNeededException("pfq");
        }
        int stage = (int) turns.stream().filter(turn -> turn <= iteration).count();
        return plan.stages().get(stage);
    }

    @Override
    public Precision evaluation() {
        return plan.stages().get(plan.stages().size() - 1);
    }

    @Override
    public void observe(long iteration, double loss) {
        if (iteration != observed) {
            throw new IllegalArgumentException(
                    "the loss of iteration " + iteration + " is told, but that of " + observed + " is next");
        }
        observed++;
        epochSum += loss;
        if (observed % plan.epochIterations() == 0) {
            endEpoch(epochSum / plan.epochIterations());
            epochSum = 0;
        }
    }

    private void endEpoch(double loss) {
        long epochs = observed / plan.epochIterations();
        if (epochs <= SCALE_EPOCHS) {
            scaleSum += loss;
        }
        if (turns.size() == plan.stages().size() - 1) {
            return;
        }
        if (window.size() == WINDOW) {
            window.remove(0);
        }
        window.add(loss);
        double scale = scaleSum / Math.min(epochs, SCALE_EPOCHS);
        boolean flat = window.size() == WINDOW
                && window.stream().allMatch(earlier -> Math.abs(earlier - loss) <= threshold * scale);
        if (flat) {
            turns.add(observed);
            threshold *= plan.decay();
            window.clear();
        }
    }
}
