package io.bitcycle.training.checkpoint;

import io.bitcycle.simulator.AcceleratorSession;
import io.bitcycle.training.Evaluation;
import io.bitcycle.training.IterationRecord;
import java.util.List;

/**
 * All that a training run knows after some iterations; from it the run goes on as if it had never stopped. Batches, noise and
 * masks are functions of seed and iteration, so they have no state of their own.
 *
 * @param iterations records of the iterations done, in order
 * @param evaluations so far
 * @param session what the accelerator remembers, ledger included
 * @param tensors weights, running statistics and ranges, optimizer state
 * @param integers the same of a network in fixed point
 */
public record Checkpoint(
        List<IterationRecord> iterations,
        List<Evaluation> evaluations,
        AcceleratorSession.State session,
        List<NamedTensor> tensors,
        List<NamedIntegers> integers) {
    public Checkpoint {
        iterations = List.copyOf(iterations);
        evaluations = List.copyOf(evaluations);
        tensors = List.copyOf(tensors);
        integers = List.copyOf(integers);
    }
}
