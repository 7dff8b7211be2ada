package io.bitcycle.cli;

import io.bitcycle.file.WholeFile;
import io.bitcycle.report.Figures;
import io.bitcycle.training.ProgressListener;
import io.bitcycle.training.data.Datasets;
import io.bitcycle.training.data.PicturePacker;
import io.bitcycle.training.data.TrainingData;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.LongConsumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pack}: a folder of pictures as two files. */
@Command(
        name = "pack",
        header = "Packs a folder of pictures into two files of decoded pixels, which train --data reads.",
        description =
                "Training then decodes nothing and opens no file per picture. Without --size, pictures keep their size and"
                        + " training gives the bits that it gives from the folder. With --size 256, evaluation at 224 pixels"
                        + " does; training cuts its random windows out of the smaller pictures.")
final class PackCommand implements Callable<Integer> {
    private static final int LARGEST = 1 << 14;

    @Spec
    private CommandSpec command;

    @Parameters(paramLabel = "DIR", description = "pictures in train/CLASS/ and val/CLASS/")
    private Path folder;

    @Option(
            names = "--size",
            paramLabel = "N",
            description = "pixels that the shorter side of larger pictures is reduced to, in proportion (default: all"
                    + " stay as they are)")
    private Integer size;

    @Mixin
    private ThreadsOption threads;

    @Mixin
    private OutOption.Required out;

    @Override
    public Integer call() throws IOException {
        if (size != null && (size < 1 || size > LARGEST)) {
            throw Errors.option("--size " + size, "is out of range; allowed: 1 to " + LARGEST);
        }
        if (out.out()
                .toAbsolutePath()
                .normalize()
                .equals(folder.toAbsolutePath().normalize())) {
            throw Errors.option("--out " + out.out(), "is the folder that is packed; allowed: another one");
        }
        TrainingData data = Datasets.open(folder.toString());
        PicturePacker packer = packer(data);
        OutOption.makeFolder("--out", out.out());
        WholeFile.removeUnfinished(out.out());
        Path training = out.out().resolve(PicturePacker.TRAINING);
        Path validation = out.out().resolve(PicturePacker.VALIDATION);
        try (Progress progress = Progress.of(command)) {
            ProgressListener task = progress.task(command.name());
            LongConsumer done = count -> task.progress(count, packer.pictures(), "");
            // One inside the other: no new file ever lies beside an old one, and none is left of what fails.
            WholeFile.write(training, first -> {
                long bytes = packer.packTraining(first, done);
                WholeFile.write(
                        validation,
                        second -> describe(validation, data.evaluationSize(), packer.packValidation(second, done)));
                describe(training, data.trainingSize(), bytes);
            });
        }
        return Errors.FINE;
    }

    private PicturePacker packer(TrainingData data) {
        try {
            return new PicturePacker(data, size == null ? 0 : size, threads.threads());
        } catch (IllegalArgumentException e) {
            throw Errors.option(folder.toString(), e.getMessage() + "; allowed: train/CLASS/*.jpeg, val/CLASS/*.jpeg");
        }
    }

    private void describe(Path file, int pictures, long bytes) {
        command.commandLine()
                .getOut()
                .println(file + ": " + Figures.grouped(pictures) + " pictures, "
                        + Figures.count(BigDecimal.valueOf(bytes)) + "B");
    }
}
