package io.bitcycle.training.landscape;

import io.bitcycle.numeric.RandomStream;
import io.bitcycle.tensor.FloatTensor;
import io.bitcycle.training.layer.Parameter;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * A point or a direction in the space of a network's parameters.
 *
 * @param parts one array per parameter, in the parameters' order, row-major
 */
record WeightVector(double[][] parts) {
    /** A copy of some tensor of every parameter, its values say. */
    static WeightVector of(List<Parameter> parameters, Function<Parameter, FloatTensor> tensor) {
        double[][] parts = new double[parameters.size()][];
        for (int p = 0; p < parts.length; p++) {
            float[] data = tensor.apply(parameters.get(p)).data();
            parts[p] = new double[data.length];
            for (int i = 0; i < data.length; i++) {
                parts[p][i] = data[i];
            }
        }
        return new WeightVector(parts);
    }

    /**
     * A random direction, filter-normalised: Gaussian, each filter (all weights of one output) scaled to the norm of the
     * network's own, biases and batch norm left alone. Li et al., "Visualizing the Loss Landscape of Neural Nets", NeurIPS 2018,
     * section 4.
     *
     * @param random one stream per parameter
     */
    static WeightVector filterNormalised(List<Parameter> parameters, List<RandomStream> random) {
        double[][] parts = new double[parameters.size()][];
        for (int p = 0; p < parts.length; p++) {
            FloatTensor weight = parameters.get(p).value();
            parts[p] = new double[weight.size()];
            if (weight.rank() < 2) {
                continue;
            }
            int filter = weight.size() / weight.dim(0);
            for (int first = 0; first < weight.size(); first += filter) {
                double own = 0;
                double drawn = 0;
                for (int i = first; i < first + filter; i++) {
                    parts[p][i] = random.get(p).gaussian(i);
                    own += (double) weight.data()[i] * weight.data()[i];
                    drawn += parts[p][i] * parts[p][i];
                }
                double factor = drawn == 0 ? 0 : Math.sqrt(own / drawn);
                for (int i = first; i < first + filter; i++) {
                    parts[p][i] *= factor;
                }
            }
        }
        return new WeightVector(parts);
    }

    /** A random direction of length 1. */
    static WeightVector unit(List<Parameter> parameters, List<RandomStream> random) {
        double[][] parts = new double[parameters.size()][];
        for (int p = 0; p < parts.length; p++) {
            parts[p] = new double[parameters.get(p).value().size()];
            for (int i = 0; i < parts[p].length; i++) {
                parts[p][i] = random.get(p).gaussian(i);
            }
        }
        WeightVector drawn = new WeightVector(parts);
        return drawn.times(1 / drawn.norm());
    }

    /** This + factor x other. */
    WeightVector plus(double factor, WeightVector other) {
        double[][] sum = new double[parts.length][];
        for (int p = 0; p < parts.length; p++) {
            sum[p] = parts[p].clone();
            for (int i = 0; i < sum[p].length; i++) {
                sum[p][i] += factor * other.parts[p][i];
            }
        }
        return new WeightVector(sum);
    }

    WeightVector times(double factor) {
        double[][] scaled = new double[parts.length][];
        for (int p = 0; p < parts.length; p++) {
            scaled[p] = Arrays.stream(parts[p]).map(x -> factor * x).toArray();
        }
        return new WeightVector(scaled);
    }

    double dot(WeightVector other) {
        double sum = 0;
        for (int p = 0; p < parts.length; p++) {
            for (int i = 0; i < parts[p].length; i++) {
                sum += parts[p][i] * other.parts[p][i];
            }
        }
        return sum;
    }

    double norm() {
        return Math.sqrt(dot(this));
    }

    /** Writes the values, rounded to binary32, into the parameters. */
    void into(List<Parameter> parameters) {
        for (int p = 0; p < parts.length; p++) {
            float[] data = parameters.get(p).value().data();
            for (int i = 0; i < data.length; i++) {
                data[i] = (float) parts[p][i];
            }
        }
    }
}
