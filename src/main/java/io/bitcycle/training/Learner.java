package io.bitcycle.training;

import io.bitcycle.precision.Precision;
import io.bitcycle.tensor.FloatTensor;
import io.bitcycle.training.data.Batch;
import io.bitcycle.training.data.BatchSource;
import io.bitcycle.training.layer.TensorObserver;
import java.util.Map;
import java.util.Optional;

/** A network with its loss and optimizer, in the numbers of one kind of vector unit. */
interface Learner {
    /**
     * What a batch gave.
     *
     * @param mean loss
     * @param correct samples that were classified rightly
     */
    record Outcome(float mean, int correct) {}

    /** A network that is only looked at: forward alone, with running statistics and ranges. */
    @FunctionalInterface
    interface Evaluator {
        Outcome evaluate(Batch batch, Precision precision, long iterationsDone);
    }

    /** Forward, backward, update. */
    Outcome train(Batch batch, Precision precision, long iteration, float learningRate, TensorObserver observer);

    /** The network as it is. */
    Evaluator current();

    /** Lets the weights join their average, if there is one and it is their turn. */
    default void average(long iteration) {}

    /** The averaged network, after finding its statistics over an epoch; empty when there is none. */
    default Optional<Evaluator> averaged(BatchSource epoch, Precision precision, long iterationsDone) {
        return Optional.empty();
    }

    /** What a checkpoint holds of it in binary32, by name; live. */
    default Map<String, FloatTensor> state() {
        return Map.of();
    }

    /** What a checkpoint holds of it in integers, by name; live. */
    default Map<String, int[]> integers() {
        return Map.of();
    }
}
