package io.bitcycle.training.checkpoint;

/** A checkpoint is whole but of another run: other inputs, options or build. */
public final class ForeignCheckpointException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ForeignCheckpointException(String message) {
        super(message);
    }
}
