package io.bitcycle.csv;

/** A cell of a CSV file as it is written. */
public final class CsvCell {
    private CsvCell() {}

    /** The text, in quotes where {@link CsvTable} would not read it back without (RFC 4180). */
    public static String quoted(String text) {
        return text.matches("[^,\"\r\n]*") ? text : "\"" + text.replace("\"", "\"\"") + "\"";
    }
}
