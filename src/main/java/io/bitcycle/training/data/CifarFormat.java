package io.bitcycle.training.data;

import io.bitcycle.json.Problems;
import io.bitcycle.training.data.DataFile.BadData;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The binary version of CIFAR-10 and CIFAR-100 (Krizhevsky, "Learning Multiple Layers of Features from Tiny Images", 2009):
 * records of one or two label bytes and 3072 pixel bytes, red, green, blue, each 32 x 32 row by row. Means, deviations and
 * augmentation are those of the CPT code (cpt_cifar/modules/data.py) for both sets.
 */
final class CifarFormat implements DatasetFormat {
    private static final ImageShape SHAPE = new ImageShape(3, 32, 32);
    private static final Normalization NORMALIZATION =
            new Normalization(255, List.of(0.4914f, 0.4822f, 0.4465f), List.of(0.2023f, 0.1994f, 0.2010f));

    private final String name;
    private final String files;
    private final Pattern trainFiles;
    private final List<Pattern> testFiles;
    private final List<Integer> labelClasses;

    /** @param labelClasses classes of each label byte of a record; the last one is the label used */
    private CifarFormat(
            String name, String files, String trainFiles, List<String> testFiles, List<Integer> labelClasses) {
        this.name = name;
        this.files = files;
        this.trainFiles = Pattern.compile(trainFiles);
        this.testFiles = testFiles.stream().map(Pattern::compile).toList();
        this.labelClasses = labelClasses;
    }

    /** Any number of the five training batches; of the test batch the whole or, failing that, a head of it. */
    static CifarFormat cifar10() {
        return new CifarFormat(
                "cifar10",
                "data_batch_1.bin (to data_batch_5.bin, as many as there are), test_batch.bin (or test_head_N.bin)",
                "data_batch_[1-5]\\.bin",
                List.of("test_batch\\.bin", "test_head_\\d+\\.bin"),
                List.of(10));
    }

    /** Records carry the coarse and the fine label; the fine one is used. */
    static CifarFormat cifar100() {
        return new CifarFormat(
                "cifar100", "train.bin, test.bin", "train\\.bin", List.of("test\\.bin"), List.of(20, 100));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String files() {
        return files;
    }

    @Override
    public boolean recognizes(DataFolder folder) {
        return !folder.matching(trainFiles).isEmpty() || !testFiles(folder).isEmpty();
    }

    @Override
    public Optional<Dataset> read(DataFolder folder, Problems problems) {
        Optional<LabeledImages> train = split("training", folder.matching(trainFiles), folder, problems);
        Optional<LabeledImages> test = split("test", testFiles(folder), folder, problems);
        if (train.isEmpty() || test.isEmpty()) {
            return Optional.empty();
        }
        int classes = labelClasses.get(labelClasses.size() - 1);
        return Optional.of(new Dataset(name, classes, train.get(), test.get(), NORMALIZATION, Augmentation.CPT_CIFAR));
    }

    private List<Path> testFiles(DataFolder folder) {
        return testFiles.stream()
                .map(folder::matching)
                .filter(found -> !found.isEmpty())
                .findFirst()
                .orElse(List.of());
    }

    private Optional<LabeledImages> split(String split, List<Path> found, DataFolder folder, Problems problems) {
        if (found.isEmpty()) {
            folder.problem(problems, "has no " + split + " file of " + name + "; allowed: " + files);
            return Optional.empty();
        }
        List<byte[]> images = new ArrayList<>();
        List<Integer> labels = new ArrayList<>();
        int before = problems.count();
        for (Path path : found) {
            DataFile.read(path, file -> records(file, images, labels), problems);
        }
        return problems.count() > before ? Optional.empty() : Optional.of(new LabeledImages(SHAPE, images, labels));
    }

    /** Appends a file's records and returns their number. */
    private int records(DataFile file, List<byte[]> images, List<Integer> labels) throws BadData, IOException {
        int recordBytes = labelClasses.size() + SHAPE.size();
        int count = 0;
        do {
            String record = "record " + count + " (records have " + recordBytes + " bytes)";
            int label = 0;
            for (int classes : labelClasses) {
                label = file.label(classes, "a label of " + record);
            }
            labels.add(label);
            images.add(file.bytes(SHAPE.size(), record));
            count++;
        } while (!file.atEnd());
        return count;
    }
}
