package io.bitcycle.mapping;

/** The tiles that a hwconfig states for its ops are too large for its buffers. */
public final class TilesDoNotFitException extends RuntimeException {
    private static final long serialVersionUID = 1;

    TilesDoNotFitException(String message) {
        super(message);
    }
}
