package io.bitcycle.training;

import java.util.function.Supplier;

/** Hears how far a long computation is. May be called from any thread, and often: listeners are fast. */
@FunctionalInterface
public interface ProgressListener {
    /** Hears nothing. */
    ProgressListener NONE = (done, total, now) -> {};

    /**
     * Says how far the computation is.
     *
     * @param done units of work done so far, from 0; {@code total} says the computation has ended
     * @param total units of work in all, at least 1
     * @param now what is worth a glance, worked out only if asked for before the call returns
     */
    void progress(long done, long total, Supplier<Glance> now);

    /** The same with one fact, which may be empty. */
    default void progress(long done, long total, String fact) {
        progress(done, total, () -> Glance.at(fact));
    }

    /** Says, before anything else, that so many units were done in an earlier process: they took none of this one's time. */
    default void goesOnAfter(long done) {}
}
