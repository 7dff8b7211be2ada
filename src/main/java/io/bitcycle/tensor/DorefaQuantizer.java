package io.bitcycle.tensor;

import io.bitcycle.numeric.IntegerFormat;
import java.util.List;

/**
 * The quantizer of DoReFa-Net (Zhou et al., arXiv 1606.06160): weights tanh(w) / max|tanh(w)| on 2^bits values from -1 to 1
 * (equation 9), activations clipped to [0, 1] on 2^bits values (equation 11), gradients on 2^bits values from -max|g| to max|g|
 * with uniform noise of one step before rounding (equation 12). Every tensor has one scale. Gradients pass straight through,
 * as with every quantizer here: also through tanh and clip, which the paper differentiates.
 */
final class DorefaQuantizer implements Quantizer {
    private static final Range WEIGHTS = new Range(2, -1);
    private static final Range ACTIVATIONS = new Range(1, 0);
    private static final GridRule GRID = new MinMaxGrid();
    private static final GridRule SYMMETRIC = new SymmetricGrid(false);

    @Override
    public String name() {
        return "dorefa";
    }

    @Override
    public boolean scalesPerChannel() {
        return false;
    }

    @Override
    public boolean foldsWeightScale() {
        return false;
    }

    @Override
    public IntegerFormat format(int bits) {
        return GRID.format(bits);
    }

    /** Those of the weights that are quantized, from -1 to 1. */
    @Override
    public List<Range> weightRanges(FloatTensor weight, Parallel parallel) {
        Extent.of(weight, 1, parallel)[0].range(weight, GRID);
        return List.of(WEIGHTS);
    }

    @Override
    public QuantizedTensor weight(FloatTensor weight, List<Range> ranges, int bits, Parallel parallel) {
        if (!ranges.equals(List.of(WEIGHTS))) {
            throw new IllegalArgumentException("the range of dorefa's weights is " + WEIGHTS + ", not " + ranges);
        }
        return quantize(normalised(weight, parallel), WEIGHTS, bits, Noise.NONE, parallel, CodeTaker.fresh());
    }

    private static FloatTensor normalised(FloatTensor weight, Parallel parallel) {
        FloatTensor result = FloatTensor.zeros(weight.shape());
        float[] in = weight.data();
        float[] out = result.data();
        new Slices(in.length, 1).forEach(parallel, (slice, group, from, to) -> {
            for (int i = from; i < to; i++) {
                out[i] = (float) StrictMath.tanh(in[i]);
            }
        });
        Extent extent = Extent.of(result, 1, parallel)[0];
        float largest = Math.max(Math.max(Math.abs(extent.min()), Math.abs(extent.max())), GridRule.MIN_SCALE);
        new Slices(in.length, 1).forEach(parallel, (slice, group, from, to) -> {
            for (int i = from; i < to; i++) {
                out[i] /= largest;
            }
        });
        return result;
    }

    /** Always from 0 to 1. */
    @Override
    public Range activationRange(FloatTensor activation, Parallel parallel) {
        Extent.of(activation, 1, parallel)[0].range(activation, GRID);
        return ACTIVATIONS;
    }

    /** Within [0, 1] in training and evaluation: a running range has no say. */
    @Override
    public QuantizedTensor activation(
            FloatTensor activation, Range range, int bits, Parallel parallel, CodeTaker taker) {
        return quantize(activation, ACTIVATIONS, bits, Noise.NONE, parallel, taker);
    }

    @Override
    public Range errorRange(FloatTensor error, Parallel parallel) {
        return Extent.of(error, 1, parallel)[0].range(error, SYMMETRIC);
    }

    @Override
    public QuantizedTensor error(
            FloatTensor error, Range range, int bits, Noise noise, Parallel parallel, CodeTaker taker) {
        return quantize(error, range, bits, noise, parallel, taker);
    }

    private QuantizedTensor quantize(
            FloatTensor tensor, Range range, int bits, Noise noise, Parallel parallel, CodeTaker taker) {
        UniformGrid grid = GRID.grid(range, GRID.format(bits));
        return UniformGrid.quantize(tensor, new UniformGrid[] {grid}, noise, parallel, taker);
    }
}
