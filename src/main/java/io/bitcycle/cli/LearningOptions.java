package io.bitcycle.cli;

import io.bitcycle.numeric.CounterRandom;
import io.bitcycle.training.LearningRateParameters;
import io.bitcycle.training.LearningRates;
import io.bitcycle.training.Network;
import io.bitcycle.training.Recipe;
import io.bitcycle.training.data.Dataset;
import io.bitcycle.training.data.Datasets;
import io.bitcycle.training.data.TrainingData;
import io.bitcycle.training.recorded.RecordedTraining;
import io.bitcycle.workload.NetworkReader;
import io.bitcycle.workload.NetworkSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options that say what is learnt: network, data and hyper-parameters; those of the trace hold where none is given. */
final class LearningOptions {
    private static final List<String> STATED_BY_RECORDINGS = List.of(
            "--epochs",
            "--batch",
            "--learning-rate",
            "--learning-rate-schedule",
            "--optimizer",
            "--momentum",
            "--weight-decay",
            "--clip-norm",
            "--warm-up",
            "--average-from",
            "--average-every");

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--network",
            paramLabel = "N",
            defaultValue = "cnn-optdigits",
            description =
                    "a trace: a file, or the name of one in traces/ (default: ${DEFAULT-VALUE}); or the manifest.json of a"
                            + " recorded run")
    private String network;

    @Option(
            names = "--data",
            paramLabel = "D",
            defaultValue = Datasets.DEFAULT,
            description =
                    "a data set: ${DEFAULT-VALUE} (embedded, the default), or a folder with MNIST-like IDX files or"
                            + " CIFAR-10/100 binary batches, token files as of Penn Treebank and WikiText, or pictures in"
                            + " train/CLASS/ and val/CLASS/ as of ImageNet, or what pack made of those")
    private String data;

    @Option(names = "--train-samples", paramLabel = "N", description = "use only the first N training samples")
    private Integer trainSamples;

    @Option(names = "--epochs", paramLabel = "N", description = "passes over the training data (default: the trace's)")
    private Integer epochs;

    @Option(
            names = "--iterations",
            paramLabel = "N",
            description =
                    "training iterations, instead of --epochs; learning rate and precision schedules fit into them")
    private Long iterations;

    @Option(names = "--batch", paramLabel = "N", description = "samples per iteration (default: the trace's)")
    private Integer batch;

    @Option(names = "--learning-rate", paramLabel = "R", description = "initial rate (default: the trace's)")
    private Double learningRate;

    @Option(
            names = "--learning-rate-schedule",
            paramLabel = "S",
            converter = RateChoice.class,
            description = "piecewise, linear, anneal_cosine, quarters, inverse_sqrt or constant (default: the trace's)")
    private LearningRates.Kind rates;

    @Mixin
    private QuantizerOption quantizer;

    @Mixin
    private OptimizerOptions optimizer;

    private Optional<RecordedTraining> recorded = Optional.empty();

    /** Refuses a width of codes that the quantizer has no format for. */
    void requireBits(String option, BitRange bits) {
        quantizer.require(option, bits);
    }

    /** The trace's file. */
    Path networkFile() {
        return NamedFile.find("--network", network, traces(), "trace");
    }

    /**
     * Puts everything together.
     *
     * @throws io.bitcycle.json.BadInputException for whatever does not fit
     */
    Recipe recipe(long seed) {
        Path file = networkFile();
        if (RecordedTraining.recognizes(file)) {
            return recorded(file, seed);
        }
        NetworkSpec trace = NetworkReader.read(file);
        NetworkSpec spec = trace.withTraining(optimizer.applyTo(trace.recipe()));
        requireTrainable(spec);
        TrainingData dataset = dataset();
        requireFit(spec, dataset);
        int samples = positive("--batch", batch, spec.recipe().batch());
        long perEpoch = perEpoch(spec, dataset, samples);
        if (iterations != null && epochs != null) {
            throw Errors.option("--iterations", "cannot be given together with --epochs; allowed: one of them");
        }
        if (iterations != null && iterations < 1) {
            throw Errors.option("--iterations " + iterations, "is out of range; allowed: 1 and more");
        }
        long total = iterations != null
                ? iterations
                : perEpoch * positive("--epochs", epochs, spec.recipe().epochs());
        quantizer.require(spec);
        return new Recipe(spec, dataset, quantizer.quantizer(), samples, total, rate(spec, total), seed);
    }

    private void requireTrainable(NetworkSpec spec) {
        Network.untrainable(spec).ifPresent(why -> {
            throw Errors.option(
                    "--network " + network,
                    "cannot be trained yet: " + why + "; allowed: networks of convolutions and linear layers,"
                            + " batch norm, relu, pooling and residual sums, and language models");
        });
    }

    /** The run that another program recorded; it may be cut short. */
    private Recipe recorded(Path file, long seed) {
        for (String option : STATED_BY_RECORDINGS) {
            if (isGiven(option)) {
                throw Errors.option(option, "cannot be given: " + file + " states it; allowed: --iterations alone");
            }
        }
        if (!(dataset() instanceof Dataset images)) {
            throw Errors.option("--data " + data, "is text; allowed: the images of the recorded run");
        }
        RecordedTraining run = RecordedTraining.read(
                file,
                images,
                isGiven("--data"),
                line -> command.commandLine().getErr().println("warning: " + line));
        requireTrainable(run.network());
        quantizer.setRecorded(run.quantizer());
        recorded = Optional.of(run);
        long total = iterations == null ? run.iterations() : iterations;
        if (total < 1 || total > run.iterations()) {
            throw Errors.option("--iterations " + total, "is out of range; allowed: 1 to " + run.iterations());
        }
        quantizer.require(run.network());
        NetworkSpec.Recipe recipe = run.network().recipe();
        return new Recipe(
                run.network(),
                run.data(),
                quantizer.quantizer(),
                recipe.batch(),
                total,
                LearningRates.named("constant")
                        .orElseThrow()
                        .create(LearningRateParameters.of(recipe.learningRate(), total)),
                seed);
    }

    /** The recording that {@link #recipe} found, if the network is one. */
    Optional<RecordedTraining> recorded() {
        return recorded;
    }

    private boolean isGiven(String option) {
        return command.commandLine().getParseResult().hasMatchedOption(option);
    }

    private long perEpoch(NetworkSpec spec, TrainingData dataset, int samples) {
        try {
            dataset.evaluationBatches(samples, spec);
            return dataset.trainingBatches(samples, spec, CounterRandom.of(0)).perEpoch();
        } catch (IllegalArgumentException none) {
            throw Errors.option("--batch " + samples, none.getMessage() + "; allowed: a smaller batch");
        }
    }

    private TrainingData dataset() {
        TrainingData dataset = Datasets.open(data);
        if (trainSamples == null) {
            return dataset;
        }
        if (trainSamples < 1 || trainSamples > dataset.trainingSize()) {
            throw Errors.option(
                    "--train-samples " + trainSamples, "is out of range; allowed: 1 to " + dataset.trainingSize());
        }
        return dataset.withFirstTraining(trainSamples);
    }

    private io.bitcycle.training.LearningRate rate(NetworkSpec spec, long total) {
        double initial = learningRate == null ? spec.recipe().learningRate() : learningRate;
        if (!(initial > 0 && initial <= 1000)) {
            throw Errors.option("--learning-rate " + initial, "is out of range; allowed: above 0, at most 1000");
        }
        Optional<LearningRates.Kind> kind =
                rates == null ? LearningRates.named(spec.recipe().schedule()) : Optional.of(rates);
        return kind.orElseThrow(() -> Errors.option(
                        networkFile() + ": training.learning_rate_schedule",
                        "is \"" + spec.recipe().schedule() + "\"; allowed: "
                                + String.join(
                                        ", ",
                                        LearningRates.ALL.stream()
                                                .map(LearningRates.Kind::name)
                                                .toList())))
                .create(LearningRateParameters.of(initial, total)
                        .with(spec.recipe().warmUp()));
    }

    private void requireFit(NetworkSpec spec, TrainingData dataset) {
        if (dataset.fits(spec)) {
            return;
        }
        List<String> fitting = NamedFile.names(traces()).stream()
                .filter(name -> dataset.fits(NetworkReader.read(traces().resolve(name + ".json"))))
                .toList();
        throw Errors.option(
                "--network " + network,
                "takes " + spec.input() + " and has " + spec.classes() + " classes, but " + dataset.name() + " has "
                        + dataset.describe() + "; allowed: "
                        + (fitting.isEmpty() ? "a trace that fits" : String.join(", ", fitting)));
    }

    private Path traces() {
        return BitCycle.above(command).home().resolve("traces");
    }

    private static int positive(String option, Integer given, int otherwise) {
        if (given != null && given < 1) {
            throw Errors.option(option + " " + given, "is out of range; allowed: 1 and more");
        }
        return given == null ? otherwise : given;
    }

    /** The learning-rate schedules of this build by name. */
    static final class RateChoice extends Choice<LearningRates.Kind> {
        RateChoice() {
            super(LearningRates.ALL, LearningRates.Kind::name);
        }
    }
}
