package io.bitcycle.workload;

/**
 * Stochastic weight averaging (Izmailov et al., UAI 2018), as CPT's code offers it (RICE-EIC/CPT, cpt_cifar/train.py): after
 * every iteration from {@code from} on whose number is a multiple of {@code every}, the weights join the mean of those before.
 *
 * @param from iteration, counted from 0
 * @param every at least 1
 */
public record Averaging(long from, long every) {
    /** Whether the weights after an iteration join. */
    public boolean isDue(long iteration) {
        return iteration >= from && iteration % every == 0;
    }

    /** How many have joined before an iteration. */
    public long joinedBefore(long iteration) {
        return iteration <= from ? 0 : (iteration - 1) / every - (from + every - 1) / every + 1;
    }
}
