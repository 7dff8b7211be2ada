package io.bitcycle.cli;

import io.bitcycle.report.Figures;
import io.bitcycle.report.SimulatedRun;
import io.bitcycle.workload.NetworkSpec;
import java.util.OptionalLong;

/**
 * How long a network is trained where no option says it: as its trace tells. A list of layers is run once, on one sample; what
 * a network's trace does not tell is the CPT paper's bookkeeping.
 *
 * @param batch samples of an iteration
 * @param samplesPerEpoch the last batch of an epoch may be smaller; 0 where every batch is full
 * @param words where it comes from, for the user
 */
record SourceLength(int batch, long iterations, long samplesPerEpoch, String words) {
    /** @param size the batch that an option asks for; null for the trace's */
    static SourceLength of(NetworkSpec network, Integer size) {
        if (!network.chained()) {
            return new SourceLength(size == null ? 1 : size, 1, 0, "once forward: a list of layers");
        }
        if (network.training().isPresent()) {
            NetworkSpec.Recipe recipe = network.training().get();
            int batch = size == null ? recipe.batch() : size;
            OptionalLong iterations = recipe.iterations(batch);
            if (iterations.isPresent()) {
                long perEpoch = recipe.exactIterations().isPresent()
                        ? 0
                        : recipe.samples().orElseThrow();
                return new SourceLength(batch, iterations.getAsLong(), perEpoch, "as the trace says");
            }
        }
        return new SourceLength(
                size == null ? SimulatedRun.PAPER_BATCH : size,
                SimulatedRun.PAPER_ITERATIONS,
                0,
                "the CPT paper's " + Figures.grouped(SimulatedRun.PAPER_ITERATIONS)
                        + " iterations, since the trace does not say");
    }
}
