package io.bitcycle.training.layer;

import io.bitcycle.precision.Precision;
import io.bitcycle.simulator.AcceleratorSession;
import io.bitcycle.tensor.Quantizer;
import io.bitcycle.workload.work.Quantization;

/**
 * The circumstances of one forward and backward pass.
 *
 * @param session the accelerator and the ledger
 * @param precision code widths of this iteration
 * @param training whether batch statistics and dynamic ranges apply (else the running ones) and backward follows
 * @param iteration counts from 0; part of every random number's coordinates
 * @param noise rounding noise of errors
 * @param observer sees the integers of quantized layers
 */
public record Step(
        AcceleratorSession session,
        Precision precision,
        boolean training,
        long iteration,
        ErrorNoise noise,
        TensorObserver observer) {
    /** A step that nobody observes. */
    public Step(AcceleratorSession session, Precision precision, boolean training, long iteration, ErrorNoise noise) {
        this(session, precision, training, iteration, noise, TensorObserver.NONE);
    }

    /** The same at another precision. */
    Step with(Precision other) {
        return new Step(session, other, training, iteration, noise, observer);
    }

    /** How operands become codes in it. */
    Quantization quantization(Quantizer quantizer) {
        return new Quantization(
                quantizer, precision.weightBits(), precision.activationBits(), precision.backwardBits());
    }
}
