package io.bitcycle.reference;

import io.bitcycle.tensor.CodeTensor;
import io.bitcycle.tensor.FloatTensor;
import io.bitcycle.tensor.QuantizedTensor;
import io.bitcycle.workload.ConvShape;
import java.math.BigDecimal;

/**
 * The slow, obvious twin of a quantized convolution: nested loops over the definition, integers in {@code long}, values in
 * {@code double}, no lowering, no tiles, no offsets taken apart. Tensors are [N, C, H, W] and [O, C/g, Kh, Kw].
 */
public final class DirectConvolution {
    private final ConvShape shape;

    public DirectConvolution(ConvShape shape) {
        this.shape = shape;
    }

    /** Receives one multiply-accumulate: flat indices of output, input and weight. */
    private interface Tap {
        void visit(int output, int input, int weight, int outChannel);
    }

    /** Visits every in-bounds tap, weights in order (c, kh, kw) for each output. */
    private void forEachTap(Tap tap) {
        int channels = shape.groupInChannels();
        int outputs = shape.groupOutChannels();
        for (int n = 0; n < shape.batch(); n++) {
            for (int o = 0; o < shape.outChannels(); o++) {
                for (int y = 0; y < shape.outHeight(); y++) {
                    for (int x = 0; x < shape.outWidth(); x++) {
                        int output = ((n * shape.outChannels() + o) * shape.outHeight() + y) * shape.outWidth() + x;
                        for (int c = 0; c < channels; c++) {
                            for (int kh = 0; kh < shape.kernelHeight(); kh++) {
                                for (int kw = 0; kw < shape.kernelWidth(); kw++) {
                                    int h = y * shape.stride() - shape.padding() + kh;
                                    int w = x * shape.stride() - shape.padding() + kw;
                                    if (h >= 0 && h < shape.height() && w >= 0 && w < shape.width()) {
                                        int channel = o / outputs * channels + c;
                                        int input = ((n * shape.inChannels() + channel) * shape.height() + h)
                                                        * shape.width()
                                                + w;
                                        int weight =
                                                ((o * channels + c) * shape.kernelHeight() + kh) * shape.kernelWidth()
                                                        + kw;
                                        tap.visit(output, input, weight, o);
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    /** Sums of code x code over the in-bounds taps, [N, O, Ho, Wo]. */
    public long[] codeProducts(CodeTensor input, CodeTensor weight) {
        long[] sums = new long[outputSize()];
        forEachTap((output, in, w, o) -> sums[output] += (long) input.code(in) * weight.code(w));
        return sums;
    }

    /** The forward pass on the values the codes stand for. */
    public double[] forward(QuantizedTensor input, QuantizedTensor weight) {
        double[] sums = new double[outputSize()];
        forEachTap((output, in, w, o) -> sums[output] += value(input, in, 0) * value(weight, w, o));
        return sums;
    }

    /** The gradient by the input, on the values the codes stand for. */
    public double[] backwardData(QuantizedTensor error, QuantizedTensor weight) {
        double[] sums = new double[shape.batch() * shape.inChannels() * shape.height() * shape.width()];
        forEachTap((output, in, w, o) -> sums[in] += value(error, output, 0) * value(weight, w, o));
        return sums;
    }

    /** The gradient by the weights, on the values the codes stand for. */
    public double[] backwardWeight(QuantizedTensor input, QuantizedTensor error) {
        double[] sums =
                new double[shape.outChannels() * shape.groupInChannels() * shape.kernelHeight() * shape.kernelWidth()];
        forEachTap((output, in, w, o) -> sums[w] += value(input, in, 0) * value(error, output, 0));
        return sums;
    }

    /**
     * The gradient by the input as DESIGN section 2 defines it for offset codes: 64-bit integers I and J with scales k and
     * offsets z of 24 fractional bits, then S 2^-24 (sE I + mE J), here in exact decimals and rounded once.
     */
    public double[] backwardDataByContract(QuantizedTensor error, QuantizedTensor weight) {
        double largest = 0;
        for (float scale : weight.scale()) {
            largest = Math.max(largest, scale);
        }
        double unit = largest;
        long[] i = new long[shape.batch() * shape.inChannels() * shape.height() * shape.width()];
        long[] j = new long[i.length];
        forEachTap((output, in, w, o) -> {
            long k = (long) Math.rint(0x1p24 * (weight.scale(o) / unit));
            long z = (long) Math.rint(0x1p24 * (weight.offset(o) / unit));
            long term = k * weight.codes().code(w) + z;
            i[in] += term * error.codes().code(output);
            j[in] += term;
        });
        double[] result = new double[i.length];
        for (int at = 0; at < result.length; at++) {
            BigDecimal sum = new BigDecimal(error.scale(0))
                    .multiply(BigDecimal.valueOf(i[at]))
                    .add(new BigDecimal(error.offset(0)).multiply(BigDecimal.valueOf(j[at])));
            result[at] = sum.multiply(new BigDecimal(largest))
                    .multiply(new BigDecimal(0x1p-24))
                    .doubleValue();
        }
        return result;
    }

    private int outputSize() {
        return FloatTensor.zeros(shape.batch(), shape.outChannels(), shape.outHeight(), shape.outWidth())
                .size();
    }

    private static double value(QuantizedTensor tensor, int index, int channel) {
        return (double) tensor.codes().code(index) * tensor.scale(channel) + tensor.offset(channel);
    }
}
