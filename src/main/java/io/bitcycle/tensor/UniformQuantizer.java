package io.bitcycle.tensor;

import io.bitcycle.numeric.IntegerFormat;
import java.util.Arrays;
import java.util.List;

/**
 * A quantizer whose codes are equidistant values; what range, format and grid are is its {@link GridRule}'s to say. Each operation
 * is rounded to binary32.
 */
final class UniformQuantizer implements Quantizer {
    private final String name;
    private final GridRule rule;
    private final boolean perChannelWeights;
    private final boolean foldsWeightScale;

    /** @param perChannelWeights whether each output channel of the weights has its own range */
    UniformQuantizer(String name, GridRule rule, boolean perChannelWeights, boolean foldsWeightScale) {
        this.name = name;
        this.rule = rule;
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
    public int minBits() {
        return rule.minBits();
    }

    @Override
    public IntegerFormat format(int bits) {
        return rule.format(bits);
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
        return quantize(weight, ranges, bits, Noise.NONE, parallel, CodeTaker.fresh());
    }

    @Override
    public Range activationRange(FloatTensor activation, Parallel parallel) {
        return ranges(activation, 1, parallel).get(0);
    }

    @Override
    public QuantizedTensor activation(
            FloatTensor activation, Range range, int bits, Parallel parallel, CodeTaker taker) {
        return quantize(activation, List.of(range), bits, Noise.NONE, parallel, taker);
    }

    @Override
    public Range errorRange(FloatTensor error, Parallel parallel) {
        return ranges(error, 1, parallel).get(0);
    }

    @Override
    public QuantizedTensor error(
            FloatTensor error, Range range, int bits, Noise noise, Parallel parallel, CodeTaker taker) {
        return quantize(error, List.of(range), bits, noise, parallel, taker);
    }

    private List<Range> ranges(FloatTensor tensor, int groups, Parallel parallel) {
        return Arrays.stream(Extent.of(tensor, groups, parallel))
                .map(extent -> extent.range(tensor, rule))
                .toList();
    }

    private QuantizedTensor quantize(
            FloatTensor tensor, List<Range> ranges, int bits, Noise noise, Parallel parallel, CodeTaker taker) {
        IntegerFormat format = rule.format(bits);
        UniformGrid[] grids =
                ranges.stream().map(range -> rule.grid(range, format)).toArray(UniformGrid[]::new);
        return UniformGrid.quantize(tensor, grids, noise, parallel, taker);
    }
}
