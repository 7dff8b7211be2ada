package io.bitcycle.workload;

import io.bitcycle.json.BadInputException;
import io.bitcycle.json.Position;
import io.bitcycle.json.Problem;
import io.bitcycle.workload.layer.AdaptiveSoftmaxSpec;
import io.bitcycle.workload.layer.EmbeddingSpec;
import io.bitcycle.workload.layer.LayerSite;
import io.bitcycle.workload.layer.LayerSpec;
import io.bitcycle.workload.layer.PlacedSpec;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A network and how its source trains it, or a list of layers that do not feed each other.
 *
 * @param source where shapes and hyper-parameters come from
 * @param input shape of one sample; a single 1x1 pixel of a list
 * @param classes features that the last layer gives; 0 of a list
 * @param layers from input to class scores, repeats unrolled
 * @param training hyper-parameters; empty where the source trains nothing
 * @param paperBitOps how a paper arrives at its BitOPs of this training, where one states them
 */
public record NetworkSpec(
        String name,
        String source,
        ActivationShape input,
        int classes,
        List<LayerSpec> layers,
        Optional<Recipe> training,
        Optional<Bookkeeping> paperBitOps) {
    public NetworkSpec {
        layers = List.copyOf(layers);
    }

    /** A network whose BitOPs no paper states. */
    public NetworkSpec(
            String name, String source, ActivationShape input, int classes, List<LayerSpec> layers, Recipe recipe) {
        this(name, source, input, classes, layers, Optional.of(recipe), Optional.empty());
    }

    /**
     * Hyper-parameters of training.
     *
     * @param samples of the data set the source trains on, if stated
     * @param exactIterations iterations where the source does not train whole epochs, if stated
     * @param learningRate initial
     * @param schedule name of the learning-rate schedule
     * @param averaging of weights, where the source averages them
     */
    public record Recipe(
            int batch,
            int epochs,
            Optional<Integer> samples,
            Optional<Integer> exactIterations,
            double learningRate,
            String schedule,
            WarmUp warmUp,
            OptimizerSpec optimizer,
            Optional<Averaging> averaging) {
        /** SGD with momentum and nothing else. */
        public Recipe(
                int batch, int epochs, double learningRate, double momentum, double weightDecay, String schedule) {
            this(batch, epochs, learningRate, schedule, OptimizerSpec.sgd(momentum, weightDecay));
        }

        /** Whole epochs of whatever data, without warm-up or average. */
        public Recipe(int batch, int epochs, double learningRate, String schedule, OptimizerSpec optimizer) {
            this(
                    batch,
                    epochs,
                    Optional.empty(),
                    Optional.empty(),
                    learningRate,
                    schedule,
                    WarmUp.NONE,
                    optimizer,
                    Optional.empty());
        }

        /**
         * Iterations of the source's whole training at a batch size, the last batch of an epoch being smaller: as stated,
         * or epochs of all samples; empty when the trace tells neither.
         */
        public OptionalLong iterations(int batchSize) {
            if (exactIterations.isPresent()) {
                long trained = (long) exactIterations.get() * batch;
                return OptionalLong.of((trained - 1) / batchSize + 1);
            }
            return samples.isEmpty()
                    ? OptionalLong.empty()
                    : OptionalLong.of(((long) samples.get() - 1) / batchSize * epochs + epochs);
        }
    }

    /**
     * What a paper multiplies forward MACs with to state the BitOPs of a training.
     *
     * @param source where, and how it differs from what is trained
     */
    public record Bookkeeping(long iterations, int batch, String source) {}

    /** The same network with every layer in binary32 on the vector unit, where its kind allows. */
    public NetworkSpec withoutCodes() {
        return new NetworkSpec(
                name,
                source,
                input,
                classes,
                layers.stream().map(LayerSpec::withoutCodes).toList(),
                training,
                paperBitOps);
    }

    /** Whether each layer takes what the one before gives; else every layer is a {@link PlacedSpec}, run forward only. */
    public boolean chained() {
        return layers.stream().noneMatch(PlacedSpec.class::isInstance);
    }

    /**
     * The hyper-parameters.
     *
     * @throws BadInputException where there are none
     */
    public Recipe recipe() {
        return training.orElseThrow(() -> new BadInputException(List.of(Problem.at(
                Position.of(name),
                "training",
                chained()
                        ? "is missing: the trace says nothing of training; allowed: a trace that does"
                        : "is missing: the trace is a list of layers; allowed: a network"))));
    }

    /** What moves the weights; plain where the trace says nothing of training. */
    public OptimizerSpec optimizer() {
        return training.map(Recipe::optimizer).orElse(OptimizerSpec.PLAIN);
    }

    /** Of weights, where the trace says so. */
    public Optional<Averaging> averaging() {
        return training.flatMap(Recipe::averaging);
    }

    /** The same network, trained otherwise. */
    public NetworkSpec withTraining(Recipe other) {
        return new NetworkSpec(name, source, input, classes, layers, Optional.of(other), paperBitOps);
    }

    /** The same network on sequences of another length. */
    public NetworkSpec withTokens(int tokens) {
        ActivationShape other = new ActivationShape(tokens, input.channels(), input.height(), input.width());
        return new NetworkSpec(name, source, other, classes, layers, training, paperBitOps);
    }

    /** The last layer where it scores words in clusters or in one. */
    public Optional<AdaptiveSoftmaxSpec> wordScores() {
        return layers.get(layers.size() - 1) instanceof AdaptiveSoftmaxSpec scores
                ? Optional.of(scores)
                : Optional.empty();
    }

    /**
     * The same network on a batch of text, which may decide what is computed.
     *
     * @param next the word after each
     * @param learning whether it trains on the batch
     */
    public NetworkSpec on(int[] words, int[] next, boolean learning) {
        List<LayerSpec> all = layers.stream()
                .map(layer -> layer instanceof EmbeddingSpec embedding
                        ? embedding.on(words)
                        : layer instanceof AdaptiveSoftmaxSpec scores && learning ? scores.trainedOn(next) : layer)
                .toList();
        return new NetworkSpec(name, source, input, classes, all, training, paperBitOps);
    }

    /** The layer that makes the text decide what is computed, so that shapes alone do not tell costs. */
    public Optional<String> needingText() {
        return layers.stream()
                .filter(layer -> layer instanceof EmbeddingSpec embedding && embedding.needsText()
                        || layer instanceof AdaptiveSoftmaxSpec scores && scores.needsText())
                .map(LayerSpec::name)
                .findFirst();
    }

    /** Every product of a training iteration in the order of its forward pass, quantized or not. */
    public List<Product> products(int batch) {
        return new LayerSite(batch, input, false).products(layers);
    }

    /**
     * Nominal bit operations of one sample: width times width of each multiply-accumulate in the three passes, or, of a list of
     * layers, in the forward pass alone. Layers with widths of their own count at those.
     */
    public BigInteger bitOps(int weightBits, int activationBits, int backwardBits) {
        BigInteger sum = BigInteger.ZERO;
        for (Product product : products(1)) {
            long weight = product.bits().forward(weightBits);
            long activation = product.bits().forward(activationBits);
            long backward = product.bits().backward(backwardBits);
            long bits = activation * weight + (chained() ? backward * weight + activation * backward : 0);
            sum = sum.add(BigInteger.valueOf(product.macs()).multiply(BigInteger.valueOf(bits)));
        }
        return sum;
    }

    /** Nominal multiply-accumulates of one sample's forward pass: every product. */
    public long forwardMacs() {
        return products(1).stream().mapToLong(Product::macs).sum();
    }
}
