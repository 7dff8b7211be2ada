package io.bitcycle.cli;

import io.bitcycle.hardware.HardwareConfig;
import io.bitcycle.json.BadInputException;
import io.bitcycle.precision.BitSpan;
import io.bitcycle.precision.LossNeededException;
import io.bitcycle.precision.PrecisionSchedule;
import io.bitcycle.precision.PrecisionSchedules;
import io.bitcycle.precision.PrecisionSchedules.Kind;
import io.bitcycle.precision.ScheduleParameters;
import io.bitcycle.precision.ScheduleSpec;
import io.bitcycle.precision.SplitSchedule;
import io.bitcycle.precision.TooManyCyclesException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The options that say which precision schedules to run. */
final class ScheduleOptions {
    /** The kind that the others are measured against. */
    static final String BASELINE = "static";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--schedule",
            paramLabel = "S",
            split = ",",
            defaultValue = "cpt,static",
            converter = SpecConverter.class,
            description =
                    "precision schedules, separated by commas: ${COMPLETION-CANDIDATES}; settings behind the name,"
                            + " e.g. cpt:cycles=8 or static:bits=6 (default: ${DEFAULT-VALUE})",
            completionCandidates = Names.class)
    private List<ScheduleSpec> specs;

    @Option(
            names = "--bits",
            paramLabel = "MIN:MAX",
            defaultValue = "3:8",
            converter = BitRange.AutomaticConverter.class,
            description =
                    "width of weights and activations; static uses the maximum; auto or auto:MAX finds the minimum"
                            + " with a precision range test from 2 bits on (default: ${DEFAULT-VALUE})")
    private BitRange bits;

    @Option(
            names = "--weight-bits",
            paramLabel = "MIN:MAX",
            converter = BitRange.Converter.class,
            description = "width of weights, where it is not --bits")
    private BitRange weightBits;

    @Option(
            names = "--activation-bits",
            paramLabel = "MIN:MAX",
            converter = BitRange.Converter.class,
            description = "width of activations, where it is not --bits")
    private BitRange activationBits;

    @Option(
            names = "--grad-bits",
            paramLabel = "[MIN:]MAX",
            defaultValue = "8",
            converter = BitRange.Converter.class,
            description = "width of errors; a range cycles as the others do (default: ${DEFAULT-VALUE})")
    private BitRange gradBits;

    @Option(
            names = "--grad-schedule",
            paramLabel = "S",
            converter = SpecConverter.class,
            description = "schedule of errors, where it is not that of weights and activations; static ignores it")
    private ScheduleSpec gradSchedule;

    @Option(
            names = "--cycles",
            paramLabel = "N",
            defaultValue = "32",
            description = "precision cycles in the run, of schedules that have cycles (default: ${DEFAULT-VALUE})")
    private int cycles;

    /** Whether the lower bound is to be found by a precision range test. */
    boolean isAutomatic() {
        return bits.automatic();
    }

    /** What the precision range test found. */
    void setLowerBound(int minBits) {
        bits = new BitRange(minBits, bits.max(), false);
    }

    /** Takes the place of the schedules where none was asked for. */
    void setRecorded(ScheduleSpec recorded) {
        if (!command.commandLine().getParseResult().hasMatchedOption("--schedule")) {
            specs = List.of(recorded);
            cycles = 1;
        }
    }

    /** The width of errors where none was asked for. */
    void setRecordedGradBits(int errorBits) {
        if (!command.commandLine().getParseResult().hasMatchedOption("--grad-bits")) {
            gradBits = new BitRange(errorBits, errorBits, false);
        }
    }

    BitRange bits() {
        return bits;
    }

    BitRange gradBits() {
        return gradBits;
    }

    /** The schedules asked for, each once, in the order given. */
    List<ScheduleSpec> specs() {
        return specs.stream().distinct().toList();
    }

    /** The same with what the others are measured against first: static as it stands, else the first static one. */
    static List<ScheduleSpec> baselineFirst(List<ScheduleSpec> specs) {
        return specs.stream()
                .sorted(Comparator.comparing((ScheduleSpec spec) -> !spec.name().equals(BASELINE))
                        .thenComparing(spec -> !spec.kind().name().equals(BASELINE)))
                .toList();
    }

    /** Refuses schedules of a run that ask for codes which the units cannot multiply. */
    void requireWidths(HardwareConfig config, long iterations) {
        ScheduleParameters parameters = parameters(iterations);
        OperandWidths widths = new OperandWidths(config);
        specs().forEach(spec -> widths.check(spec, create(spec, parameters)));
        widths.throwIfAny();
    }

    /**
     * The schedules asked for, for a command that trains nothing.
     *
     * @throws io.bitcycle.json.BadInputException when one follows the training loss
     */
    List<ScheduleSpec> specsWithoutLoss() {
        Stream.concat(specs().stream(), Stream.ofNullable(gradSchedule))
                .filter(ScheduleSpec::followsLoss)
                .findFirst()
                .ifPresent(spec -> {
                    throw Errors.option("--schedule " + spec.name(), LossNeededException.message(spec.name()));
                });
        return specs();
    }

    /** The files they are read from, for the manifest. */
    Map<String, Path> files() {
        Map<String, Path> files = new TreeMap<>();
        Stream.concat(specs().stream(), Stream.ofNullable(gradSchedule))
                .forEach(spec -> spec.file().ifPresent(file -> files.put("schedule " + spec.name(), file)));
        return files;
    }

    /**
     * One of them, for a run.
     *
     * @param parameters of the run; the schedule's own settings take precedence
     * @throws io.bitcycle.json.BadInputException when its settings do not fit the run
     */
    PrecisionSchedule create(ScheduleSpec spec, ScheduleParameters parameters) {
        try {
            PrecisionSchedule schedule = spec.create(parameters);
            boolean apart = gradSchedule != null && !spec.kind().name().equals(BASELINE);
            return apart ? new SplitSchedule(schedule, gradSchedule.create(parameters)) : schedule;
        } catch (TooManyCyclesException e) {
            throw tooManyCycles(spec, parameters, e);
        } catch (IllegalArgumentException e) {
            throw Errors.option("--schedule " + spec.name(), e.getMessage());
        }
    }

    /** The same; empty when it has more cycles than the run has iterations. */
    Optional<PrecisionSchedule> createIfLongEnough(ScheduleSpec spec, long iterations) {
        try {
            return Optional.of(spec.create(parameters(iterations)));
        } catch (TooManyCyclesException e) {
            return Optional.empty();
        }
    }

    private BadInputException tooManyCycles(
            ScheduleSpec spec, ScheduleParameters parameters, TooManyCyclesException fault) {
        long most = parameters.iterations();
        boolean own = Stream.concat(Stream.of(spec), Stream.ofNullable(gradSchedule))
                .anyMatch(each -> each.settings().containsKey("cycles"));
        return own
                ? Errors.option("--schedule " + spec.name(), fault.getMessage())
                : Errors.option(
                        "--cycles " + cycles,
                        "is out of range for " + spec.name() + " in " + most + " iterations; allowed: 1 to " + most
                                + ", one per iteration: say --cycles N, or run longer, or --schedule " + BASELINE
                                + " alone, which has none");
    }

    /**
     * What each of them is built from.
     *
     * @throws io.bitcycle.json.BadInputException when cycles or iterations are below 1
     */
    ScheduleParameters parameters(long iterations) {
        if (iterations < 1) {
            throw Errors.option("--iterations " + iterations, "is out of range; allowed: 1 and more");
        }
        if (cycles < 1) {
            throw Errors.option(
                    "--cycles " + cycles, "is out of range; allowed: 1 to " + iterations + ", one per iteration");
        }
        return new ScheduleParameters(
                span(weightBits == null ? bits : weightBits),
                span(activationBits == null ? bits : activationBits),
                span(gradBits),
                cycles,
                iterations,
                ScheduleParameters.FRACTRAIN_EPOCH);
    }

    private static BitSpan span(BitRange range) {
        return new BitSpan(range.min(), range.max());
    }

    /** A schedule with its settings. */
    static final class SpecConverter implements ITypeConverter<ScheduleSpec> {
        @Override
        public ScheduleSpec convert(String text) {
            try {
                return ScheduleSpec.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    /** The schedules of this build by name. */
    static final class Names implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return PrecisionSchedules.ALL.stream().map(Kind::name).iterator();
        }
    }
}
