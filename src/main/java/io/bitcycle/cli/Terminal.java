package io.bitcycle.cli;

import java.util.Map;
import java.util.OptionalInt;

/**
 * Where output goes.
 *
 * @param columns width of the terminal that shows the error stream; empty when it is a file or a pipe
 * @param unicode whether block characters can be shown
 */
record Terminal(OptionalInt columns, boolean unicode) {
    /** Nothing is known: plain lines, plain ASCII. */
    static final Terminal PLAIN = new Terminal(OptionalInt.empty(), false);

    private static final int NARROWEST = 20;

    /**
     * What the process was started with.
     *
     * @param columns width as the launcher found it; null when the error stream is not a terminal
     * @param environment variables; the locale's are those of POSIX, the first of three that is set holds
     */
    static Terminal of(String columns, Map<String, String> environment) {
        String locale = "";
        for (String variable : new String[] {"LANG", "LC_CTYPE", "LC_ALL"}) {
            String value = environment.getOrDefault(variable, "");
            locale = value.isEmpty() ? locale : value;
        }
        boolean unicode =
                locale.toUpperCase(java.util.Locale.ROOT).replace("-", "").contains("UTF8");
        boolean dumb = "dumb".equals(environment.get("TERM"));
        boolean known = !dumb && columns != null && columns.matches("\\d{1,5}");
        return new Terminal(
                known ? OptionalInt.of(Math.max(NARROWEST, Integer.parseInt(columns))) : OptionalInt.empty(), unicode);
    }
}
