package io.bitcycle.cli;

import io.bitcycle.numeric.CounterRandom;
import io.bitcycle.numeric.IntegerFormat;
import io.bitcycle.precision.Precision;
import io.bitcycle.precision.ScheduleSpec;
import io.bitcycle.report.Figures;
import io.bitcycle.report.Manifest;
import io.bitcycle.report.RunFolder;
import io.bitcycle.report.TrainedRun;
import io.bitcycle.tensor.npy.NpyArray;
import io.bitcycle.training.IterationRecord;
import io.bitcycle.training.Network;
import io.bitcycle.training.Recipe;
import io.bitcycle.training.Replay;
import io.bitcycle.training.data.BatchSource;
import io.bitcycle.training.data.Dataset;
import io.bitcycle.training.data.ListedBatches;
import io.bitcycle.training.layer.ErrorNoise;
import io.bitcycle.training.recorded.RecordedArrays;
import io.bitcycle.training.recorded.RecordedNoise;
import io.bitcycle.training.recorded.RecordedTraining;
import io.bitcycle.training.recorded.RecordedWeights;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** The options that give a run what it would draw otherwise, and log what came of it. */
final class RecordedOptions {
    /** Beside a recorded manifest: forward bits of each iteration. */
    private static final String BITS = "bits.npy";

    @Option(
            names = "--init",
            paramLabel = "DIR",
            description = "initial weights: NN-TYPE-PARAMETER.npy, NN being the layer's place in the network")
    private Path init;

    @Option(
            names = "--batches",
            paramLabel = "FILE",
            description = "samples of each iteration: .npy of integers [iterations, batch]; no augmentation then")
    private Path batches;

    @Option(
            names = "--noise",
            paramLabel = "DIR",
            description = "rounding noise of errors: ITERATION-NN.npy for each quantized layer")
    private Path noise;

    @Option(
            names = "--log-loss",
            description = "print the training loss of each iteration; loss.csv and loss.npy in --out")
    private boolean logLoss;

    /** The recipe with what the options give; everything is checked against the network and the data. */
    Recipe applyTo(Recipe recipe) {
        Optional<BatchSource> source = Optional.ofNullable(batches).map(file -> listed(file, recipe));
        if (init == null && noise == null) {
            return recipe.withReplay(new Replay(Map.of(), source, Optional.empty()));
        }
        Network network = Network.of(recipe.network(), recipe.quantizer(), CounterRandom.of(recipe.seed()));
        Optional<RecordedWeights> weights = Optional.ofNullable(init).map(dir -> new RecordedWeights(dir, network));
        Optional<ErrorNoise> given =
                Optional.ofNullable(noise).map(dir -> new RecordedNoise(dir, recipe, network, weights));
        return recipe.withReplay(new Replay(weights.map(RecordedWeights::values).orElse(Map.of()), source, given));
    }

    private BatchSource listed(Path file, Recipe recipe) {
        if (!(recipe.data() instanceof Dataset images)) {
            throw Errors.option("--batches " + file, "lists images, but the data are text; allowed: on images only");
        }
        int[][] samples = RecordedArrays.batches(file, images.train().size());
        if (samples[0].length != recipe.batch()) {
            throw Errors.option(
                    "--batches " + file,
                    "has batches of " + samples[0].length + ", but the run has batches of " + recipe.batch()
                            + "; allowed: equal sizes, see --batch");
        }
        if (samples.length < recipe.iterations()) {
            throw Errors.option(
                    "--batches " + file,
                    "has " + samples.length + " batches, but the run has " + recipe.iterations()
                            + " iterations; allowed: at least as many, see --iterations");
        }
        return new ListedBatches(images, samples);
    }

    /** The precision of each iteration that lies beside a recorded manifest. */
    static Optional<ScheduleSpec> schedule(Path manifest, RecordedTraining recorded, long iterations) {
        Path file = bits(manifest);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        int[] bits = RecordedArrays.bits(file, IntegerFormat.MAX_BITS);
        if (bits.length < iterations) {
            throw Errors.option(
                    file.toString(),
                    "has bits of " + bits.length + " iterations, but the run has " + iterations
                            + "; allowed: at least as many");
        }
        return Optional.of(ScheduleSpec.listed(
                "recorded",
                Arrays.stream(bits)
                        .mapToObj(forward -> new Precision(forward, recorded.backwardBits()))
                        .toList()));
    }

    private static Path bits(Path manifest) {
        return manifest.resolveSibling(BITS);
    }

    /** Prints the losses, run after run. */
    void print(List<TrainedRun> runs, PrintWriter out) {
        if (!logLoss) {
            return;
        }
        for (TrainedRun run : runs) {
            for (IterationRecord done : run.result().iterations()) {
                out.println(run.name() + "  iteration " + done.iteration() + "  bits " + done.precision() + "  loss "
                        + Figures.exact(done.loss()));
            }
        }
        out.println();
    }

    /** Writes the losses of a run to its folder. */
    void write(TrainedRun run, RunFolder folder) throws IOException {
        if (!logLoss) {
            return;
        }
        List<IterationRecord> iterations = run.result().iterations();
        float[] losses = new float[iterations.size()];
        List<String> lines = new ArrayList<>(List.of("iteration,loss"));
        for (int i = 0; i < losses.length; i++) {
            losses[i] = iterations.get(i).loss();
            lines.add(iterations.get(i).iteration() + "," + Figures.exact(losses[i]));
        }
        folder.write("loss.csv", lines);
        folder.write("loss.npy", new NpyArray.Floats(losses, losses.length));
    }

    /** SHA-256 of what was given, for the run's manifest: of a folder, over its files' names and sums. */
    Map<String, String> hashes(Path network) throws IOException {
        Map<String, String> hashes = new TreeMap<>();
        if (batches != null) {
            hashes.put("batches", Manifest.sha256(batches));
        }
        if (init != null) {
            hashes.put("init", sha256OfFolder(init));
        }
        if (noise != null) {
            hashes.put("noise", sha256OfFolder(noise));
        }
        if (RecordedTraining.recognizes(network) && Files.isRegularFile(bits(network))) {
            hashes.put("bits", Manifest.sha256(bits(network)));
        }
        return hashes;
    }

    private static String sha256OfFolder(Path folder) throws IOException {
        StringBuilder sums = new StringBuilder();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                sums.append(file.getFileName())
                        .append(' ')
                        .append(Manifest.sha256(file))
                        .append('\n');
            }
        }
        return Manifest.sha256(sums.toString().getBytes(StandardCharsets.UTF_8));
    }
}
