package io.bitcycle.precision;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The precision schedules this build knows. A new one is a class and a line here. */
public final class PrecisionSchedules {
    /** In the order in which messages list them. */
    public static final List<Kind> ALL = List.of(
            new Kind("cpt", "half a cosine from minimum to maximum per cycle", CosineSchedule::new),
            new Kind("static", "the maximum in every iteration", StaticSchedule::new));

    private PrecisionSchedules() {}

    /** The kind of schedule with exactly this name. */
    public static Optional<Kind> named(String name) {
        return ALL.stream().filter(kind -> kind.name().equals(name)).findFirst();
    }

    /**
     * A kind of schedule.
     *
     * @param name as users write it, e.g. {@code cpt}
     * @param description one line for help texts, without a full stop
     * @param factory builds the schedule of one run
     */
    public record Kind(String name, String description, Function<ScheduleParameters, PrecisionSchedule> factory) {
        /** The schedule of one run. */
        public PrecisionSchedule create(ScheduleParameters parameters) {
            return factory.apply(parameters);
        }
    }
}
