package io.bitcycle.training.fixed;

import io.bitcycle.tensor.Parallel;
import io.bitcycle.workload.work.BatchNormWork;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Batch normalisation of [N, C, H, W] over N, H and W, or of [N, C] over N, in integers: y = (x − mean) · (γ · d) + β with
 * d = 1 / √(variance + 10^−5). The mean is rounded to the input's unit, once; sums are exact, of squares of deviations narrowed
 * to {@link FixedFormat#factorBits}; everything per channel is a {@link Scalar}.
 *
 * <p>Backward, with n elements per channel, S = Σ g and P = Σ g (x − mean): gradients of β: S, of γ: P · d, of x:
 * ((g − S / n) − (x − mean) · (P · d · d / n)) · (γ · d). The output's exponent is known before its first element: what bounds
 * every channel's magnitude is measured with the sums.
 */
final class FixedBatchNorm implements FixedLayer {
    /** 10^−5 = 703687442 · 2^−46, rounded. Added to the variance, as in binary32 training. */
    private static final Scalar EPSILON = new Scalar(703687442L, -46);

    /** Magnitude bits of both differences of the gradient: that between them, times a {@link Scalar}, fits 62. */
    private static final int DIFFERENCE_BITS = 31;

    /** A running mean beyond it is taken as it. */
    private static final long MOST_MEAN = 1L << 31;

    private record Batch(FixedTensor input, Channel[] channels) {}

    /** What elements of a channel are computed with. */
    private record Channel(long mean, Scalar inverseDeviation, Scalar scale) {}

    private final String name;
    private final int channels;
    private final FixedFormat format;
    private final FixedParameter gamma;
    private final FixedParameter beta;
    /** A mantissa and an exponent per channel. */
    private final int[] runningMean;

    private final int[] runningVariance;
    private Batch kept;

    /** With γ and running variance 1, β and running mean 0. */
    FixedBatchNorm(String name, int channels, FixedFormat format) {
        this.name = name;
        this.channels = channels;
        this.format = format;
        int[] ones = new int[channels];
        Arrays.fill(ones, 1 << format.weightFractionBits());
        this.gamma = new FixedParameter(name, "weight", FixedTensor.of(ones, -format.weightFractionBits(), channels));
        this.beta = new FixedParameter(
                name, "bias", FixedTensor.of(new int[channels], -format.weightFractionBits(), channels));
        this.runningMean = new int[2 * channels];
        this.runningVariance = new int[2 * channels];
        for (int c = 0; c < channels; c++) {
            Running.set(runningVariance, c, Scalar.of(1, 0));
        }
    }

    @Override
    public String name() {
        return name;
    }

    /** γ, named weight, and β, named bias, both [C]. */
    @Override
    public List<FixedParameter> parameters() {
        return List.of(gamma, beta);
    }

    @Override
    public Map<String, int[]> state() {
        Map<String, int[]> state = new LinkedHashMap<>();
        state.put("running_mean", runningMean);
        state.put("running_variance", runningVariance);
        return state;
    }

    @Override
    public FixedTensor forward(FixedTensor input, FixedStep step) {
        ChannelIndex index = ChannelIndex.of(input, channels, name);
        if (step.training() && index.perChannel() < 2) {
            throw new IllegalArgumentException(name + ": one value per channel has no variance to train with");
        }
        Channel[] all = new Channel[channels];
        int[] tops = new int[channels];
        int rangeTop = step.training() ? 0 : Scalar.top(input.magnitude(step.parallel()), input.exponent());
        step.parallel().forEach(channels, c -> {
            if (step.training()) {
                measure(input, index, c, all, tops);
            } else {
                Scalar mean = Running.get(runningMean, c);
                long rounded = mean.inUnits(input.exponent());
                all[c] =
                        channel(c, Math.max(-MOST_MEAN, Math.min(MOST_MEAN, rounded)), Running.get(runningVariance, c));
                tops[c] = Math.max(rangeTop, mean.top()) + 1 + all[c].scale().top();
            }
            tops[c] = Math.max(
                            tops[c],
                            Scalar.top(beta.value().mantissas()[c], beta.value().exponent()))
                    + 1;
        });
        if (step.training()) {
            kept = stashed(input, all, step.parallel());
        }
        new BatchNormWork(name, channels, input.size()).forward(step.training()).forEach(step.session()::vector);
        return normalised(input, index, all, unit(tops), step.parallel());
    }

    /** The input as it is kept, and the means in its unit. */
    private Batch stashed(FixedTensor input, Channel[] all, Parallel parallel) {
        FixedTensor stash = input.narrowed(format.stashBits(), parallel);
        int coarser = stash.exponent() - input.exponent();
        return new Batch(
                stash,
                Arrays.stream(all)
                        .map(channel -> new Channel(
                                Rounding.shift(channel.mean(), coarser), channel.inverseDeviation(), channel.scale()))
                        .toArray(Channel[]::new));
    }

    /** The unit in which numbers below 2^top are words; 0 where there is nothing but zeros. */
    private int unit(int[] tops) {
        int top = Arrays.stream(tops).max().orElseThrow();
        return top < Scalar.NOTHING / 2 ? 0 : top - (format.bits() - 1);
    }

    private Channel channel(int c, long mean, Scalar variance) {
        Scalar inverseDeviation = variance.plus(EPSILON).inverseRoot();
        Scalar weight = Scalar.of(gamma.value().mantissas()[c], gamma.value().exponent());
        return new Channel(mean, inverseDeviation, weight.times(inverseDeviation));
    }

    /** Statistics of a channel's batch; moves the running values. */
    private void measure(FixedTensor input, ChannelIndex index, int c, Channel[] all, int[] tops) {
        int[] x = input.mantissas();
        int n = index.perChannel();
        long sum = 0;
        for (int plane = c; plane < index.planes(); plane += channels) {
            for (int i = plane * index.size(); i < (plane + 1) * index.size(); i++) {
                sum += x[i];
            }
        }
        long mean = Rounding.divide(sum, n);
        int narrow = Math.max(0, format.bits() - FixedFormat.factorBits(n));
        long squares = 0;
        long greatest = 0;
        for (int plane = c; plane < index.planes(); plane += channels) {
            for (int i = plane * index.size(); i < (plane + 1) * index.size(); i++) {
                long deviation = x[i] - mean;
                long narrowed = Rounding.shift(deviation, narrow);
                squares += narrowed * narrowed;
                greatest = Math.max(greatest, Math.abs(deviation));
            }
        }
        Scalar total = Scalar.of(squares, 2 * (input.exponent() + narrow));
        all[c] = channel(c, mean, total.over(n));
        tops[c] = Scalar.top(greatest, input.exponent()) + all[c].scale().top();
        Scalar exactMean = Scalar.of(sum, input.exponent()).over(n);
        Running.set(runningMean, c, Running.moved(Running.get(runningMean, c), exactMean));
        Running.set(runningVariance, c, Running.moved(Running.get(runningVariance, c), total.over(n - 1L)));
    }

    private FixedTensor normalised(FixedTensor input, ChannelIndex index, Channel[] all, int unit, Parallel parallel) {
        int[] x = input.mantissas();
        int[] y = new int[x.length];
        parallel.forEachRange(index.planes(), index.size(), (from, to) -> {
            for (int plane = from; plane < to; plane++) {
                int c = plane % channels;
                Channel channel = all[c];
                long scale = channel.scale().mantissa();
                int shift = unit - input.exponent() - channel.scale().exponent();
                long offset = Rounding.aligned(
                        beta.value().mantissas()[c], unit - beta.value().exponent());
                for (int i = plane * index.size(); i < (plane + 1) * index.size(); i++) {
                    long product = Rounding.shift((x[i] - channel.mean()) * scale, shift);
                    y[i] = Rounding.saturated(product + offset, format.bits());
                }
            }
        });
        return FixedTensor.of(y, unit, input.shape());
    }

    @Override
    public FixedTensor backward(FixedTensor outputGradient, FixedStep step) {
        Batch batch = kept;
        kept = null;
        ChannelIndex index = ChannelIndex.of(outputGradient, channels, name);
        Slope[] slopes = new Slope[channels];
        Scalar[] gammaGradients = new Scalar[channels];
        Scalar[] betaGradients = new Scalar[channels];
        step.parallel().forEach(channels, c -> {
            Sums sums = Sums.of(outputGradient, batch, index, c, format);
            Scalar inverse = batch.channels()[c].inverseDeviation();
            betaGradients[c] = sums.gradients();
            gammaGradients[c] = sums.products().times(inverse);
            slopes[c] = new Slope(
                    sums.gradients().over(index.perChannel()),
                    gammaGradients[c].times(inverse).over(index.perChannel()),
                    sums.greatestGradient(),
                    sums.greatestDeviation());
        });
        gamma.setGradient(words(gammaGradients));
        beta.setGradient(words(betaGradients));
        new BatchNormWork(name, channels, outputGradient.size()).backward().forEach(step.session()::vector);
        return inputGradient(outputGradient, batch, index, slopes, step.parallel());
    }

    private FixedTensor words(Scalar[] numbers) {
        int unit = unit(Arrays.stream(numbers).mapToInt(Scalar::top).toArray());
        int[] words = new int[channels];
        for (int c = 0; c < channels; c++) {
            words[c] = Rounding.saturated(numbers[c].inUnits(unit), format.bits());
        }
        return FixedTensor.of(words, unit, channels);
    }

    /**
     * Sums over a channel, and what bounds its elements.
     *
     * @param gradients S
     * @param products P
     * @param greatestGradient below 2^it are all gradients
     * @param greatestDeviation and all deviations
     */
    private record Sums(Scalar gradients, Scalar products, int greatestGradient, int greatestDeviation) {
        static Sums of(FixedTensor outputGradient, Batch batch, ChannelIndex index, int c, FixedFormat format) {
            int[] g = outputGradient.mantissas();
            int[] x = batch.input().mantissas();
            long mean = batch.channels()[c].mean();
            int factorBits = FixedFormat.factorBits(index.perChannel());
            int narrowGradient = Math.max(0, format.bits() - 1 - factorBits);
            int narrowDeviation = Math.max(0, format.bits() - factorBits);
            long sum = 0;
            long products = 0;
            long mostGradient = 0;
            long mostDeviation = 0;
            for (int plane = c; plane < index.planes(); plane += index.channels()) {
                for (int i = plane * index.size(); i < (plane + 1) * index.size(); i++) {
                    long deviation = x[i] - mean;
                    sum += g[i];
                    products += Rounding.shift(g[i], narrowGradient) * Rounding.shift(deviation, narrowDeviation);
                    mostGradient = Math.max(mostGradient, Math.abs((long) g[i]));
                    mostDeviation = Math.max(mostDeviation, Math.abs(deviation));
                }
            }
            int gradientUnit = outputGradient.exponent();
            int deviationUnit = batch.input().exponent();
            return new Sums(
                    Scalar.of(sum, gradientUnit),
                    Scalar.of(products, gradientUnit + narrowGradient + deviationUnit + narrowDeviation),
                    Scalar.top(mostGradient, gradientUnit),
                    Scalar.top(mostDeviation, deviationUnit));
        }
    }

    /** What a channel's gradients are computed with: their mean, P · d · d / n, and the bounds. */
    private record Slope(Scalar mean, Scalar factor, int greatestGradient, int greatestDeviation) {
        /** Below 2^it are both differences of the formula. */
        int top() {
            return Math.max(Math.max(greatestGradient, mean.top()) + 1, greatestDeviation + factor.top());
        }
    }

    private FixedTensor inputGradient(
            FixedTensor outputGradient, Batch batch, ChannelIndex index, Slope[] slopes, Parallel parallel) {
        int[] tops = new int[channels];
        Arrays.setAll(
                tops, c -> slopes[c].top() + 1 + batch.channels()[c].scale().top());
        int unit = unit(tops);
        int[] g = outputGradient.mantissas();
        int[] x = batch.input().mantissas();
        int[] out = new int[g.length];
        parallel.forEachRange(index.planes(), index.size(), (from, to) -> {
            for (int plane = from; plane < to; plane++) {
                Channel channel = batch.channels()[plane % channels];
                Slope slope = slopes[plane % channels];
                int inner = slope.top() - DIFFERENCE_BITS;
                long mean = slope.mean().inUnits(inner);
                long factor = slope.factor().mantissa();
                int factorShift =
                        inner - batch.input().exponent() - slope.factor().exponent();
                int gradientShift = inner - outputGradient.exponent();
                long scale = channel.scale().mantissa();
                int shift = unit - inner - channel.scale().exponent();
                for (int i = plane * index.size(); i < (plane + 1) * index.size(); i++) {
                    long centred = Rounding.aligned(g[i], gradientShift) - mean;
                    long along = Rounding.aligned((x[i] - channel.mean()) * factor, factorShift);
                    out[i] = Rounding.saturated(Rounding.shift((centred - along) * scale, shift), format.bits());
                }
            }
        });
        return FixedTensor.of(out, unit, outputGradient.shape());
    }
}
