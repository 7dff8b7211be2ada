package io.bitcycle.workload.work;

import io.bitcycle.workload.NetworkSpec;
import io.bitcycle.workload.Operation;
import io.bitcycle.workload.OptimizerSpec;
import io.bitcycle.workload.layer.LayerSite;
import java.util.List;
import java.util.Optional;

/** Everything that a network, its loss and its optimizer put on an accelerator, in order of execution, from shapes alone. */
public final class NetworkWork {
    private final SequentialWork layers;
    private final Optional<LayerWork> loss;
    private final OptimizerSpec optimizer;

    private NetworkWork(SequentialWork layers, Optional<LayerWork> loss, OptimizerSpec optimizer) {
        this.layers = layers;
        this.loss = loss;
        this.optimizer = optimizer;
    }

    /**
     * The work on batches of {@code batch} samples.
     */
    public static NetworkWork of(NetworkSpec network, int batch, Quantization quantization) {
        LayerSite site = new LayerSite(batch, network.input(), false);
        return new NetworkWork(
                site.works(network.layers(), quantization),
                network.chained() ? Optional.of(loss(network, site)) : Optional.empty(),
                network.optimizer());
    }

    private static LayerWork loss(NetworkSpec network, LayerSite site) {
        return network.wordScores()
                .map(scores -> scores.loss(site))
                .orElseGet(() -> new SoftmaxCrossEntropyWork(site.rows(), network.classes()));
    }

    /** What the optimizer moves. */
    public List<ParameterSize> parameters() {
        return layers.parameters();
    }

    /**
     * One training iteration: forward, loss, backward, update; each operation by itself. Of a list of layers that do not
     * chain: forward alone.
     */
    public List<Operation> training() {
        return iteration().plain();
    }

    /** One batch of evaluation: forward and, of a network, loss. */
    public List<Operation> evaluation() {
        return pass().plain();
    }

    /** A forward pass in training alone: what finds the statistics of averaged weights. Never chained. */
    public List<Operation> statistics() {
        return layers.forward(true);
    }

    /** The weights joining their average, parameter after parameter. */
    public List<Operation> averaging() {
        return layers.parameters().stream()
                .<Operation>map(OptimizerWork::average)
                .toList();
    }

    /** {@link #training()}, operation by operation, as a vector unit executes it that chains operations, see {@link Chain}. */
    public List<Operation> chainedTraining() {
        return iteration().chained();
    }

    /** {@link #evaluation()} likewise. */
    public List<Operation> chainedEvaluation() {
        return pass().chained();
    }

    private Chain iteration() {
        if (loss.isEmpty()) {
            return pass();
        }
        Chain chain = new Chain();
        chain.forward(layers, true);
        chain.forward(loss.get(), true);
        chain.backward(loss.get());
        chain.backward(layers);
        OptimizerWork.step(optimizer, layers.parameters()).forEach(chain::add);
        return chain;
    }

    private Chain pass() {
        Chain chain = new Chain();
        if (loss.isEmpty()) {
            layers.layers().forEach(layer -> chain.alone(layer.forward(false)));
        } else {
            chain.forward(layers, false);
            chain.forward(loss.get(), false);
        }
        return chain;
    }
}
