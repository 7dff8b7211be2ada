package io.bitcycle.training.layer;

import io.bitcycle.tensor.FloatTensor;
import io.bitcycle.tensor.LaneSum;
import io.bitcycle.tensor.Parallel;
import java.util.Arrays;

/**
 * Products of rows [N, I] with weights [O, I] in binary32. Order: an output is the {@link LaneSum} over the inputs of x · w. The
 * gradient of x adds g · w over the outputs, that of w adds over the rows, in ascending order from 0. Each product is rounded before
 * it is added.
 */
final class LinearProduct {
    private LinearProduct() {}

    /** @param bias [O] that is added to each row, or null */
    static FloatTensor forward(FloatTensor input, FloatTensor weight, FloatTensor bias, Parallel parallel) {
        int batch = input.dim(0);
        int inputs = weight.dim(1);
        int outputs = weight.dim(0);
        FloatTensor output = FloatTensor.zeros(batch, outputs);
        float[] x = input.data();
        float[] w = weight.data();
        float[] y = output.data();
        // By output, so that a row of weights is fetched once for the whole batch.
        parallel.forEachRange(outputs, (long) inputs * batch, (from, to) -> {
            float[] products = new float[inputs];
            for (int o = from; o < to; o++) {
                float shift = bias == null ? 0 : bias.data()[o];
                for (int n = 0; n < batch; n++) {
                    for (int i = 0; i < inputs; i++) {
                        products[i] = x[n * inputs + i] * w[o * inputs + i];
                    }
                    y[n * outputs + o] = LaneSum.of(products, 0, inputs) + shift;
                }
            }
        });
        return output;
    }

    /** [N, I] of the errors [N, O]. */
    static FloatTensor inputGradient(FloatTensor errors, FloatTensor weight, Parallel parallel) {
        int batch = errors.dim(0);
        int inputs = weight.dim(1);
        int outputs = weight.dim(0);
        FloatTensor gradient = FloatTensor.zeros(batch, inputs);
        float[] g = errors.data();
        float[] w = weight.data();
        float[] out = gradient.data();
        parallel.forEachRange(batch, (long) inputs * outputs, (from, to) -> {
            for (int n = from; n < to; n++) {
                for (int o = 0; o < outputs; o++) {
                    addProducts(g[n * outputs + o], w, o * inputs, out, n * inputs, inputs);
                }
            }
        });
        return gradient;
    }

    /** Overwrites the gradient [O, I] by the weights. */
    static void weightGradient(FloatTensor errors, FloatTensor input, FloatTensor gradient, Parallel parallel) {
        int batch = input.dim(0);
        int inputs = input.dim(1);
        int outputs = errors.dim(1);
        float[] g = errors.data();
        float[] x = input.data();
        float[] out = gradient.data();
        parallel.forEachRange(outputs, (long) inputs * batch, (from, to) -> {
            Arrays.fill(out, from * inputs, to * inputs, 0f);
            for (int o = from; o < to; o++) {
                for (int n = 0; n < batch; n++) {
                    addProducts(g[n * outputs + o], x, n * inputs, out, o * inputs, inputs);
                }
            }
        });
    }

    /** Overwrites the gradient [O] by a bias that was added to each row: sums over the rows in ascending order. */
    static void biasGradient(FloatTensor errors, FloatTensor gradient) {
        int outputs = errors.dim(1);
        float[] out = gradient.data();
        Arrays.fill(out, 0f);
        for (int n = 0; n < errors.dim(0); n++) {
            for (int o = 0; o < outputs; o++) {
                out[o] += errors.data()[n * outputs + o];
            }
        }
    }

    /** sums[i] += factor · values[i] for one row of {@code count} elements. */
    private static void addProducts(
            float factor, float[] values, int valuesFrom, float[] sums, int sumsFrom, int count) {
        for (int i = 0; i < count; i++) {
            sums[sumsFrom + i] += factor * values[valuesFrom + i];
        }
    }
}
