package io.bitcycle.json;

/** Makes what a user wrote fit for one line of a message. */
public final class Quoted {
    private static final int LONGEST = 60;

    private Quoted() {}

    /** In double quotes, control characters escaped, cut when long. */
    public static String of(String text) {
        StringBuilder escaped = new StringBuilder();
        for (char c : cut(text).toCharArray()) {
            if (c == '"' || c == '\\') {
                escaped.append('\\').append(c);
            } else if (Character.isISOControl(c)) {
                escaped.append(String.format("\\u%04x", (int) c));
            } else {
                escaped.append(c);
            }
        }
        return "\"" + escaped + "\"";
    }

    static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }
}
