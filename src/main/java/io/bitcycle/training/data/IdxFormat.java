package io.bitcycle.training.data;

import io.bitcycle.json.Position;
import io.bitcycle.json.Problems;
import io.bitcycle.training.data.DataFile.BadData;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * IDX files of grey images in ten classes, as MNIST and Fashion-MNIST are published (LeCun, Cortes, Burges, "The MNIST
 * database of handwritten digits"; Xiao, Rasul, Vollgraf, arXiv:1708.07747). Big-endian: magic number, sizes, then bytes.
 */
final class IdxFormat implements DatasetFormat {
    private static final Pattern FILES = Pattern.compile("(train|t10k)-(images-idx3|labels-idx1)-ubyte(\\.gz)?");
    private static final int IMAGES_MAGIC = 0x0803;
    private static final int LABELS_MAGIC = 0x0801;
    private static final int SIZES_AT = 4;
    private static final int CLASSES = 10;

    /** Far above any set in this format; a wrong header must not ask for gigabytes. */
    private static final int LARGEST_SIDE = 4096;

    private static final int WHITE = 255;

    private record Images(ImageShape shape, List<byte[]> pixels) {}

    @Override
    public String name() {
        return "idx";
    }

    @Override
    public String files() {
        return "train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-images-idx3-ubyte, t10k-labels-idx1-ubyte,"
                + " with or without .gz";
    }

    @Override
    public boolean recognizes(DataFolder folder) {
        return !folder.matching(FILES).isEmpty();
    }

    @Override
    public Optional<Dataset> read(DataFolder folder, Problems problems) {
        Optional<LabeledImages> train = split("train", folder, problems);
        Optional<LabeledImages> test = split("t10k", folder, problems);
        if (train.isEmpty() || test.isEmpty()) {
            return Optional.empty();
        }
        ImageShape shape = train.get().shape();
        if (!shape.equals(test.get().shape())) {
            folder.problem(
                    problems,
                    "training images are " + shape + ", test images "
                            + test.get().shape() + "; allowed: one shape");
            return Optional.empty();
        }
        Optional<Normalization> normalization = Normalization.measured(train.get(), WHITE);
        if (normalization.isEmpty()) {
            folder.problem(problems, "all training pixels are alike; allowed: images that differ");
        }
        return normalization.map(
                measured -> new Dataset(folder.name(), CLASSES, train.get(), test.get(), measured, Augmentation.NONE));
    }

    private static Optional<LabeledImages> split(String split, DataFolder folder, Problems problems) {
        Optional<Images> images = find(folder, split + "-images-idx3-ubyte", problems)
                .flatMap(file -> DataFile.read(file, IdxFormat::images, problems));
        Optional<Path> labelsFile = find(folder, split + "-labels-idx1-ubyte", problems);
        Optional<List<Integer>> labels = labelsFile.flatMap(file -> DataFile.read(file, IdxFormat::labels, problems));
        if (images.isEmpty() || labels.isEmpty()) {
            return Optional.empty();
        }
        int count = images.get().pixels().size();
        if (labels.get().size() != count) {
            problems.add(
                    Position.of(labelsFile.orElseThrow().toString()),
                    "byte " + SIZES_AT,
                    "announces " + labels.get().size() + " labels; allowed: " + count + ", one per " + split
                            + " image");
            return Optional.empty();
        }
        return Optional.of(new LabeledImages(images.get().shape(), images.get().pixels(), labels.get()));
    }

    private static Optional<Path> find(DataFolder folder, String name, Problems problems) {
        return folder.firstOf(problems, name, name + ".gz");
    }

    private static Images images(DataFile file) throws BadData, IOException {
        magic(file, IMAGES_MAGIC, "images: unsigned bytes in 3 dimensions");
        int count = size(file, "the number of images", Integer.MAX_VALUE);
        int height = size(file, "the number of rows", LARGEST_SIDE);
        int width = size(file, "the number of columns", LARGEST_SIDE);
        ImageShape shape = new ImageShape(1, height, width);
        List<byte[]> pixels = new ArrayList<>();
        for (int image = 0; image < count; image++) {
            pixels.add(file.bytes(shape.size(), "image " + image + " of " + count));
        }
        file.end();
        return new Images(shape, pixels);
    }

    private static List<Integer> labels(DataFile file) throws BadData, IOException {
        magic(file, LABELS_MAGIC, "labels: unsigned bytes in 1 dimension");
        int count = size(file, "the number of labels", Integer.MAX_VALUE);
        List<Integer> labels = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            labels.add(file.label(CLASSES, "label " + i + " of " + count));
        }
        file.end();
        return labels;
    }

    private static void magic(DataFile file, int expected, String meaning) throws BadData, IOException {
        int magic = file.int32("the magic number");
        if (magic != expected) {
            throw new BadData(
                    0, String.format("the magic number is 0x%08x; allowed: 0x%08x (%s)", magic, expected, meaning));
        }
    }

    private static int size(DataFile file, String what, int largest) throws BadData, IOException {
        long at = file.position();
        int size = file.int32(what);
        if (size < 1 || size > largest) {
            throw new BadData(at, what + " is " + Integer.toUnsignedString(size) + "; allowed: 1 to " + largest);
        }
        return size;
    }
}
