package io.bitcycle.training;

import io.bitcycle.hardware.VectorConfig;
import io.bitcycle.numeric.CounterRandom;
import io.bitcycle.numeric.RandomPurpose;
import io.bitcycle.numeric.RandomStream;
import io.bitcycle.precision.Precision;
import io.bitcycle.simulator.AcceleratorSession;
import io.bitcycle.tensor.FloatTensor;
import io.bitcycle.training.data.Batch;
import io.bitcycle.training.fixed.FixedFormat;
import io.bitcycle.training.fixed.FixedNetwork;
import io.bitcycle.training.fixed.FixedStep;
import io.bitcycle.training.fixed.FixedTensor;
import io.bitcycle.training.fixed.InitialWeights;
import io.bitcycle.training.fixed.Scalar;
import io.bitcycle.training.layer.TensorObserver;
import io.bitcycle.workload.OptimizerSpec;
import java.util.Map;
import java.util.Optional;

/**
 * Learns in integers: package {@code training.fixed}. What comes from outside is rounded here, before the step: pixels, initial
 * weights and hyper-parameters; what goes out, the loss, becomes a binary32 number for reports.
 */
final class FixedLearner implements Learner {
    private final AcceleratorSession session;
    private final FixedNetwork network;
    private final FixedFormat format;
    private final CounterRandom random;

    /** At the recipe's initial weights. */
    FixedLearner(Recipe recipe, AcceleratorSession session) {
        untrainable(recipe).ifPresent(why -> {
            throw new IllegalArgumentException(why);
        });
        this.session = session;
        this.format = FixedFormat.of(session.accelerator().hardware().vector());
        this.random = CounterRandom.of(recipe.seed());
        OptimizerSpec optimizer = recipe.network().optimizer();
        this.network = FixedNetwork.of(
                recipe.network(), format, start(), scalar(momentum(optimizer)), scalar(optimizer.weightDecay()));
    }

    /** Whether a vector unit computes in integers. */
    static boolean isMeant(VectorConfig vector) {
        return vector.numeric() == VectorConfig.Numeric.FIXED;
    }

    /** What keeps a recipe from being trained in integers, in words; empty when nothing does. */
    static Optional<String> untrainable(Recipe recipe) {
        if (!recipe.replay().equals(Replay.NONE)) {
            return Optional.of("a recorded run is one in binary32");
        }
        Optional<String> why = FixedNetwork.untrainable(recipe.network(), recipe.quantizer());
        OptimizerSpec optimizer = recipe.network().optimizer();
        return why.isEmpty() && (momentum(optimizer) >= 1 || optimizer.weightDecay() >= 1)
                ? Optional.of("momentum and weight decay have to be below 1")
                : why;
    }

    private static double momentum(OptimizerSpec optimizer) {
        return ((OptimizerSpec.Sgd) optimizer.rule()).momentum();
    }

    @Override
    public Outcome train(
            Batch batch, Precision precision, long iteration, float learningRate, TensorObserver observer) {
        FixedStep step = new FixedStep(session, precision, true, iteration, random);
        return outcome(network.train(words(batch.images()), batch.labels(), scalar(learningRate), step));
    }

    @Override
    public Evaluator current() {
        return (batch, precision, iterationsDone) -> {
            FixedStep step = new FixedStep(session, precision, false, iterationsDone, random);
            return outcome(network.evaluate(words(batch.images()), batch.labels(), step));
        };
    }

    @Override
    public Map<String, int[]> integers() {
        return network.state();
    }

    private static Outcome outcome(FixedNetwork.Result result) {
        return new Outcome((float) Math.scalb((double) result.loss(), FixedNetwork.LOSS_EXPONENT), result.correct());
    }

    /** A number rounded to a {@link Scalar}. */
    static Scalar scalar(double value) {
        int exponent = Math.getExponent(value) - Scalar.BITS;
        return Scalar.of(Math.round(Math.scalb(value, -exponent)), exponent);
    }

    /** Pixels as words, in the unit in which the greatest of them uses all bits. */
    private FixedTensor words(FloatTensor images) {
        float most = 0;
        for (float value : images.data()) {
            most = Math.max(most, Math.abs(value));
        }
        int exponent = most == 0 ? 0 : Math.getExponent(most) + 1 - (format.bits() - 1);
        return FixedTensor.of(rounded(images, exponent), exponent, images.shape());
    }

    /** Half to even, saturated. */
    private int[] rounded(FloatTensor values, int exponent) {
        long most = (1L << (format.bits() - 1)) - 1;
        int[] mantissas = new int[values.size()];
        for (int i = 0; i < mantissas.length; i++) {
            long nearest = (long) Math.rint(Math.scalb((double) values.data()[i], -exponent));
            mantissas[i] = (int) Math.max(-most, Math.min(most, nearest));
        }
        return mantissas;
    }

    /** The same weights as in binary32, rounded to Qm.n. */
    private InitialWeights start() {
        return new InitialWeights() {
            @Override
            public int[] convolution(int layer, int... shape) {
                return rounded(Initializers.convolutionWeight(stream(layer), shape), -format.weightFractionBits());
            }

            @Override
            public int[] linear(int layer, int outputs, int inputs) {
                return rounded(Initializers.linearWeight(stream(layer), outputs, inputs), -format.weightFractionBits());
            }

            @Override
            public int[] linearBias(int layer, int outputs, int inputs) {
                return rounded(Initializers.linearBias(stream(layer), outputs, inputs), -format.weightFractionBits());
            }

            private RandomStream stream(int layer) {
                return random.stream(RandomPurpose.WEIGHT_INIT, 0, layer);
            }
        };
    }
}
