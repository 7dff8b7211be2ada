package io.bitcycle.training.data;

import io.bitcycle.json.Position;
import io.bitcycle.json.Problems;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Two files of packed pictures, as {@code pack} makes them of a folder of pictures. */
final class PackedPicturesFormat implements DatasetFormat {
    @Override
    public String name() {
        return "packed pictures";
    }

    @Override
    public String files() {
        return PicturePacker.TRAINING + ", " + PicturePacker.VALIDATION;
    }

    @Override
    public boolean recognizes(DataFolder folder) {
        return folder.names().contains(PicturePacker.TRAINING) || folder.names().contains(PicturePacker.VALIDATION);
    }

    @Override
    public Optional<? extends TrainingData> read(DataFolder folder, Problems problems) {
        Optional<Path> trainFile = folder.firstOf(problems, PicturePacker.TRAINING);
        Optional<Path> validationFile = folder.firstOf(problems, PicturePacker.VALIDATION);
        Optional<PackedFile.Header> train = trainFile.flatMap(file -> header(file, problems));
        Optional<PackedFile.Header> validation = validationFile.flatMap(file -> header(file, problems));
        if (train.isEmpty() || validation.isEmpty()) {
            return Optional.empty();
        }
        PackedFile.Header first = train.get();
        if (!first.classNames().equals(validation.get().classNames())
                || first.shorterSide() != validation.get().shorterSide()) {
            folder.problem(
                    problems,
                    "its two files are not of one pack: their classes or the size they were reduced to differ; allowed:"
                            + " both as one command wrote them");
            return Optional.empty();
        }
        return Optional.of(new PictureSet(
                folder.name(),
                first.classNames(),
                new PackedPictures(trainFile.orElseThrow(), first),
                new PackedPictures(validationFile.orElseThrow(), validation.get())));
    }

    private static Optional<PackedFile.Header> header(Path file, Problems problems) {
        try {
            return Optional.of(PackedFile.read(file));
        } catch (DataFile.BadData e) {
            problems.add(Position.of(file.toString()), "byte " + e.at(), e.getMessage());
        } catch (IOException e) {
            problems.add(Position.of(file.toString()), "", "cannot be read (" + e + ")");
        }
        return Optional.empty();
    }
}
