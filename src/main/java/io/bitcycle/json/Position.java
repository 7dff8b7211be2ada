package io.bitcycle.json;

/**
 * Where a value was written.
 *
 * @param origin the file as the user named it, or the whole option, e.g. {@code --set array.rows=0}
 * @param line from 1; 0 when the origin has no lines
 * @param column from 1; 0 when the origin has no lines
 */
public record Position(String origin, int line, int column) {
    /** A place without lines: a whole file or an option. */
    public static Position of(String origin) {
        return new Position(origin, 0, 0);
    }

    @Override
    public String toString() {
        return line == 0 ? origin : origin + ":" + line + ":" + column;
    }
}
