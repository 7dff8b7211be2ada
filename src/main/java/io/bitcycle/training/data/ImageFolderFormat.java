package io.bitcycle.training.data;

import io.bitcycle.json.Position;
import io.bitcycle.json.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Pictures in {@code train/CLASS/…} and {@code val/CLASS/…}, as torchvision's ImageFolder reads them: classes are numbered in the
 * order of their folders' names, files are in the order of theirs.
 */
final class ImageFolderFormat implements DatasetFormat {
    private static final String TRAIN = "train";
    private static final List<String> VALIDATION = List.of("val", "validation", "test");
    private static final Pattern PICTURE = Pattern.compile("(?i).*\\.(jpe?g|png)");

    @Override
    public String name() {
        return "pictures";
    }

    @Override
    public String files() {
        return "train/CLASS/*.jpeg, val/CLASS/*.jpeg";
    }

    @Override
    public boolean recognizes(DataFolder folder) {
        return Files.isDirectory(folder.path().resolve(TRAIN));
    }

    @Override
    public Optional<? extends TrainingData> read(DataFolder folder, Problems problems) {
        Optional<Path> validation = VALIDATION.stream()
                .map(folder.path()::resolve)
                .filter(Files::isDirectory)
                .findFirst();
        if (validation.isEmpty()) {
            folder.problem(problems, "has no folder " + String.join(" or ", VALIDATION) + " beside " + TRAIN);
            return Optional.empty();
        }
        Path train = folder.path().resolve(TRAIN);
        int before = problems.count();
        List<String> classes = names(train, Files::isDirectory, problems);
        List<String> others = names(validation.get(), Files::isDirectory, problems);
        if (classes.size() < 2 && problems.count() == before) {
            problems.add(
                    Position.of(train.toString()),
                    "",
                    "has " + classes.size() + " folders; allowed: one per class, 2 and more");
        } else if (!classes.equals(others) && problems.count() == before) {
            problems.add(
                    Position.of(validation.get().toString()),
                    "",
                    "has " + others.size() + " class folders; allowed: the " + classes.size() + " of " + train);
        }
        ImageFiles training = pictures(train, classes, problems);
        ImageFiles evaluated = pictures(validation.get(), classes, problems);
        return problems.count() > before
                ? Optional.empty()
                : Optional.of(new PictureSet(folder.name(), classes, training, evaluated));
    }

    private static ImageFiles pictures(Path split, List<String> classes, Problems problems) {
        List<Path> files = new ArrayList<>();
        List<Integer> labels = new ArrayList<>();
        for (int label = 0; label < classes.size() && problems.count() == 0; label++) {
            Path folder = split.resolve(classes.get(label));
            for (String name : names(folder, file -> isPicture(file), problems)) {
                files.add(folder.resolve(name));
                labels.add(label);
            }
        }
        if (files.isEmpty() && problems.count() == 0) {
            problems.add(
                    Position.of(split.toString()),
                    "",
                    "has no pictures; allowed: .jpeg, .jpg and .png in a folder per class");
        }
        return new ImageFiles(files, labels);
    }

    private static boolean isPicture(Path file) {
        return PICTURE.matcher(file.getFileName().toString()).matches() && Files.isRegularFile(file);
    }

    private static List<String> names(Path folder, Predicate<Path> wanted, Problems problems) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(wanted)
                    .map(file -> file.getFileName().toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            problems.add(Position.of(folder.toString()), "", "cannot be listed (" + e + ")");
            return List.of();
        }
    }
}
