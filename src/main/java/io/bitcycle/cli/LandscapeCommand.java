package io.bitcycle.cli;

import io.bitcycle.json.Position;
import io.bitcycle.json.Problems;
import io.bitcycle.numeric.CounterRandom;
import io.bitcycle.report.LandscapeFiles;
import io.bitcycle.simulator.Workers;
import io.bitcycle.training.landscape.Landscape;
import io.bitcycle.training.landscape.TrainedNetwork;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code landscape}: how wide the minima are that runs ended in. */
@Command(
        name = "landscape",
        header = "Measures the loss around the weights that runs ended with.",
        description =
                "Takes folders that train wrote to --out. Moves the weights along random filter-normalised directions and"
                        + " writes landscape.json, landscape.csv and landscape.svg into each run's folder, where report"
                        + " finds them. Sharpness is the mean rise of the loss at a small distance, of the network as it was"
                        + " evaluated; beside it stands the largest eigenvalue of the Hessian, of the same network without"
                        + " codes. Its arithmetic is analysis: no costs are counted.")
final class LandscapeCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Parameters(paramLabel = "RUN", arity = "1..*", description = "run folders, or folders that hold run folders")
    private List<Path> folders;

    @Option(
            names = "--samples",
            paramLabel = "N",
            defaultValue = "500",
            description =
                    "training samples that make the loss, rounded up to whole batches (default: ${DEFAULT-VALUE})")
    private int samples;

    @Option(
            names = "--radius",
            paramLabel = "R",
            defaultValue = "1",
            description = "largest distance; 1 moves every filter by its own norm (default: ${DEFAULT-VALUE})")
    private double radius;

    @Option(
            names = "--points",
            paramLabel = "N",
            defaultValue = "11",
            description = "points along each of the two directions, an odd number (default: ${DEFAULT-VALUE})")
    private int points;

    @Option(
            names = "--rise-radius",
            paramLabel = "R",
            defaultValue = "0.1",
            description = "distance at which the rise of the loss is measured (default: ${DEFAULT-VALUE})")
    private double riseRadius;

    @Option(
            names = "--directions",
            paramLabel = "N",
            defaultValue = "10",
            description = "random directions of the rise, each in both senses (default: ${DEFAULT-VALUE})")
    private int directions;

    @Option(
            names = "--power-iterations",
            paramLabel = "N",
            defaultValue = "20",
            description = "the most iterations for the eigenvalue (default: ${DEFAULT-VALUE})")
    private int powerIterations;

    @Mixin
    private SeedOption seed;

    @Mixin
    private ThreadsOption threads;

    @Override
    public Integer call() throws IOException {
        Landscape.Plan plan = plan();
        Map<Path, FinishedTraining.Run> runs = new LinkedHashMap<>();
        for (Path folder : runFolders()) {
            runs.put(folder, FinishedTraining.read(folder, BitCycle.above(command)));
        }
        Map<Path, Landscape> landscapes = new LinkedHashMap<>();
        try (Workers workers = new Workers(threads.threads());
                Progress progress = Progress.of(command)) {
            for (Map.Entry<Path, FinishedTraining.Run> run : runs.entrySet()) {
                String name = LandscapeFiles.name(run.getKey());
                landscapes.put(run.getKey(), landscape(name, run.getValue(), plan, workers, progress));
            }
        }
        LandscapeFiles files = new LandscapeFiles(landscapes);
        PrintWriter print = command.commandLine().getOut();
        files.lines().forEach(print::println);
        files.write(samples, seed.seed());
        runs.keySet().forEach(run -> print.println("written to " + run.resolve("landscape.svg")));
        return Errors.FINE;
    }

    private Landscape landscape(
            String name, FinishedTraining.Run run, Landscape.Plan plan, Workers workers, Progress progress) {
        try {
            return TrainedNetwork.landscape(
                    run.recipe(),
                    run.trained(),
                    run.evaluation(),
                    samples,
                    plan,
                    CounterRandom.of(seed.seed()),
                    run.accelerator(),
                    workers,
                    progress.task(name));
        } catch (IllegalArgumentException e) {
            throw Errors.option(name, "has no landscape: " + e.getMessage() + "; allowed: networks of images in float");
        }
    }

    private Landscape.Plan plan() {
        if (samples < 1) {
            throw Errors.option("--samples " + samples, "is out of range; allowed: 1 and more");
        }
        try {
            return new Landscape.Plan(radius, points, riseRadius, directions, powerIterations);
        } catch (IllegalArgumentException e) {
            throw Errors.option("--points, --radius and the like", e.getMessage());
        }
    }

    private List<Path> runFolders() throws IOException {
        List<Path> runs = new ArrayList<>();
        Problems problems = new Problems();
        for (Path folder : folders) {
            List<Path> found = runsIn(folder);
            if (found.isEmpty()) {
                problems.add(
                        Position.of(folder.toString()),
                        "",
                        "holds no finished training; allowed: what train wrote to --out, with its checkpoints");
            }
            runs.addAll(found);
        }
        problems.throwIfAny();
        return runs;
    }

    private static List<Path> runsIn(Path folder) throws IOException {
        if (FinishedTraining.isRun(folder)) {
            return List.of(folder);
        }
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> children = Files.list(folder)) {
            return children.filter(FinishedTraining::isRun).sorted().toList();
        }
    }
}
