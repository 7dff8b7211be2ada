package io.bitcycle.training.fixed;

import io.bitcycle.numeric.CounterRandom;
import io.bitcycle.precision.Precision;
import io.bitcycle.simulator.AcceleratorSession;
import io.bitcycle.tensor.Parallel;

/**
 * The circumstances of one forward and backward pass.
 *
 * @param session the accelerator and the ledger
 * @param precision code widths of this iteration
 * @param training whether batch statistics and dynamic ranges apply (else the running ones) and backward follows
 * @param iteration counts from 0; part of every random number's coordinates
 * @param random where stochastic rounding takes its bits from
 */
public record FixedStep(
        AcceleratorSession session, Precision precision, boolean training, long iteration, CounterRandom random) {
    Parallel parallel() {
        return session.workers();
    }
}
