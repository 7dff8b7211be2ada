package io.bitcycle.training.data;

import io.bitcycle.numeric.CounterRandom;
import io.bitcycle.workload.NetworkSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Pictures of any size, as those of ImageNet. Networks of any square input of three channels can learn from them. Means
 * and deviations are those of ImageNet, as in CPT's code (RICE-EIC/CPT, cpt_imagenet/modules/data.py).
 *
 * @param classNames names of the classes, by number
 * @param validation the split that evaluation uses
 */
record PictureSet(String name, List<String> classNames, PictureSource train, PictureSource validation)
        implements TrainingData {
    private static final Normalization NORMALIZATION =
            new Normalization(255, List.of(0.485f, 0.456f, 0.406f), List.of(0.229f, 0.224f, 0.225f));

    PictureSet {
        classNames = List.copyOf(classNames);
    }

    @Override
    public int classes() {
        return classNames.size();
    }

    @Override
    public boolean fits(NetworkSpec network) {
        return network.input().tokens() == 1
                && network.input().channels() == RgbImage.CHANNELS
                && network.input().height() == network.input().width()
                && network.classes() == classes();
    }

    @Override
    public String describe() {
        return "pictures for square inputs of 3 channels, of " + classes() + " classes";
    }

    @Override
    public String evaluated() {
        return "validation";
    }

    @Override
    public int trainingSize() {
        return train.size();
    }

    @Override
    public int evaluationSize() {
        return validation.size();
    }

    @Override
    public PictureSet withFirstTraining(int count) {
        return new PictureSet(name, classNames, train.first(count), validation);
    }

    @Override
    public BatchSource trainingBatches(int batch, NetworkSpec network, CounterRandom random) {
        return batches(train, batch, network, Optional.of(random));
    }

    @Override
    public BatchSource evaluationBatches(int batch, NetworkSpec network) {
        return batches(validation, batch, network, Optional.empty());
    }

    private static BatchSource batches(
            PictureSource pictures, int batch, NetworkSpec network, Optional<CounterRandom> random) {
        ImageViews views = new ImageViews(network.input().height());
        return new PictureBatches(pictures, batch, views, NORMALIZATION, random);
    }

    /** SHA-256, in hex, over what identifies the pictures of each split. */
    @Override
    public String sha256() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            train.identify("train", digest);
            validation.identify("validation", digest);
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
