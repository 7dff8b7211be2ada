package io.bitcycle.training.data;

import io.bitcycle.json.BadInputException;
import io.bitcycle.json.Nearest;
import io.bitcycle.json.Position;
import io.bitcycle.json.Problem;
import io.bitcycle.json.Problems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The sets this build carries and the formats it reads. A new one is a class and a line here. */
public final class Datasets {
    /** The default: small, real and free. */
    public static final String DEFAULT = "optdigits";

    /** In the order in which messages list them. */
    public static final List<Embedded> EMBEDDED = List.of(
            new Embedded(DEFAULT, OptdigitsFormat::embedded), new Embedded(GrammarText.NAME, GrammarText::corpus));

    /** In the order in which messages list them. */
    public static final List<DatasetFormat> FORMATS = List.of(
            new IdxFormat(),
            CifarFormat.cifar10(),
            CifarFormat.cifar100(),
            new OptdigitsFormat(),
            new TextFormat(),
            new ImageFolderFormat(),
            new PackedPicturesFormat());

    private Datasets() {}

    /**
     * A set that comes with the program.
     *
     * @param name as users write it
     * @param supplier reads it
     */
    public record Embedded(String name, Supplier<? extends TrainingData> supplier) {}

    /**
     * The set that a user asks for.
     *
     * @param nameOrFolder the name of an embedded set, or else a folder; its format is told from the names of its files
     * @throws BadInputException when there is no such set or its files are wrong, with all problems of all files
     */
    public static TrainingData open(String nameOrFolder) {
        Problems problems = new Problems();
        Optional<? extends TrainingData> loaded = EMBEDDED.stream()
                .filter(set -> set.name().equals(nameOrFolder))
                .findFirst()
                .<TrainingData>map(set -> set.supplier().get())
                .or(() -> folder(nameOrFolder, problems).flatMap(folder -> read(folder, problems)));
        if (loaded.isEmpty()) {
            throw new BadInputException(problems.errors());
        }
        return loaded.get();
    }

    /** A set of images, likewise. */
    public static Dataset load(String nameOrFolder) {
        if (open(nameOrFolder) instanceof Dataset images) {
            return images;
        }
        throw new BadInputException(
                List.of(Problem.at(Position.of(nameOrFolder), "", "is text; allowed: a set of images")));
    }

    private static Optional<DataFolder> folder(String written, Problems problems) {
        Position position = Position.of(written);
        try {
            Path path = Path.of(written);
            if (Files.isDirectory(path)) {
                return DataFolder.list(path, problems);
            }
            if (Files.exists(path)) {
                problems.add(position, "", "is a file; allowed: " + allowed());
                return Optional.empty();
            }
        } catch (InvalidPathException e) {
            // Not a name any folder can have: reported like one that no folder has.
        }
        List<String> names = EMBEDDED.stream().map(Embedded::name).toList();
        problems.add(
                position,
                "",
                "no data set has this name and there is no such folder; allowed: " + allowed()
                        + Nearest.hint(written, names));
        return Optional.empty();
    }

    private static Optional<? extends TrainingData> read(DataFolder folder, Problems problems) {
        List<DatasetFormat> candidates =
                FORMATS.stream().filter(format -> format.recognizes(folder)).toList();
        if (candidates.size() == 1) {
            return candidates.get(0).read(folder, problems);
        }
        String found = candidates.stream().map(DatasetFormat::name).collect(Collectors.joining(" and "));
        folder.problem(
                problems,
                candidates.isEmpty()
                        ? "no file of a known data set is in this folder; allowed: " + formats()
                        : "files of several data sets are in this folder: " + found + "; allowed: one data set");
        return Optional.empty();
    }

    private static String allowed() {
        String names = EMBEDDED.stream().map(Embedded::name).collect(Collectors.joining(", "));
        return names + ", or a folder with the files of " + formats();
    }

    private static String formats() {
        return FORMATS.stream()
                .map(format -> format.name() + " (" + format.files() + ")")
                .collect(Collectors.joining(" or "));
    }
}
