package io.bitcycle.precision;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;

/** The precision schedules this build knows. A new one is a class, or a formula in {@link Profiles}, and a line here. */
public final class PrecisionSchedules {
    private static final ScheduleSetting<Double> RATE =
            ScheduleSetting.number("rate", "how fast the exponential saturates", 4, 0.01, 100);
    private static final ScheduleSetting<Double> BETA =
            ScheduleSetting.number("beta", "how late REX rises", 0.9, 0, 0.999);
    static final ScheduleSetting<String> FILE = ScheduleSetting.text("file", "the CSV file");

    /** In the order in which messages list them. */
    public static final List<Kind> ALL = List.of(
            cyclic("cpt", "half a cosine from minimum to maximum per cycle", Profiles.repeated(Profiles::cosine)),
            new Kind("static", "the maximum in every iteration", (run, given) -> new StaticSchedule(run)),
            cyclic("cosine", "the same as cpt", Profiles.repeated(Profiles::cosine)),
            cyclic("linear", "a straight line from minimum to maximum per cycle", Profiles.repeated(Profiles::linear)),
            cyclic("triangular", "a straight line up and down again per cycle", Profiles::triangle),
            cyclic("exponential", "grows by the same factor in equal times of a cycle", Profiles::geometric),
            cyclic("step", "every width for an equal share of the cycle", Profiles::stairs),
            cyclic("cr", "cosine repeated: cpt as one of Wolfe and Kyrillidis", Profiles.repeated(Profiles::cosine)),
            cyclic("ct", "cosine triangular: every other cycle falls", Profiles.vertical(Profiles::cosine)),
            cyclic("lr", "linear repeated, the same as linear", Profiles.repeated(Profiles::linear)),
            cyclic("lt", "linear triangular: every other cycle falls", Profiles.vertical(Profiles::linear)),
            shaped("er", "exponential repeated: early high", RATE, Profiles::exponential, Profiles::repeated),
            shaped("etv", "exponential triangular, vertical", RATE, Profiles::exponential, Profiles::vertical),
            shaped("eth", "exponential triangular, horizontal", RATE, Profiles::exponential, Profiles::horizontal),
            shaped("rr", "REX repeated: long low", BETA, Profiles::rex, Profiles::repeated),
            shaped("rtv", "REX triangular, vertical", BETA, Profiles::rex, Profiles::vertical),
            shaped("rth", "REX triangular, horizontal", BETA, Profiles::rex, Profiles::horizontal),
            new Kind(
                    "pfq",
                    "FracTrain: a stage further when the loss is flat",
                    ProgressiveSettings.ALL,
                    List.of(),
                    true,
                    ProgressiveSettings::create),
            new Kind(
                    "csv",
                    "of your own: iteration, forward_bits, backward_bits",
                    List.of(FILE),
                    List.of(FILE),
                    false,
                    (run, given) -> TableSchedule.read(
                            Path.of(given.get(FILE)), run.error().max())));

    private PrecisionSchedules() {}

    /** The kind of schedule with exactly this name. */
    public static Optional<Kind> named(String name) {
        return ALL.stream().filter(kind -> kind.name().equals(name)).findFirst();
    }

    private static Kind cyclic(String name, String description, Profile profile) {
        return new Kind(name, description, (run, given) -> new CyclicSchedule(run, profile));
    }

    /** A growth function with a parameter, in one of the forms of Wolfe and Kyrillidis. */
    private static Kind shaped(
            String name,
            String description,
            ScheduleSetting<Double> setting,
            Function<Double, DoubleUnaryOperator> growth,
            Function<DoubleUnaryOperator, Profile> form) {
        return new Kind(
                name,
                description,
                List.of(setting),
                List.of(),
                false,
                (run, given) -> new CyclicSchedule(run, form.apply(growth.apply(given.get(setting)))));
    }

    /** Builds the schedule of one run. */
    @FunctionalInterface
    interface Factory {
        PrecisionSchedule create(ScheduleParameters run, ScheduleSettings given);
    }

    /**
     * A kind of schedule.
     *
     * @param name as users write it, e.g. {@code cpt}
     * @param description one line for help texts, without a full stop
     * @param own settings that only this kind has
     * @param required those of them that must be given
     * @param followsLoss whether the training loss decides
     * @param factory builds the schedule of one run
     */
    public record Kind(
            String name,
            String description,
            List<ScheduleSetting<?>> own,
            List<ScheduleSetting<?>> required,
            boolean followsLoss,
            Factory factory) {
        Kind(String name, String description, Factory factory) {
            this(name, description, List.of(), List.of(), false, factory);
        }

        /** All settings it can be given. */
        public List<ScheduleSetting<?>> settings() {
            List<ScheduleSetting<?>> all = new ArrayList<>(own);
            ScheduleSetting.COMMON.stream()
                    .filter(setting ->
                            own.stream().noneMatch(mine -> mine.name().equals(setting.name())))
                    .forEach(all::add);
            return all;
        }

        /** The schedule of one run, without settings. */
        public PrecisionSchedule create(ScheduleParameters parameters) {
            return factory.create(parameters, ScheduleSettings.NONE);
        }
    }
}
