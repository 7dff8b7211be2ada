package io.bitcycle.workload.work;

import io.bitcycle.workload.ActivationShape;
import io.bitcycle.workload.ConvShape;
import io.bitcycle.workload.LayerShapes;
import io.bitcycle.workload.LayerSpec;
import io.bitcycle.workload.NetworkSpec;
import io.bitcycle.workload.Operation;
import java.util.ArrayList;
import java.util.List;

/** Everything that a network, its loss and SGD put on an accelerator, in order of execution, from shapes alone. */
public final class NetworkWork {
    private final SequentialWork layers;
    private final SoftmaxCrossEntropyWork loss;

    private NetworkWork(SequentialWork layers, SoftmaxCrossEntropyWork loss) {
        this.layers = layers;
        this.loss = loss;
    }

    /**
     * The work on batches of {@code batch} samples.
     *
     * @throws IllegalArgumentException for a layer that cannot be trained yet
     */
    public static NetworkWork of(NetworkSpec network, int batch, Quantization quantization) {
        SequentialWork layers = new Builder(batch, quantization).sequence(network.layers(), network.input());
        return new NetworkWork(layers, new SoftmaxCrossEntropyWork(batch, network.classes()));
    }

    /** One training iteration: forward, loss, backward, update. */
    public List<Operation> training() {
        List<Operation> ops = new ArrayList<>(layers.forward(true));
        ops.addAll(loss.forward(true));
        ops.addAll(loss.backward());
        ops.addAll(layers.backward());
        layers.parameters().forEach(parameter -> ops.add(SgdWork.update(parameter)));
        return ops;
    }

    /** One batch of evaluation: forward and loss. */
    public List<Operation> evaluation() {
        List<Operation> ops = new ArrayList<>(layers.forward(false));
        ops.addAll(loss.forward(false));
        return ops;
    }

    /** Counts the layers that have products: the first of them has no backward-data pass. */
    private static final class Builder {
        private final int batch;
        private final Quantization quantization;
        private boolean first = true;

        Builder(int batch, Quantization quantization) {
            this.batch = batch;
            this.quantization = quantization;
        }

        SequentialWork sequence(List<LayerSpec> specs, ActivationShape input) {
            List<LayerWork> works = new ArrayList<>();
            ActivationShape shape = input;
            for (LayerSpec spec : specs) {
                works.add(work(spec, shape));
                shape = LayerShapes.output(spec, shape);
            }
            return new SequentialWork(works);
        }

        private LayerWork work(LayerSpec spec, ActivationShape input) {
            long inputs = elements(input);
            long outputs = elements(LayerShapes.output(spec, input));
            if (spec instanceof LayerSpec.Conv conv) {
                return conv(conv, conv.shape(batch, input));
            }
            if (spec instanceof LayerSpec.Linear linear) {
                return linear(linear);
            }
            if (spec instanceof LayerSpec.BatchNorm norm) {
                return new BatchNormWork(norm.name(), norm.channels(), inputs);
            }
            if (spec instanceof LayerSpec.Relu relu) {
                return new ReluWork(relu.name(), inputs);
            }
            if (spec instanceof LayerSpec.MaxPool pool) {
                return new MaxPoolWork(pool.name(), pool.kernel(), inputs, outputs);
            }
            if (spec instanceof LayerSpec.AveragePool pool) {
                return new AveragePoolWork(pool.name(), pool.kernel(), inputs, outputs);
            }
            if (spec instanceof LayerSpec.GlobalAveragePool pool) {
                return new GlobalAveragePoolWork(pool.name(), outputs, input.height() * input.width());
            }
            LayerSpec.Residual residual = (LayerSpec.Residual) spec;
            SequentialWork body = sequence(residual.body(), input);
            return new ResidualWork(residual.name(), inputs, outputs, body, sequence(residual.shortcut(), input));
        }

        private LayerWork conv(LayerSpec.Conv spec, ConvShape shape) {
            if (!spec.quantized()) {
                throw new IllegalArgumentException(
                        spec.name() + ": a convolution that is not quantized cannot be trained yet");
            }
            return new ConvWork(spec.name(), shape, quantization, takeFirst());
        }

        private LayerWork linear(LayerSpec.Linear spec) {
            boolean isFirst = takeFirst();
            return spec.quantized()
                    ? QuantizedLinearWork.of(spec.name(), batch, spec.in(), spec.out(), quantization, isFirst)
                    : new LinearWork(spec.name(), batch, spec.in(), spec.out(), true, isFirst);
        }

        private boolean takeFirst() {
            boolean now = first;
            first = false;
            return now;
        }

        private long elements(ActivationShape shape) {
            return (long) batch * shape.features();
        }
    }
}
