package io.bitcycle.training.fixed;

import io.bitcycle.tensor.Parallel;

/** The bias [O] of a fully connected layer, in Qm.n. */
final class FixedBias {
    private static final int REACH = 30;

    private final FixedParameter parameter;
    private final FixedFormat format;

    FixedBias(String layer, FixedTensor values, FixedFormat format) {
        this.parameter = new FixedParameter(layer, "bias", values);
        this.format = format;
    }

    FixedParameter parameter() {
        return parameter;
    }

    /**
     * Sums [N, O] plus the bias, rounded to words. Where their units differ, the coarser is brought to the finer one, at most
     * {@value #REACH} bits down.
     */
    FixedTensor added(long[] sums, int exponent, Parallel parallel) {
        FixedTensor bias = parameter.value();
        int outputs = bias.size();
        int unit = Math.max(Math.min(exponent, bias.exponent()), Math.max(exponent, bias.exponent()) - REACH);
        long[] shifted = new long[sums.length];
        for (int i = 0; i < shifted.length; i++) {
            shifted[i] = Rounding.aligned(sums[i], unit - exponent)
                    + Rounding.aligned(bias.mantissas()[i % outputs], unit - bias.exponent());
        }
        return FixedTensor.narrow(shifted, unit, format.bits(), parallel, sums.length / outputs, outputs);
    }

    /** Sets the gradient: the exact sum over the batch, rounded to words. */
    void setGradient(FixedTensor outputGradient, Parallel parallel) {
        int outputs = parameter.value().size();
        long[] sums = new long[outputs];
        for (int i = 0; i < outputGradient.size(); i++) {
            sums[i % outputs] += outputGradient.mantissas()[i];
        }
        parameter.setGradient(FixedTensor.narrow(sums, outputGradient.exponent(), format.bits(), parallel, outputs));
    }
}
