package io.bitcycle.cli;

import io.bitcycle.workload.Averaging;
import io.bitcycle.workload.NetworkSpec;
import io.bitcycle.workload.OptimizerSpec;
import io.bitcycle.workload.WarmUp;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import picocli.CommandLine.Option;

/** The options that say how weights move; those of the trace hold where none is given. */
final class OptimizerOptions {
    /** CPT's code collects weights three times per epoch of 390 iterations. */
    private static final long CPT_AVERAGE_EVERY = 1170;

    @Option(
            names = "--optimizer",
            paramLabel = "O",
            converter = TypeChoice.class,
            description = "sgd or adam, which then begins with the settings of its paper (default: the trace's)")
    private String type;

    @Option(names = "--momentum", paramLabel = "M", description = "of sgd (default: the trace's)")
    private Double momentum;

    @Option(names = "--weight-decay", paramLabel = "L", description = "times the weights (default: the trace's)")
    private Double weightDecay;

    @Option(
            names = "--clip-norm",
            paramLabel = "N",
            description = "scale the gradients down where their norm is greater (default: the trace's)")
    private Double clipNorm;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            description =
                    "first iterations at --warm-up-rate, before the learning-rate schedule (default: the trace's)")
    private Long warmUp;

    @Option(
            names = "--warm-up-rate",
            paramLabel = "R",
            description = "learning rate of the warm-up (default: the trace's, or 0.01 as in CPT's code)")
    private Double warmUpRate;

    @Option(
            names = "--warm-up-rises",
            description = "the warm-up's rate rises in equal steps to the initial learning rate")
    private boolean warmUpRises;

    @Option(
            names = "--average-from",
            paramLabel = "N",
            description = "average the weights from this iteration on, and evaluate the average at the end")
    private Long averageFrom;

    @Option(
            names = "--average-every",
            paramLabel = "N",
            description = "iterations whose number is a multiple of it join (default: 1170, as in CPT's code)")
    private Long averageEvery;

    /** The trace's hyper-parameters with those of the options. */
    NetworkSpec.Recipe applyTo(NetworkSpec.Recipe recipe) {
        return new NetworkSpec.Recipe(
                recipe.batch(),
                recipe.epochs(),
                recipe.samples(),
                recipe.exactIterations(),
                recipe.learningRate(),
                recipe.schedule(),
                warmUp(recipe.warmUp()),
                optimizer(recipe.optimizer()),
                averaging(recipe.averaging()));
    }

    private OptimizerSpec optimizer(OptimizerSpec trace) {
        OptionalDouble clip = trace.clipNorm();
        if (clipNorm != null) {
            require("--clip-norm " + clipNorm, clipNorm > 0 && clipNorm <= 1e12, "above 0, at most 1e12");
            clip = OptionalDouble.of(clipNorm);
        }
        double decay = trace.weightDecay();
        if (weightDecay != null) {
            require("--weight-decay " + weightDecay, weightDecay >= 0 && weightDecay <= 1, "0 to 1");
            decay = weightDecay;
        }
        return new OptimizerSpec(rule(trace.rule()), decay, clip);
    }

    private OptimizerSpec.Rule rule(OptimizerSpec.Rule trace) {
        OptimizerSpec.Rule rule = trace;
        if (type != null && !type.equals(trace.type())) {
            rule = type.equals(OptimizerSpec.Adam.TYPE)
                    ? OptimizerSpec.Adam.SUGGESTED
                    : new OptimizerSpec.Sgd(0, false);
        }
        if (momentum == null) {
            return rule;
        }
        require("--momentum " + momentum, momentum >= 0 && momentum < 1, "at least 0, below 1");
        if (!(rule instanceof OptimizerSpec.Sgd sgd)) {
            throw Errors.option("--momentum " + momentum, "says nothing of adam; allowed with --optimizer sgd");
        }
        return new OptimizerSpec.Sgd(momentum, sgd.nesterov());
    }

    private WarmUp warmUp(WarmUp trace) {
        long iterations = warmUp == null ? trace.iterations() : warmUp;
        double rate = warmUpRate == null ? trace.rate() : warmUpRate;
        require("--warm-up " + iterations, iterations >= 0, "0 (none) and more");
        require("--warm-up-rate " + rate, rate > 0 && rate <= 1000, "above 0, at most 1000");
        if (iterations == 0 && (warmUpRate != null || warmUpRises)) {
            throw Errors.option(
                    warmUpRate != null ? "--warm-up-rate " + warmUpRate : "--warm-up-rises",
                    "needs a warm-up; allowed together with --warm-up N");
        }
        return new WarmUp(iterations, rate, warmUpRises || trace.rises());
    }

    private Optional<Averaging> averaging(Optional<Averaging> trace) {
        if (averageFrom == null && averageEvery == null) {
            return trace;
        }
        if (averageFrom == null && trace.isEmpty()) {
            throw Errors.option(
                    "--average-every " + averageEvery,
                    "needs the first iteration; allowed together with --average-from N");
        }
        long from = averageFrom == null ? trace.get().from() : averageFrom;
        long every = averageEvery != null
                ? averageEvery
                : trace.map(Averaging::every).orElse(CPT_AVERAGE_EVERY);
        require("--average-from " + from, from >= 0, "0 and more");
        require("--average-every " + every, every >= 1, "1 and more");
        return Optional.of(new Averaging(from, every));
    }

    private static void require(String option, boolean fine, String allowed) {
        if (!fine) {
            throw Errors.option(option, "is out of range; allowed: " + allowed);
        }
    }

    /** The kinds of optimizers. */
    static final class TypeChoice extends Choice<String> {
        TypeChoice() {
            super(List.of(OptimizerSpec.Sgd.TYPE, OptimizerSpec.Adam.TYPE), word -> word);
        }
    }
}
