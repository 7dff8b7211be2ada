package io.bitcycle.cli;

import io.bitcycle.report.Figures;
import io.bitcycle.tensor.Quantizer;
import io.bitcycle.training.ShapeRun;
import io.bitcycle.workload.NetworkSpec;
import picocli.CommandLine.Option;

/** The options that say how long a run from shapes is, and what is counted beside its iterations. */
final class RunLengthOptions {
    private static final int MOST_BATCH = 1 << 20;
    private static final long MOST_IMAGES = 1L << 40;
    /** Where a range test begins, as for {@code --bits auto}. */
    static final int RANGE_TEST_FROM = 2;

    @Option(
            names = "--iterations",
            paramLabel = "N",
            description = "training iterations of full batches (default: the trace's training; where it says none,"
                    + " 64000, as the CPT paper counts)")
    private Long iterations;

    @Option(
            names = "--batch",
            paramLabel = "N",
            description = "samples of an iteration (default: the trace's; where it says none, 128)")
    private Integer batch;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            description =
                    "passes over the training images, instead of --iterations (default: the trace's, where --images"
                            + " is given)")
    private Integer epochs;

    @Option(
            names = "--images",
            paramLabel = "N",
            description = "training images of an epoch, e.g. 1281167 of ImageNet (default: the trace's samples, where"
                    + " --epochs is given)")
    private Long images;

    @Option(
            names = "--evaluate-every",
            paramLabel = "N",
            description = "iterations between evaluations of --test-images, counted apart (default: none)")
    private Long evaluateEvery;

    @Option(names = "--test-images", paramLabel = "N", description = "images of an evaluation")
    private Long testImages;

    @Option(names = "--prt", description = "also count a precision range test from 2 bits on, apart")
    private boolean rangeTest;

    @Option(
            names = "--prt-iterations",
            paramLabel = "N",
            defaultValue = "40",
            description = "its iterations at each precision (default: ${DEFAULT-VALUE})")
    private long rangeTestIterations;

    /** Whether an option says how many iterations there are, of whatever data. */
    boolean inIterations() {
        return iterations != null;
    }

    private boolean inEpochs() {
        return epochs != null || images != null;
    }

    /**
     * The run.
     *
     * @throws io.bitcycle.json.BadInputException for whatever does not fit
     */
    ShapeRun.Plan plan(NetworkSpec network, Quantizer quantizer) {
        if (batch != null) {
            within("--batch", batch, MOST_BATCH);
        }
        if (inEpochs() && iterations != null) {
            throw Errors.option(
                    "--iterations " + iterations,
                    "cannot be given together with --epochs or --images; allowed: either");
        }
        if ((evaluateEvery == null) != (testImages == null)) {
            throw Errors.option(
                    evaluateEvery == null ? "--test-images " + testImages : "--evaluate-every " + evaluateEvery,
                    "is half of an evaluation; allowed: --evaluate-every together with --test-images");
        }
        within("--prt-iterations", rangeTestIterations, ScheduleCommand.MOST_ITERATIONS);
        long evaluations = evaluateEvery == null ? 0 : within("--evaluate-every", evaluateEvery, Long.MAX_VALUE);
        long tested = testImages == null ? 0 : within("--test-images", testImages, MOST_IMAGES);
        SourceLength length = length(network);
        return new ShapeRun.Plan(
                network,
                quantizer,
                length.batch(),
                within("--iterations", length.iterations(), ScheduleCommand.MOST_ITERATIONS),
                length.samplesPerEpoch(),
                evaluations,
                tested,
                rangeTest ? rangeTestIterations : 0,
                RANGE_TEST_FROM);
    }

    /** What options say comes first, then the trace. */
    private SourceLength length(NetworkSpec network) {
        SourceLength source = SourceLength.of(network, batch);
        if (!inEpochs() && iterations == null) {
            return source;
        }
        int size = batch == null
                ? network.training().map(NetworkSpec.Recipe::batch).orElse(source.batch())
                : batch;
        return inEpochs()
                ? epochs(network, size)
                : new SourceLength(size, within("--iterations", iterations, ScheduleCommand.MOST_ITERATIONS), 0, "");
    }

    private SourceLength epochs(NetworkSpec network, int size) {
        long perEpoch = images != null
                ? within("--images", images, MOST_IMAGES)
                : network.training()
                        .flatMap(NetworkSpec.Recipe::samples)
                        .orElseThrow(() -> Errors.option(
                                "--epochs " + epochs,
                                "needs the size of an epoch, which the trace does not say; allowed: together with"
                                        + " --images N"));
        long passes = epochs == null ? network.recipe().epochs() : epochs;
        within("--epochs", passes, Integer.MAX_VALUE);
        long total = Math.multiplyExact(passes, (perEpoch - 1) / size + 1);
        if (total > ScheduleCommand.MOST_ITERATIONS) {
            throw Errors.option(
                    "--epochs " + passes,
                    "are " + Figures.grouped(total) + " iterations; allowed: up to "
                            + Figures.grouped(ScheduleCommand.MOST_ITERATIONS));
        }
        return new SourceLength(size, total, perEpoch, "");
    }

    private static long within(String option, long value, long most) {
        if (value < 1 || value > most) {
            throw Errors.option(
                    option + " " + value,
                    "is out of range; allowed: 1 " + (most == Long.MAX_VALUE ? "and more" : "to " + most));
        }
        return value;
    }

    /** The run's length in words, and where it comes from if no option says it. */
    String describe(ShapeRun.Plan plan) {
        String words = Figures.grouped(plan.iterations())
                + (plan.iterations() == 1 ? " iteration of " : " iterations of ")
                + plan.batch();
        if (plan.imagesPerEpoch() > 0) {
            long perEpoch = (plan.imagesPerEpoch() - 1) / plan.batch() + 1;
            words = plan.iterations() / perEpoch + " epochs of " + Figures.grouped(plan.imagesPerEpoch()) + " images, "
                    + words;
        }
        String source = length(plan.network()).words();
        return source.isEmpty() ? words : words + " (" + source + ")";
    }
}
