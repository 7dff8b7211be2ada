package io.bitcycle.training.data;

import io.bitcycle.numeric.CounterRandom;
import io.bitcycle.workload.ActivationShape;
import io.bitcycle.workload.NetworkSpec;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A labeled image set, whole in memory.
 *
 * @param name what reports call it
 * @param classes number of classes; labels are 0 to classes - 1
 * @param train the training split
 * @param test the test split, of the same image shape
 * @param normalization from raw pixels to network inputs, of both splits
 * @param augmentation of training images
 */
public record Dataset(
        String name,
        int classes,
        LabeledImages train,
        LabeledImages test,
        Normalization normalization,
        Augmentation augmentation)
        implements TrainingData {
    public Dataset {
        if (!train.shape().equals(test.shape())) {
            throw new IllegalArgumentException(
                    "training images are " + train.shape() + ", test images " + test.shape());
        }
        if (normalization.means().size() != train.shape().channels()) {
            throw new IllegalArgumentException(
                    normalization.means().size() + " means for " + train.shape().channels() + " channels");
        }
    }

    /** Shape of every image. */
    public ImageShape shape() {
        return train.shape();
    }

    @Override
    public boolean fits(NetworkSpec network) {
        return network.input().equals(image()) && network.classes() == classes;
    }

    @Override
    public String describe() {
        return image() + " images of " + classes + " classes";
    }

    private ActivationShape image() {
        return new ActivationShape(shape().channels(), shape().height(), shape().width());
    }

    @Override
    public String evaluated() {
        return "test";
    }

    @Override
    public int trainingSize() {
        return train.size();
    }

    @Override
    public int evaluationSize() {
        return test.size();
    }

    @Override
    public BatchSource trainingBatches(int batch, NetworkSpec network, CounterRandom random) {
        return Batches.training(this, batch, random);
    }

    @Override
    public BatchSource evaluationBatches(int batch, NetworkSpec network) {
        return Batches.inOrder(test, normalization, batch);
    }

    /** The same set with only the first {@code count} training images; means and deviations stay those of the whole set. */
    @Override
    public Dataset withFirstTraining(int count) {
        return new Dataset(name, classes, train.first(count), test, normalization, augmentation);
    }

    /**
     * Identifies the content, however it was packed: SHA-256, in hex, over both splits, each as the five big-endian 32-bit
     * integers images, channels, height, width, classes, then per image its label (32 bits) and its raw pixels.
     */
    @Override
    public String sha256() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest(train, digest);
            digest(test, digest);
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private void digest(LabeledImages images, MessageDigest digest) {
        for (int value : new int[] {images.size(), shape().channels(), shape().height(), shape().width(), classes}) {
            digest.update(bigEndian(value));
        }
        for (int image = 0; image < images.size(); image++) {
            digest.update(bigEndian(images.label(image)));
            digest.update(images.pixels(image));
        }
    }

    private static byte[] bigEndian(int value) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
    }
}
