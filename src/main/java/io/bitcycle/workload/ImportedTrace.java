package io.bitcycle.workload;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * A trace made of another program's file.
 *
 * @param trace the document, of which its {@code source} says what was assumed
 * @param notes what a user should know of the making, one sentence each
 */
public record ImportedTrace(ObjectNode trace, List<String> notes) {
    private static final int LONGEST_SOURCE = 1900;
    private static final int LONGEST_NAME = 64;

    public ImportedTrace {
        notes = List.copyOf(notes);
    }

    /** A text as a trace's {@code source} may hold it. */
    public static String source(String text) {
        String clean = text.replaceAll("\\p{Cntrl}", " ");
        return clean.length() <= LONGEST_SOURCE ? clean : clean.substring(0, LONGEST_SOURCE) + "…";
    }

    /** A network's name: the file's, without its ending. */
    public static String name(String file) {
        String clean =
                file.replaceFirst("\\.[^.]*$", "").replaceAll("\\p{Cntrl}", " ").strip();
        return clean.isEmpty() ? "network" : clean.substring(0, Math.min(LONGEST_NAME, clean.length()));
    }
}
