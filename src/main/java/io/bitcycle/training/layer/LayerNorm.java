package io.bitcycle.training.layer;

import io.bitcycle.tensor.FloatTensor;
import io.bitcycle.tensor.LaneSum;
import io.bitcycle.workload.work.LayerNormWork;
import java.util.Arrays;
import java.util.List;

/**
 * Normalization of each token over its features (Ba et al., 2016), in binary32: with the mean and the biased variance as
 * {@link LaneSum}s over F, d = 1 / √(variance + 1e-5), y = (x − mean) · d · γ + β. Backward, with x̂ = (x − mean) · d and h = g · γ:
 * d · ((h − mean of h) − x̂ · mean of h · x̂). Gradients of γ and β add over the tokens in order. The input is kept; where
 * {@code vector.stash_bits} is 16, rounded to bfloat16.
 */
public final class LayerNorm implements Layer {
    /** Added to the variance. */
    private static final float EPSILON = 1e-5f;

    private final String name;
    private final int features;
    private final Parameter weight;
    private final Parameter bias;
    private final Kept<Tokens> kept;

    private record Tokens(FloatTensor input, float[] mean, float[] inverseDeviation) {
        /** x̂ of an element. */
        float normal(int token, int at) {
            return (input.data()[at] - mean[token]) * inverseDeviation[token];
        }
    }

    /** Starts at γ = 1 and β = 0. */
    public LayerNorm(String name, int features) {
        this.name = name;
        this.features = features;
        FloatTensor ones = FloatTensor.zeros(features);
        Arrays.fill(ones.data(), 1f);
        this.weight = Parameter.of(name, "weight", ones);
        this.bias = Parameter.of(name, "bias", FloatTensor.zeros(features));
        this.kept = new Kept<>(name);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(weight, bias);
    }

    @Override
    public FloatTensor forward(FloatTensor input, Step step) {
        int tokens = input.size() / features;
        FloatTensor output = FloatTensor.zeros(input.shape());
        float[] mean = new float[tokens];
        float[] inverse = new float[tokens];
        float[] x = input.data();
        step.session().workers().forEachRange(tokens, features, (from, to) -> {
            float[] squares = new float[features];
            for (int token = from; token < to; token++) {
                int first = token * features;
                mean[token] = LaneSum.of(x, first, first + features) / features;
                for (int f = 0; f < features; f++) {
                    float deviation = x[first + f] - mean[token];
                    squares[f] = deviation * deviation;
                }
                float variance = LaneSum.of(squares, 0, features) / features;
                inverse[token] = 1f / (float) StrictMath.sqrt(variance + EPSILON);
                for (int f = 0; f < features; f++) {
                    float normal = (x[first + f] - mean[token]) * inverse[token];
                    output.data()[first + f] =
                            normal * weight.value().data()[f] + bias.value().data()[f];
                }
            }
        });
        if (step.training()) {
            kept.keep(new Tokens(BatchNorm.stashed(input, step), mean, inverse));
        }
        work(tokens).forward(step.training()).forEach(step.session()::vector);
        return output;
    }

    @Override
    public FloatTensor backward(FloatTensor outputGradient, Step step) {
        Tokens forward = kept.take();
        int tokens = outputGradient.size() / features;
        float[] g = outputGradient.data();
        FloatTensor gradient = FloatTensor.zeros(outputGradient.shape());
        step.session().workers().forEachRange(tokens, features, (from, to) -> {
            float[] scaled = new float[features];
            float[] products = new float[features];
            for (int token = from; token < to; token++) {
                int first = token * features;
                for (int f = 0; f < features; f++) {
                    scaled[f] = g[first + f] * weight.value().data()[f];
                    products[f] = scaled[f] * forward.normal(token, first + f);
                }
                float sum = LaneSum.of(scaled, 0, features) / features;
                float slope = LaneSum.of(products, 0, features) / features;
                for (int f = 0; f < features; f++) {
                    float rest = (scaled[f] - sum) - forward.normal(token, first + f) * slope;
                    gradient.data()[first + f] = forward.inverseDeviation()[token] * rest;
                }
            }
        });
        parameterGradients(g, tokens, forward, step);
        work(tokens).backward().forEach(step.session()::vector);
        return gradient;
    }

    private void parameterGradients(float[] g, int tokens, Tokens forward, Step step) {
        float[] byWeight = weight.gradient().data();
        float[] byBias = bias.gradient().data();
        Arrays.fill(byWeight, 0f);
        Arrays.fill(byBias, 0f);
        step.session().workers().forEachRange(features, tokens, (from, to) -> {
            for (int token = 0; token < tokens; token++) {
                for (int f = from; f < to; f++) {
                    int at = token * features + f;
                    byWeight[f] += g[at] * forward.normal(token, at);
                    byBias[f] += g[at];
                }
            }
        });
    }

    private LayerNormWork work(int tokens) {
        return new LayerNormWork(name, tokens, features);
    }
}
