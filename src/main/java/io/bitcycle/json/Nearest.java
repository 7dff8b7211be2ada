package io.bitcycle.json;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that a user most likely meant. */
public final class Nearest {
    private Nearest() {}

    /** The known name with the fewest typing errors, if at most a third of the letters are wrong; ties go to the first. */
    public static Optional<String> to(String written, Collection<String> known) {
        String lower = written.toLowerCase(Locale.ROOT);
        return known.stream()
                .filter(name -> near(lower, name.toLowerCase(Locale.ROOT)))
                .min(Comparator.comparingInt(name -> distance(lower, name.toLowerCase(Locale.ROOT))));
    }

    private static boolean near(String a, String b) {
        int allowed = Math.max(1, Math.max(a.length(), b.length()) / 3);
        return Math.abs(a.length() - b.length()) <= allowed && distance(a, b) <= allowed;
    }

    /** {@code ; did you mean "…"?}, or nothing when no name is near. */
    public static String hint(String written, Collection<String> known) {
        return to(written, known)
                .map(name -> "; did you mean \"" + name + "\"?")
                .orElse("");
    }

    /** Insertions, deletions, substitutions and swaps of neighbours (Damerau 1964, no substring edited twice). */
    static int distance(String a, String b) {
        int[][] edits = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    edits[i][j] = i + j;
                    continue;
                }
                int substitution = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                int best = Math.min(Math.min(edits[i - 1][j], edits[i][j - 1]) + 1, edits[i - 1][j - 1] + substitution);
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                edits[i][j] = swapped ? Math.min(best, edits[i - 2][j - 2] + 1) : best;
            }
        }
        return edits[a.length()][b.length()];
    }
}
