package io.bitcycle.precision;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The settings that a user gave a schedule.
 *
 * @param texts values as written, by name; each is one that its setting can read
 */
record ScheduleSettings(Map<String, String> texts) {
    static final ScheduleSettings NONE = new ScheduleSettings(Map.of());

    ScheduleSettings {
        texts = new LinkedHashMap<>(texts);
    }

    /** The value given, or what holds otherwise. */
    <T> T get(ScheduleSetting<T> setting) {
        return get(setting, setting.otherwise());
    }

    /** The value given, or the run's. */
    <T> T get(ScheduleSetting<T> setting, T otherwise) {
        String text = texts.get(setting.name());
        return text == null ? otherwise : setting.parser().apply(text);
    }

    /** The run's parameters with what was given in their place. */
    ScheduleParameters applyTo(ScheduleParameters run) {
        BitSpan weight = get(ScheduleSetting.BITS, run.weight());
        BitSpan activation = get(ScheduleSetting.BITS, run.activation());
        return new ScheduleParameters(
                get(ScheduleSetting.WEIGHT_BITS, weight),
                get(ScheduleSetting.ACTIVATION_BITS, activation),
                get(ScheduleSetting.GRAD_BITS, run.error()),
                get(ScheduleSetting.CYCLES, run.cycles()),
                run.iterations(),
                run.epochIterations());
    }
}
