package io.bitcycle.training.layer;

import io.bitcycle.workload.ConvShape;
import java.util.Arrays;
import java.util.List;

/** What the layers compute, forward only, in binary64 by the shortest loops over the definitions. */
final class DoubleLayers {
    private DoubleLayers() {}

    /** @param plane elements of one channel of one image */
    static double[] batchNorm(double[] x, int batch, int channels, int plane, double[] gamma, double[] beta) {
        double[] y = new double[x.length];
        double n = batch * plane;
        for (int c = 0; c < channels; c++) {
            double mean = 0;
            double variance = 0;
            for (int i = 0; i < x.length; i++) {
                mean += i / plane % channels == c ? x[i] / n : 0;
            }
            for (int i = 0; i < x.length; i++) {
                variance += i / plane % channels == c ? (x[i] - mean) * (x[i] - mean) / n : 0;
            }
            for (int i = 0; i < x.length; i++) {
                if (i / plane % channels == c) {
                    y[i] = gamma[c] * (x[i] - mean) / Math.sqrt(variance + 1e-5) + beta[c];
                }
            }
        }
        return y;
    }

    static double[] relu(double[] x) {
        return Arrays.stream(x).map(value -> Math.max(value, 0)).toArray();
    }

    static double[] relu6(double[] x) {
        return Arrays.stream(x).map(value -> Math.min(Math.max(value, 0), 6)).toArray();
    }

    static double[] linear(double[] x, int inputs, double[] w, double[] bias) {
        int outputs = bias.length;
        double[] y = new double[x.length / inputs * outputs];
        for (int at = 0; at < y.length; at++) {
            y[at] = bias[at % outputs];
            for (int i = 0; i < inputs; i++) {
                y[at] += x[at / outputs * inputs + i] * w[at % outputs * inputs + i];
            }
        }
        return y;
    }

    /** A row of the table for each one-hot vector. */
    static double[] rowsOfTable(double[] oneHot, int vocabulary, double[] table) {
        int features = table.length / vocabulary;
        double[] y = new double[oneHot.length / vocabulary * features];
        for (int i = 0; i < oneHot.length; i++) {
            for (int f = 0; f < features; f++) {
                y[i / vocabulary * features + f] += oneHot[i] * table[i % vocabulary * features + f];
            }
        }
        return y;
    }

    static double[] layerNorm(double[] x, int features, double[] gamma, double[] beta) {
        double[] y = new double[x.length];
        for (int first = 0; first < x.length; first += features) {
            double mean = Arrays.stream(x, first, first + features).sum() / features;
            double variance = 0;
            for (int f = 0; f < features; f++) {
                variance += (x[first + f] - mean) * (x[first + f] - mean) / features;
            }
            for (int f = 0; f < features; f++) {
                y[first + f] = gamma[f] * (x[first + f] - mean) / Math.sqrt(variance + 1e-5) + beta[f];
            }
        }
        return y;
    }

    static double gelu(double x) {
        return 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
    }

