package io.bitcycle.training;

/** Hears how far a long computation is. May be called from any thread, and often: listeners are fast. */
@FunctionalInterface
public interface ProgressListener {
    /** Hears nothing. */
    ProgressListener NONE = (done, total, note) -> {};

    /**
     * Says how far the computation is.
     *
     * @param done units of work done so far, from 0; {@code total} says the computation has ended
     * @param total units of work in all, at least 1
     * @param note what is worth a glance now, e.g. {@code loss 0.412}; may be empty
     */
    void progress(long done, long total, String note);
}
