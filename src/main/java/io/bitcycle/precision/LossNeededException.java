package io.bitcycle.precision;

/** A schedule that follows the training loss was asked for the precision of an iteration before the losses were known. */
public final class LossNeededException extends RuntimeException {
    private static final long serialVersionUID = 1;

    LossNeededException(String schedule) {
        super(message(schedule));
    }

    /** What users are told, also before anything is run. */
    public static String message(String schedule) {
        return "schedule " + schedule + " follows the training loss, which only train computes; allowed here: another"
                + " schedule, or csv:file=RUN/iterations.csv, which replays the bits of a training run";
    }
}