    static double[] positions(double[] x, int tokens, int features) {
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            int feature = i % features;
            double angle = i / features % tokens * Math.pow(10_000, -(double) (feature / 2 * 2) / features);
            y[i] = x[i] * Math.sqrt(features) + (feature % 2 == 0 ? Math.sin(angle) : Math.cos(angle));
        }
        return y;
    }

    /** Parameters: weights and bias of queries, keys and values together, then those of the output. */
    static double[] attention(
            double[] x, int batch, int tokens, int features, int heads, boolean causal, List<double[]> p) {
        double[] projected = linear(x, features, p.get(0), p.get(1));
        double[] mixed = new double[x.length];
        int width = features / heads;
        for (int n = 0; n < batch; n++) {
            for (int head = 0; head < heads; head++) {
                for (int t = 0; t < tokens; t++) {
                    double[] weights = new double[tokens];
                    double sum = 0;
                    for (int s = 0; s < (causal ? t + 1 : tokens); s++) {
                        double score = 0;
                        for (int f = head * width; f < (head + 1) * width; f++) {
                            score += projected[(n * tokens + t) * 3 * features + f]
                                    * projected[(n * tokens + s) * 3 * features + features + f];
                        }
                        weights[s] = Math.exp(score / Math.sqrt(width));
                        sum += weights[s];
                    }
                    for (int s = 0; s < tokens; s++) {
                        for (int f = head * width; f < (head + 1) * width; f++) {
                            mixed[(n * tokens + t) * features + f] +=
                                    weights[s] / sum * projected[(n * tokens + s) * 3 * features + 2 * features + f];
                        }
                    }
                }
            }
        }
        return linear(mixed, features, p.get(2), p.get(3));
    }

    /** From a state of zeros; parameters: weights and bias of the input, of the state; gates input, forget, candidate, output. */
    static double[] lstm(double[] x, int batch, int steps, int inputs, int hidden, List<double[]> p) {
        double[] y = new double[batch * steps * hidden];
        for (int n = 0; n < batch; n++) {
            double[] h = new double[hidden];
            double[] c = new double[hidden];
            for (int t = 0; t < steps; t++) {
                double[] now = Arrays.copyOfRange(x, (n * steps + t) * inputs, (n * steps + t + 1) * inputs);
                double[] s = sum(linear(now, inputs, p.get(0), p.get(1)), linear(h, hidden, p.get(2), p.get(3)));
                for (int j = 0; j < hidden; j++) {
                    c[j] = c[j] / (1 + Math.exp(-s[hidden + j])) + Math.tanh(s[2 * hidden + j]) / (1 + Math.exp(-s[j]));
                    h[j] = Math.tanh(c[j]) / (1 + Math.exp(-s[3 * hidden + j]));
                    y[(n * steps + t) * hidden + j] = h[j];
                }
            }
        }
        return y;
    }

    static double[] conv(double[] x, ConvShape shape, double[] w) {
        int outHeight = shape.outHeight();
        int outWidth = shape.outWidth();
        double[] y = new double[shape.batch() * shape.outChannels() * outHeight * outWidth];
        for (int at = 0; at < y.length; at++) {
            int o = at / (outHeight * outWidth) % shape.outChannels();
            int n = at / (outHeight * outWidth) / shape.outChannels();
            for (int c = 0; c < shape.groupInChannels(); c++) {
                int channel = o / shape.groupOutChannels() * shape.groupInChannels() + c;
                for (int kh = 0; kh < shape.kernelHeight(); kh++) {
                    for (int kw = 0; kw < shape.kernelWidth(); kw++) {
                        int row = at / outWidth % outHeight * shape.stride() + kh - shape.padding();
                        int col = at % outWidth * shape.stride() + kw - shape.padding();
                        if (row >= 0 && row < shape.height() && col >= 0 && col < shape.width()) {
                            y[at] +=
                                    x[((n * shape.inChannels() + channel) * shape.height() + row) * shape.width() + col]
                                            * w[
                                                    ((o * shape.groupInChannels() + c) * shape.kernelHeight() + kh)
                                                                    * shape.kernelWidth()
                                                            + kw];
                        }
                    }
                }
            }
        }
        return y;
    }

    static double[] maxPool(double[] x, int height, int width, int kernel, int stride, int padding) {
        return pool(x, height, width, kernel, stride, padding, true);
    }

    static double[] averagePool(double[] x, int height, int width, int kernel, int stride) {
        return pool(x, height, width, kernel, stride, 0, false);
    }

    private static double[] pool(
            double[] x, int height, int width, int kernel, int stride, int padding, boolean maximum) {
        int outHeight = (height + 2 * padding - kernel) / stride + 1;
        int outWidth = (width + 2 * padding - kernel) / stride + 1;
        double[] y = new double[x.length / (height * width) * outHeight * outWidth];
        for (int at = 0; at < y.length; at++) {
            int plane = at / (outHeight * outWidth);
            int top = at / outWidth % outHeight * stride - padding;
            int left = at % outWidth * stride - padding;
            double best = Double.NEGATIVE_INFINITY;
            double sum = 0;
            for (int row = Math.max(0, top); row < Math.min(height, top + kernel); row++) {
                for (int col = Math.max(0, left); col < Math.min(width, left + kernel); col++) {
                    double value = x[(plane * height + row) * width + col];
                    best = Math.max(best, value);
                    sum += value;
                }
            }
            y[at] = maximum ? best : sum / (kernel * kernel);
        }
        return y;
    }

    static double[] globalAveragePool(double[] x, int plane) {
        double[] y = new double[x.length / plane];
        for (int i = 0; i < x.length; i++) {
            y[i / plane] += x[i] / plane;
        }
        return y;
    }

    static double[] sum(double[] a, double[] b) {
        double[] sum = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            sum[i] = a[i] + b[i];
        }
        return sum;
    }

    /** The mean over rows of −log softmax. */
    static double crossEntropy(double[] scores, int[] labels) {
        int classes = scores.length / labels.length;
        double loss = 0;
        for (int n = 0; n < labels.length; n++) {
            double sum = 0;
            for (int c = 0; c < classes; c++) {
                sum += Math.exp(scores[n * classes + c] - scores[n * classes + labels[n]]);
            }
            loss += Math.log(sum) / labels.length;
        }
        return loss;
    }
}
