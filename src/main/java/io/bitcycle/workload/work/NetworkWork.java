package io.bitcycle.workload.work;

import io.bitcycle.workload.NetworkSpec;
import io.bitcycle.workload.Operation;
import io.bitcycle.workload.layer.LayerSite;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Everything that a network, its loss and SGD put on an accelerator, in order of execution, from shapes alone. */
public final class NetworkWork {
    private final SequentialWork layers;
    private final Optional<SoftmaxCrossEntropyWork> loss;

    private NetworkWork(SequentialWork layers, Optional<SoftmaxCrossEntropyWork> loss) {
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
                network.chained()
                        ? Optional.of(new SoftmaxCrossEntropyWork(
                                (long) batch * network.input().tokens(), network.classes()))
                        : Optional.empty());
    }

    /** What the optimizer moves. */
    public List<ParameterSize> parameters() {
        return layers.parameters();
    }

    /** One training iteration: forward, loss, backward, update. Of a list of layers that do not chain: forward alone. */
    public List<Operation> training() {
        if (loss.isEmpty()) {
            return evaluation();
        }
        List<Operation> ops = new ArrayList<>(layers.forward(true));
        ops.addAll(loss.get().forward(true));
        ops.addAll(loss.get().backward());
        ops.addAll(layers.backward());
        layers.parameters().forEach(parameter -> ops.add(SgdWork.update(parameter)));
        return ops;
    }

    /** One batch of evaluation: forward and, of a network, loss. */
    public List<Operation> evaluation() {
        List<Operation> ops = new ArrayList<>(layers.forward(false));
        loss.ifPresent(ofNetwork -> ops.addAll(ofNetwork.forward(false)));
        return ops;
    }
}
