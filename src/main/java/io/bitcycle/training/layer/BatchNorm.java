package io.bitcycle.training.layer;

import io.bitcycle.hardware.VectorConfig;
import io.bitcycle.numeric.loops.Loops;
import io.bitcycle.tensor.Extent;
import io.bitcycle.tensor.FloatTensor;
import io.bitcycle.tensor.LaneSum;
import io.bitcycle.tensor.Parallel;
import io.bitcycle.workload.work.BatchNormWork;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Batch normalisation over N, H and W of [N, C, H, W], or over N of [N, C] (Ioffe and Szegedy, ICML 2015), in binary32:
 * y = (x − mean) · (γ · d) + β with d = 1 / √(variance + ε). In training, mean and biased variance are the batch's (see
 * {@link ChannelStatistics}) and the running values move by {@value #MOMENTUM} towards the batch's mean and unbiased variance;
 * in evaluation, the running values apply.
 *
 * <p>Backward, with n elements per channel and {@link LaneSum}s: S = Σ g, P = Σ g (x − mean); gradients of β: S, of γ: P · d, of
 * x: ((g − S / n) − (x − mean) · (P · d · d / n)) · (γ · d), evaluated as written. x is the input as it was kept:
 * at {@code vector.stash_bits} 16 rounded to bfloat16, mean and d are not.
 */
public final class BatchNorm implements BeforeRelu {
    /** Added to the variance. */
    public static final float EPSILON = 1e-5f;

    /** Weight of a new batch in the running values. */
    public static final float MOMENTUM = 0.1f;

    private static final int BFLOAT16_BITS = 16;

    /** @param spare whether nobody else uses the input */
    private record Batch(
            FloatTensor input, boolean spare, Planes planes, float[] mean, float[] inverseDeviation, float[] scale) {}

    private final String name;
    private final int channels;
    private final Parameter gamma;
    private final Parameter beta;
    private final FloatTensor runningMean;
    private final FloatTensor runningVariance;
    private final Kept<Batch> kept;
    private float momentum = MOMENTUM;

    /** With γ and running variance 1, β and running mean 0. */
    public BatchNorm(String name, int channels) {
        this.name = name;
        this.channels = channels;
        this.gamma = Parameter.of(name, "weight", ones(channels));
        this.beta = Parameter.of(name, "bias", FloatTensor.zeros(channels));
        this.runningMean = FloatTensor.zeros(channels);
        this.runningVariance = ones(channels);
        this.kept = new Kept<>(name);
    }

    private static FloatTensor ones(int size) {
        FloatTensor ones = FloatTensor.zeros(size);
        Arrays.fill(ones.data(), 1f);
        return ones;
    }

    @Override
    public String name() {
        return name;
    }

    /** γ, named weight, and β, named bias, both [C]. */
    @Override
    public List<Parameter> parameters() {
        return List.of(gamma, beta);
    }

    /** Weight of a new batch in the running values, {@value #MOMENTUM} unless it is set; 1 forgets those before. */
    public void setMomentum(float share) {
        momentum = share;
    }

    /** [C], live. */
    public FloatTensor runningMean() {
        return runningMean;
    }

    /** Unbiased, [C], live. */
    public FloatTensor runningVariance() {
        return runningVariance;
    }

    @Override
    public Map<String, FloatTensor> state() {
        Map<String, FloatTensor> state = new LinkedHashMap<>();
        state.put("running_mean", runningMean);
        state.put("running_variance", runningVariance);
        return state;
    }

    @Override
    public FloatTensor forward(FloatTensor input, boolean over, Relu next, Step step) {
        Planes planes = Planes.of(input, name);
        if (planes.channels() != channels) {
            throw new IllegalArgumentException(
                    name + ": the input has " + planes.channels() + " channels, not " + channels);
        }
        Parallel workers = step.session().workers();
        float[] mean = runningMean.data();
        float[] variance = runningVariance.data();
        if (step.training()) {
            if (planes.perChannel() < 2) {
                throw new IllegalArgumentException(name + ": one value per channel has no variance to train with");
            }
            ChannelStatistics batch = ChannelStatistics.of(input.data(), planes, workers);
            mean = batch.mean();
            variance = updateRunning(batch, planes.perChannel());
        }
        float[] inverseDeviation = new float[channels];
        float[] scale = new float[channels];
        for (int c = 0; c < channels; c++) {
            inverseDeviation[c] = 1f / (float) StrictMath.sqrt(variance[c] + EPSILON);
            scale[c] = gamma.value().data()[c] * inverseDeviation[c];
        }
        FloatTensor stash = step.training() ? stashed(input, step) : null;
        if (step.training()) {
            kept.keep(new Batch(stash, over || stash != input, planes, mean, inverseDeviation, scale));
        }
        new BatchNormWork(name, channels, input.size()).forward(step.training()).forEach(step.session()::vector);
        boolean free = over && stash != input;
        float[] room = free ? input.data() : step.session().spares().floats(input.size());
        int[] mask = next == null ? null : next.begin(room.length, step);
        // Only behind a rectifier is the output quantized, and only in training by its own range.
        boolean measures = mask != null && step.training();
        Extent extent = normalise(input.data(), room, planes, mean, scale, mask, measures, workers);
        return FloatTensor.of(room, extent, input.shape());
    }

    /** Moves the running values and returns the biased variance. */
    private float[] updateRunning(ChannelStatistics batch, int perChannel) {
        float[] variance = new float[channels];
        for (int c = 0; c < channels; c++) {
            float squares = batch.squaredDeviations()[c];
            variance[c] = squares / perChannel;
            move(runningMean, c, batch.mean()[c]);
            move(runningVariance, c, squares / (perChannel - 1));
        }
        return variance;
    }

    private void move(FloatTensor running, int c, float measured) {
        running.data()[c] = (1 - momentum) * running.data()[c] + momentum * measured;
    }

    static FloatTensor stashed(FloatTensor input, Step step) {
        if (stashBits(step) == VectorConfig.WORD_BITS) {
            return input;
        }
        FloatTensor rounded = FloatTensor.zeros(input.shape());
        float[] in = input.data();
        float[] out = rounded.data();
        step.session().workers().forEachRange(in.length, 1, (from, to) -> {
            for (int i = from; i < to; i++) {
                out[i] = Bfloat16.round(in[i]);
            }
        });
        return rounded;
    }

    private static int stashBits(Step step) {
        int bits = step.session().accelerator().hardware().vector().stashBits();
        if (bits != VectorConfig.WORD_BITS && bits != BFLOAT16_BITS) {
            throw new IllegalArgumentException("vector.stash_bits is " + bits + ", allowed are 16 and 32");
        }
        return bits;
    }

    /**
     * The extent of the output; null where it is not measured.
     *
     * @param mask of the rectifier that follows; null for none
     */
    private Extent normalise(
            float[] in,
            float[] out,
            Planes planes,
            float[] mean,
            float[] scale,
            int[] mask,
            boolean measures,
            Parallel workers) {
        int size = planes.size();
        Extent.OfParts extent = new Extent.OfParts();
        planes.forEachPiece(workers, (first, end) -> {
            for (int plane = first; plane < end; plane++) {
                int c = plane % channels;
                float m = mean[c];
                float s = scale[c];
                float b = beta.value().data()[c];
                for (int i = plane * size; i < (plane + 1) * size; i++) {
                    out[i] = (in[i] - m) * s + b;
                }
            }
            if (mask != null) {
                Loops.best().rectify(out, out, first * size, end * size, mask);
            }
            if (measures) {
                extent.add(out, first * size, end * size);
            }
        });
        return extent.all();
    }

    @Override
    public FloatTensor backward(FloatTensor outputGradient, boolean over, Relu next, Step step) {
        Batch batch = kept.take();
        Planes planes = batch.planes();
        Parallel workers = step.session().workers();
        float[] out = over ? outputGradient.data() : step.session().spares().floats(outputGradient.size());
        int[] mask = next == null ? null : next.takeMask(out.length, step);
        float[] g = mask == null ? outputGradient.data() : out;
        float[] meanGradient = sumGradients(outputGradient.data(), mask, g, batch, workers);
        float[] slope = new float[channels];
        for (int c = 0; c < channels; c++) {
            meanGradient[c] /= planes.perChannel();
            slope[c] = gamma.gradient().data()[c] * batch.inverseDeviation()[c] / planes.perChannel();
        }
        float[] x = batch.input().data();
        int size = planes.size();
        Extent.OfParts extent = new Extent.OfParts();
        planes.forEachPiece(workers, (first, end) -> {
            for (int plane = first; plane < end; plane++) {
                int c = plane % channels;
                float mean = batch.mean()[c];
                float shift = meanGradient[c];
                float k = slope[c];
                float scale = batch.scale()[c];
                for (int i = plane * size; i < (plane + 1) * size; i++) {
                    out[i] = ((g[i] - shift) - (x[i] - mean) * k) * scale;
                }
            }
            extent.add(out, first * size, end * size);
        });
        if (batch.spare()) {
            step.session().spares().give(x);
        }
        new BatchNormWork(name, channels, outputGradient.size()).backward().forEach(step.session()::vector);
        return FloatTensor.of(out, extent.all(), outputGradient.shape());
    }

    /**
     * Writes the gradients of γ and β and returns a copy of the latter, Σ g.
     *
     * @param mask of the rectifier that follows, through which g comes from {@code outputGradient}; null for none, and g is that
     */
    private float[] sumGradients(float[] outputGradient, int[] mask, float[] g, Batch batch, Parallel workers) {
        Planes planes = batch.planes();
        float[] x = batch.input().data();
        float[] blockSums = new float[planes.slots()];
        float[] blockProducts = new float[planes.slots()];
        planes.forEachPiece(workers, (first, end) -> {
            if (mask != null) {
                Loops.best().select(outputGradient, g, first * planes.size(), end * planes.size(), mask);
            }
            planes.forEachBlock(
                    first,
                    end,
                    (channel, slot, from, to) -> Loops.best()
                            .sums()
                            .products(g, x, from, to, batch.mean()[channel], blockSums, blockProducts, slot));
        });
        float[] sums = planes.sumPerChannel(blockSums);
        float[] products = planes.sumPerChannel(blockProducts);
        for (int c = 0; c < channels; c++) {
            beta.gradient().data()[c] = sums[c];
            gamma.gradient().data()[c] = products[c] * batch.inverseDeviation()[c];
        }
        return sums;
    }
}
