package io.bitcycle.training.layer;

import io.bitcycle.numeric.IntegerFormat;
import io.bitcycle.tensor.Parallel;
import io.bitcycle.tensor.QuantizedTensor;
import io.bitcycle.workload.CodeSums;
import io.bitcycle.workload.ConvShape;
import io.bitcycle.workload.StridePhase;
import io.bitcycle.workload.Window;
import io.bitcycle.workload.WindowClasses;
import java.util.Arrays;

/**
 * Integer scale k and offset z per output channel of {@link QuantizedBackwardData}, and sums of what they weight.
 *
 * @param largest S, the largest of the weights' scales
 * @param scale k, per output channel of the layer
 * @param offset z, likewise
 * @param varies whether the array must rescale by channel
 */
record WeightScaling(ConvShape shape, float largest, long[] scale, long[] offset, boolean varies) {
    static final int FRACTION_BITS = 24;
    private static final float FRACTION = 0x1p-24f;

    /** @param folded whether errors already carry s[o] / S, which leaves k = 2^24 and z = rint(2^24 m[o] / s[o]) */
    static WeightScaling of(ConvShape shape, QuantizedTensor weight, boolean folded) {
        int channels = weight.codes().dim(0);
        float largest = QuantizedBackwardData.largestScale(weight);
        long[] scale = new long[channels];
        long[] offset = new long[channels];
        for (int o = 0; o < channels; o++) {
            double unit = folded ? weight.scale(o) : largest;
            scale[o] = (long) Math.rint(0x1p24 * (folded ? 1 : weight.scale(o) / unit));
            offset[o] = (long) Math.rint(0x1p24 * (weight.offset(o) / unit));
        }
        return new WeightScaling(shape, largest, scale, offset, !folded && weight.scale().length > 1);
    }

    /** What an integer of 1 is worth: S 2^-24. */
    float unit() {
        return largest * FRACTION;
    }

    /** k of a group's output channels. */
    long[] scale(int group) {
        return groupOf(scale, group);
    }

    /** z likewise. */
    long[] offset(int group) {
        return groupOf(offset, group);
    }

    private long[] groupOf(long[] perChannel, int group) {
        int outputs = shape.groupOutChannels();
        return Arrays.copyOfRange(perChannel, group * outputs, (group + 1) * outputs);
    }

    /** Per output channel of a group, k[o] centreW + z[o]. */
    long[] errorWeights(int group, int bCentre) {
        long[] scales = scale(group);
        long[] weights = offset(group);
        for (int o = 0; o < weights.length; o++) {
            weights[o] += scales[o] * bCentre;
        }
        return weights;
    }

    /** Proves that no 64-bit sum of this pass overflows, or throws. */
    void requireSums(IntegerFormat error, IntegerFormat weight) {
        long terms = (long) shape.groupOutChannels() * shape.kernelHeight() * shape.kernelWidth();
        long widest = 0;
        for (int o = 0; o < scale.length; o++) {
            widest = Math.max(widest, Math.addExact(scale[o] << weight.bits(), Math.abs(offset[o])));
        }
        long most = Math.multiplyExact(Math.multiplyExact(widest, 1L << error.bits()), terms);
        // Three such sums are added up at most.
        Math.multiplyExact(most, 4L);
    }

    /** Whether every sum that {@link BackwardDataBlocks} forms on the way stays within 2^53. */
    boolean fitsDouble(IntegerFormat error, IntegerFormat weight, int bCentre) {
        double most = 0;
        for (int group = 0; group < shape.groups(); group++) {
            double products = 0;
            double atCentre = 0;
            double values = 0;
            long[] scales = scale(group);
            long[] offsets = offset(group);
            for (int o = 0; o < scales.length; o++) {
                products += (double) scales[o] * weight.magnitude(bCentre);
                atCentre += Math.abs((double) scales[o] * bCentre + offsets[o]);
                values += Math.max(
                        Math.abs((double) scales[o] * weight.max() + offsets[o]),
                        Math.abs((double) scales[o] * weight.min() + offsets[o]));
            }
            most = Math.max(most, Math.max(products, Math.max(atCentre, values)));
        }
        double terms = (double) shape.kernelHeight() * shape.kernelWidth() * (1L << error.bits());
        return most * terms <= 0x1p53;
    }

    /** J per distinct pair of windows: [windows][C/g], sum over o of (k[o] sum of qW + z[o] n). */
    long[][] weightSums(
            QuantizedTensor weight,
            int group,
            StridePhase y,
            StridePhase x,
            WindowClasses rows,
            WindowClasses cols,
            Parallel parallel) {
        int channels = shape.groupInChannels();
        int kernel = shape.kernelHeight() * shape.kernelWidth();
        long[] perTap = CodeSums.overImages(weight.codes(), group * shape.groupOutChannels(), scale(group), parallel);
        long offsets = Arrays.stream(offset(group)).sum();
        long[][] sums = new long[rows.count() * cols.count()][channels];
        for (int r = 0; r < rows.count(); r++) {
            Window row = rows.distinct().get(r);
            for (int c = 0; c < cols.count(); c++) {
                Window col = cols.distinct().get(c);
                for (int channel = 0; channel < channels; channel++) {
                    sums[r * cols.count() + c][channel] = offsets * row.size() * col.size()
                            + CodeSums.box(
                                    perTap,
                                    channel * kernel,
                                    shape.kernelWidth(),
                                    y.phase() + row.from() * shape.stride(),
                                    row.size(),
                                    shape.stride(),
                                    x.phase() + col.from() * shape.stride(),
                                    col.size(),
                                    shape.stride());
                }
            }
        }
        return sums;
    }

    /** The same from the edge's sums over o of k[o] sum of (qW - centre). */
    long[][] weightSums(long[][] centred, int group, int bCentre, WindowClasses rows, WindowClasses cols) {
        long perTerm = Arrays.stream(errorWeights(group, bCentre)).sum();
        long[][] sums = new long[centred.length][];
        for (int window = 0; window < sums.length; window++) {
            long terms = (long) rows.distinct().get(window / cols.count()).size()
                    * cols.distinct().get(window % cols.count()).size();
            sums[window] = Arrays.stream(centred[window])
                    .map(sum -> sum + perTerm * terms)
                    .toArray();
        }
        return sums;
    }
}
