package io.bitcycle.training;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * What is worth a glance at a long computation now.
 *
 * @param facts short texts, the most important first: a display without room leaves out the last ones
 * @param trained what training has done so far; empty for a computation that trains nothing
 */
public record Glance(List<String> facts, Optional<Trained> trained) {
    /** Nothing to see. */
    public static final Glance NONE = new Glance(List.of(), Optional.empty());

    public Glance {
        facts = List.copyOf(facts);
    }

    /**
     * What training has done so far.
     *
     * @param samples trained by this process: those before a resumed run's checkpoint took none of its time
     * @param unit what samples counts, e.g. {@code images}
     * @param energyPj that the simulated accelerator spent on training, from the first iteration
     */
    public record Trained(long samples, String unit, BigDecimal energyPj) {}

    /** One fact; an empty text is none. */
    public static Glance at(String fact) {
        return fact.isEmpty() ? NONE : new Glance(List.of(fact), Optional.empty());
    }
}
