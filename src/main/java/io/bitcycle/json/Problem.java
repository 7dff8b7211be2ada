package io.bitcycle.json;

/**
 * One thing that is wrong, or worth a warning, in what a user wrote.
 *
 * @param file the file as the user named it, or the {@code --set} option
 * @param line from 1; 0 when it concerns the whole file or an option
 * @param column from 1; 0 when it concerns the whole file or an option
 * @param path the key in the form {@code --set} takes, e.g. {@code array.mac.lanes}; empty for the whole document
 * @param message {@code what is wrong; allowed: …; did you mean "…"?}
 */
public record Problem(String file, int line, int column, String path, String message) {
    public static Problem at(Position position, String path, String message) {
        return new Problem(position.origin(), position.line(), position.column(), path, message);
    }

    @Override
    public String toString() {
        return new Position(file, line, column) + ": " + (path.isEmpty() ? "" : path + ": ") + message;
    }
}
