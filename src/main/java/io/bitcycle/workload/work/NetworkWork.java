package io.bitcycle.workload.work;

import io.bitcycle.workload.NetworkSpec;
import io.bitcycle.workload.Operation;
import io.bitcycle.workload.layer.LayerSite;
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
     */
    public static NetworkWork of(NetworkSpec network, int batch, Quantization quantization) {
        SequentialWork layers = new LayerSite(batch, network.input(), false).works(network.layers(), quantization);
        return new NetworkWork(
                layers,
                new SoftmaxCrossEntropyWork((long) batch * network.input().tokens(), network.classes()));
    }

    /** What the optimizer moves. */
    public List<ParameterSize> parameters() {
        return layers.parameters();
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
}
