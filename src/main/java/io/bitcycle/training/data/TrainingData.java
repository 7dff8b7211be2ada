package io.bitcycle.training.data;

import io.bitcycle.numeric.CounterRandom;
import io.bitcycle.workload.NetworkSpec;

/** What a network learns from and is evaluated on. */
public interface TrainingData {
    /** What reports call it. */
    String name();

    /** Number of classes; labels are 0 to classes - 1. Of text, the words of the vocabulary. */
    int classes();

    /** Identifies the content, however it was packed: SHA-256, in hex. */
    String sha256();

    /** Whether a network takes what this set gives, and gives as many scores as it has classes. */
    boolean fits(NetworkSpec network);

    /** One sample and its classes in words, for messages, e.g. {@code 1x8x8 images of 10 classes}. */
    String describe();

    /** Whether a sample is a sequence of words, each to be predicted from those before; its measure is perplexity. */
    default boolean isText() {
        return false;
    }

    /** What {@link #trainingSize} counts, e.g. {@code images}. */
    default String unit() {
        return isText() ? "words" : "images";
    }

    /** The split that evaluation uses, e.g. {@code test}. */
    String evaluated();

    /** Size of the training split. */
    int trainingSize();

    /** Size of the evaluated split. */
    int evaluationSize();

    /** The same set with only the first {@code count} training samples. */
    TrainingData withFirstTraining(int count);

    /**
     * Training batches.
     *
     * @param batch samples of a batch
     * @param network says how long a sample is, where that is open
     * @throws IllegalArgumentException when not one such batch can be made
     */
    BatchSource trainingBatches(int batch, NetworkSpec network, CounterRandom random);

    /** Batches of the evaluated split as it stands, likewise. */
    BatchSource evaluationBatches(int batch, NetworkSpec network);
}
