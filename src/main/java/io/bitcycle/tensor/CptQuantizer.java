package io.bitcycle.tensor;

import io.bitcycle.numeric.IntegerFormat;
import java.util.Arrays;
import java.util.List;

/**
 * The quantizer of cyclic precision training (Fu et al., "CPT: Efficient Deep Neural Network Training via Cyclic
 * Precision", ICLR 2021) as its published code computes it: unsigned codes that span the values from least to greatest,
 * value = code x scale + min, scale = max((max - min) / (2^bits - 1), 1e-8). Each operation is rounded to binary32.
 */
final class CptQuantizer implements Quantizer {
    /** Keeps the division defined where all values are equal. */
    private static final float MIN_SCALE = 1e-8f;

    private final String name;
    private final boolean perChannelWeights;
    private final boolean foldsWeightScale;

    /**
     * @param perChannelWeights whether each output channel of the weights has its own range
     */
    CptQuantizer(String name, boolean perChannelWeights, boolean foldsWeightScale) {
        this.name = name;
        this.perChannelWeights = perChannelWeights;
        this.foldsWeightScale = foldsWeightScale;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean scalesPerChannel() {
        return perChannelWeights;
    }

    @Override
    public boolean foldsWeightScale() {
        return foldsWeightScale;
    }

    @Override
    public IntegerFormat format(int bits) {
        return IntegerFormat.unsigned(bits);
    }

    @Override
    public List<Range> weightRanges(FloatTensor weight, Parallel parallel) {
        return ranges(weight, perChannelWeights ? weight.dim(0) : 1, parallel);
    }

    @Override
    public QuantizedTensor weight(FloatTensor weight, List<Range> ranges, int bits, Parallel parallel) {
        int expected = perChannelWeights ? weight.dim(0) : 1;
        if (ranges.isEmpty() || ranges.size() != expected) {
            throw new IllegalArgumentException(ranges.size() + " ranges for weights of shape "
                    + Arrays.toString(weight.shape()) + ", which " + name + " gives " + expected);
        }
        return quantize(weight, ranges, bits, Noise.NONE, parallel);
    }

    @Override
    public Range activationRange(FloatTensor activation, Parallel parallel) {
        return ranges(activation, 1, parallel).get(0);
    }

    @Override
    public QuantizedTensor activation(FloatTensor activation, Range range, int bits, Parallel parallel) {
        return quantize(activation, List.of(range), bits, Noise.NONE, parallel);
    }

    @Override
    public Range errorRange(FloatTensor error, Parallel parallel) {
        return ranges(error, 1, parallel).get(0);
    }

    @Override
    public QuantizedTensor error(FloatTensor error, Range range, int bits, Noise noise, Parallel parallel) {
        return quantize(error, List.of(range), bits, noise, parallel);
    }

    private static List<Range> ranges(FloatTensor tensor, int groups, Parallel parallel) {
        return Arrays.stream(Extent.of(tensor, groups, parallel))
                .map(extent -> range(extent, tensor))
                .toList();
    }

    private static Range range(Extent extent, FloatTensor tensor) {
        if (!Float.isFinite(extent.min()) || !Float.isFinite(extent.max())) {
            throw NonFiniteException.in(tensor);
        }
        float range = extent.max() - extent.min();
        if (range > Float.MAX_VALUE) {
            throw new NonFiniteException(
                    "the values from " + extent.min() + " to " + extent.max() + " span no binary32");
        }
        return new Range(range, extent.min());
    }

    private QuantizedTensor quantize(FloatTensor tensor, List<Range> ranges, int bits, Noise noise, Parallel parallel) {
        IntegerFormat format = format(bits);
        UniformGrid[] grids = ranges.stream()
                .map(range -> new UniformGrid(
                        Math.max(range.range() / (float) format.max(), MIN_SCALE), range.offset(), format))
                .toArray(UniformGrid[]::new);
        return UniformGrid.quantize(tensor, grids, noise, parallel);
    }
}
