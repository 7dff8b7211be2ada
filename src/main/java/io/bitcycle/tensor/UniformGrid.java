package io.bitcycle.tensor;

import io.bitcycle.numeric.IntegerFormat;
import io.bitcycle.numeric.loops.Loops;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;

/**
 * Equidistant values: code k of {@code format} stands for k x scale + offset.
 *
 * @param scale distance of two neighbours, above 0
 */
record UniformGrid(float scale, float offset, IntegerFormat format) {
    /** Noise is fetched in pieces that stay in the first-level cache. */
    private static final int PIECE = 1024;

    /** One thread's piece. */
    private static final ThreadLocal<float[]> NOISE = ThreadLocal.withInitial(() -> new float[PIECE]);

    /**
     * Quantizes each of the tensor's equal groups (channels, or one in all) to a grid of its own.
     *
     * @param grids one per group, of one format; one in all where the taker takes image by image
     * @throws NonFiniteException if an element is NaN or infinite
     */
    static QuantizedTensor quantize(
            FloatTensor tensor, UniformGrid[] grids, Noise noise, Parallel parallel, CodeTaker taker) {
        float[] values = tensor.data();
        short[] codes = taker.spares().shorts(values.length);
        CodeTensor result = new CodeTensor(codes, grids[0].format, tensor.shape());
        AtomicBoolean diverged = new AtomicBoolean();
        if (taker.byImage() == null) {
            new Slices(values.length, grids.length).forEach(parallel, (slice, group, from, to) -> {
                if (!grids[group].quantize(values, from, to, noise, codes)) {
                    diverged.set(true);
                }
            });
        } else {
            IntConsumer byImage = taker.byImage().apply(result);
            int image = values.length / tensor.dim(0);
            parallel.forEachItem(tensor.dim(0), image, i -> {
                if (!grids[0].quantize(values, i * image, (i + 1) * image, noise, codes)) {
                    diverged.set(true);
                }
                byImage.accept(i);
            });
        }
        if (diverged.get()) {
            throw NonFiniteException.in(tensor);
        }
        float[] scale = new float[grids.length];
        float[] offset = new float[grids.length];
        for (int group = 0; group < grids.length; group++) {
            scale[group] = grids[group].scale;
            offset[group] = grids[group].offset;
        }
        return new QuantizedTensor(result, scale, offset);
    }

    /**
     * Writes the codes of {@code values[from..to)} to the same indices of {@code codes}: (x - offset) / scale + noise, clamped to
     * the codes of the format, rounded half to even. Each step is rounded to binary32.
     *
     * @return whether all values were finite; the codes of others mean nothing
     */
    private boolean quantize(float[] values, int from, int to, Noise noise, short[] codes) {
        if (noise == Noise.NONE) {
            return Loops.best().quantize(values, from, to, scale, offset, format.min(), format.max(), null, codes);
        }
        boolean finite = true;
        float[] piece = NOISE.get();
        for (int start = from; start < to; start += PIECE) {
            int count = Math.min(PIECE, to - start);
            noise.fill(start, piece, count);
            finite &= Loops.best()
                    .quantize(values, start, start + count, scale, offset, format.min(), format.max(), piece, codes);
        }
        return finite;
    }
}
