package io.bitcycle.training.data;

import io.bitcycle.numeric.CounterRandom;
import io.bitcycle.workload.NetworkSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Pictures of any size in files, as ImageNet is kept. Networks of any square input of three channels can learn from them. Means
 * and deviations are those of ImageNet, as in CPT's code (RICE-EIC/CPT, cpt_imagenet/modules/data.py).
 *
 * @param classNames names of the classes, by number
 * @param validation the split that evaluation uses
 */
record ImageFolder(String name, List<String> classNames, ImageFiles train, ImageFiles validation)
        implements TrainingData {
    private static final Normalization NORMALIZATION =
            new Normalization(255, List.of(0.485f, 0.456f, 0.406f), List.of(0.229f, 0.224f, 0.225f));

    ImageFolder {
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
    public ImageFolder withFirstTraining(int count) {
        return new ImageFolder(name, classNames, train.first(count), validation);
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
            ImageFiles files, int batch, NetworkSpec network, Optional<CounterRandom> random) {
        ImageViews views = new ImageViews(network.input().height());
        return new ImageFileBatches(files, batch, views, NORMALIZATION, random);
    }

    /**
     * SHA-256, in hex, over a line per file: split, class number, file name and bytes. The content of the files is not read:
     * ImageNet has 150 GB.
     */
    @Override
    public String sha256() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest("train", train, digest);
            digest("validation", validation, digest);
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void digest(String split, ImageFiles images, MessageDigest digest) throws IOException {
        for (int i = 0; i < images.size(); i++) {
            Path file = images.files().get(i);
            String line =
                    split + " " + images.labels().get(i) + " " + file.getFileName() + " " + Files.size(file) + "\n";
            digest.update(line.getBytes(StandardCharsets.UTF_8));
        }
    }
}
