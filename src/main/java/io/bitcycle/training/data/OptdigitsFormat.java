package io.bitcycle.training.data;

import io.bitcycle.json.BadInputException;
import io.bitcycle.json.Position;
import io.bitcycle.json.Problems;
import io.bitcycle.json.Quoted;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Optical Recognition of Handwritten Digits (Alpaydin and Kaynak, 1998, UCI data set 80, doi:10.24432/C50P49): 8 x 8 pixels
 * 0 to 16 and the digit, comma-separated, a row per image. Embedded, since its licence (CC BY 4.0) allows it; pixels are
 * divided by 16.
 */
final class OptdigitsFormat implements DatasetFormat {
    private static final String TRAIN = "optdigits.tra";
    private static final String TEST = "optdigits.tes";
    private static final ImageShape SHAPE = new ImageShape(1, 8, 8);
    private static final int DARKEST = 16;
    private static final int CLASSES = 10;
    private static final Pattern NUMBER = Pattern.compile("\\d{1,2}");
    private static final int COLUMNS = SHAPE.size() + 1;

    @Override
    public String name() {
        return "optdigits";
    }

    @Override
    public String files() {
        return TRAIN + ", " + TEST;
    }

    @Override
    public boolean recognizes(DataFolder folder) {
        return folder.names().contains(TRAIN) || folder.names().contains(TEST);
    }

    @Override
    public Optional<Dataset> read(DataFolder folder, Problems problems) {
        Optional<LabeledImages> train = folder.firstOf(problems, TRAIN).flatMap(file -> readFile(file, problems));
        Optional<LabeledImages> test = folder.firstOf(problems, TEST).flatMap(file -> readFile(file, problems));
        return train.flatMap(some -> test.map(others -> dataset(some, others)));
    }

    /** The set that this program carries, the files of UCI unchanged. */
    static Dataset embedded() {
        return dataset(resource(TRAIN), resource(TEST));
    }

    private static Dataset dataset(LabeledImages train, LabeledImages test) {
        Normalization normalization = Normalization.divide(DARKEST, SHAPE.channels());
        return new Dataset("optdigits", CLASSES, train, test, normalization, Augmentation.NONE);
    }

    private static LabeledImages resource(String name) {
        Problems problems = new Problems();
        try (InputStream in = OptdigitsFormat.class.getResourceAsStream("optdigits/" + name)) {
            String text = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
            return parse(name, text, problems).orElseThrow(() -> new BadInputException(problems.errors()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<LabeledImages> readFile(Path file, Problems problems) {
        try {
            return parse(file.toString(), Files.readString(file, StandardCharsets.ISO_8859_1), problems);
        } catch (IOException e) {
            problems.add(Position.of(file.toString()), "", "cannot be read (" + e + ")");
            return Optional.empty();
        }
    }

    private static Optional<LabeledImages> parse(String origin, String text, Problems problems) {
        List<byte[]> images = new ArrayList<>();
        List<Integer> labels = new ArrayList<>();
        int before = problems.count();
        List<String> lines = text.lines().toList();
        for (int line = 0; line < lines.size(); line++) {
            byte[] pixels = new byte[SHAPE.size()];
            row(new Position(origin, line + 1, 1), lines.get(line), pixels, problems)
                    .ifPresent(labels::add);
            images.add(pixels);
        }
        if (lines.isEmpty()) {
            problems.add(Position.of(origin), "", "is empty; allowed: a row per image");
        }
        return problems.count() > before ? Optional.empty() : Optional.of(new LabeledImages(SHAPE, images, labels));
    }

    /** Reads a row into {@code pixels} and returns the label; empty at the row's first problem. */
    private static Optional<Integer> row(Position start, String line, byte[] pixels, Problems problems) {
        String[] cells = line.split(",", -1);
        if (cells.length != COLUMNS) {
            problems.add(
                    start, "", "has " + cells.length + " values; allowed: " + COLUMNS + ", 64 pixels and the digit");
            return Optional.empty();
        }
        int column = start.column();
        for (int i = 0; i < COLUMNS; i++) {
            boolean isLabel = i == pixels.length;
            int largest = isLabel ? CLASSES - 1 : DARKEST;
            int value = NUMBER.matcher(cells[i]).matches() ? Integer.parseInt(cells[i]) : -1;
            if (value < 0 || value > largest) {
                problems.add(
                        new Position(start.origin(), start.line(), column),
                        "",
                        (isLabel ? "the digit" : "pixel " + i) + " is " + Quoted.of(cells[i]) + "; allowed: 0 to "
                                + largest);
                return Optional.empty();
            }
            if (isLabel) {
                return Optional.of(value);
            }
            pixels[i] = (byte) value;
            column += cells[i].length() + 1;
        }
        throw new AssertionError("the last column is the label");
    }
}
