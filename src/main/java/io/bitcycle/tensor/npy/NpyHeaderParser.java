package io.bitcycle.tensor.npy;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntPredicate;

/**
 * Reads the dictionary of an .npy header: a Python literal with exactly the keys {@code descr} (a string),
 * {@code fortran_order} ({@code True} or {@code False}) and {@code shape} (a tuple of whole numbers), in any order.
 * Nothing else is accepted, and every error names its byte in the file.
 */
final class NpyHeaderParser {
    private static final Set<String> KEYS = Set.of("descr", "fortran_order", "shape");
    private static final int END = -1;

    private final Path file;
    private final long start;
    private final byte[] text;
    private int at;

    private NpyType type;
    private ByteOrder order;
    private boolean fortranOrder;
    private int[] shape;

    /**
     * @param file for messages
     * @param start offset of {@code text} in the file
     */
    private NpyHeaderParser(Path file, long start, byte[] text) {
        this.file = file;
        this.start = start;
        this.text = text;
    }

    static NpyHeader parse(Path file, long start, byte[] text) throws NpyFormatException {
        return new NpyHeaderParser(file, start, text).header();
    }

    private NpyHeader header() throws NpyFormatException {
        Set<String> missing = new TreeSet<>(KEYS);
        expect('{');
        while (peek() != '}') {
            int keyAt = at;
            String key = string();
            if (!KEYS.contains(key)) {
                throw error(keyAt, "unknown key '" + key + "'; allowed: " + String.join(", ", new TreeSet<>(KEYS)));
            }
            if (!missing.remove(key)) {
                throw error(keyAt, "key '" + key + "' a second time");
            }
            expect(':');
            value(key);
            if (peek() != '}') {
                expect(',');
            }
        }
        if (!missing.isEmpty()) {
            throw error(at, "the dictionary ends without " + String.join(", ", missing));
        }
        expect('}');
        if (peek() != END) {
            throw found("nothing but blanks");
        }
        return new NpyHeader(type, order, fortranOrder, shape);
    }

    private void value(String key) throws NpyFormatException {
        switch (key) {
            case "descr" -> descr();
            case "fortran_order" -> fortranOrder = truth();
            default -> shape = tuple();
        }
    }

    /** NumPy's type string: byte order ({@code <}, {@code >}, or {@code |} for single bytes), kind, size in bytes. */
    private void descr() throws NpyFormatException {
        peek();
        int descrAt = at;
        String descr = string();
        char mark = descr.isEmpty() ? ' ' : descr.charAt(0);
        type = "<>|".indexOf(mark) < 0 ? null : NpyType.of(descr.substring(1)).orElse(null);
        if (type == null || mark == '|' && type.bytes() > 1) {
            throw error(
                    descrAt,
                    "element type '" + descr + "'; allowed: < or > (| for one byte) and one of " + NpyType.codes());
        }
        order = mark == '>' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    }

    private boolean truth() throws NpyFormatException {
        peek();
        int wordAt = at;
        String word = run(Character::isLetter);
        return switch (word) {
            case "True" -> true;
            case "False" -> false;
            case "" -> throw found("True or False");
            default -> throw error(wordAt, "'" + word + "' where True or False is expected");
        };
    }

    private int[] tuple() throws NpyFormatException {
        int[] dims = new int[NpyHeader.MAX_RANK];
        int rank = 0;
        expect('(');
        boolean comma = true;
        while (peek() != ')') {
            if (!comma) {
                throw found("',' or ')'");
            }
            if (rank == dims.length) {
                throw error(at, "more than " + NpyHeader.MAX_RANK + " dimensions");
            }
            dims[rank++] = dimension();
            comma = peek() == ',';
            if (comma) {
                at++;
            }
        }
        if (rank == 1 && !comma) {
            throw found("',' (a tuple of one number)");
        }
        expect(')');
        return Arrays.copyOf(dims, rank);
    }

    private int dimension() throws NpyFormatException {
        int digitsAt = at;
        String digits = run(c -> c >= '0' && c <= '9');
        if (digits.isEmpty()) {
            throw found("a dimension (a whole number, 0 or more)");
        }
        if (digits.length() > 1 && digits.charAt(0) == '0') {
            throw error(digitsAt, "dimension " + digits + " starts with 0");
        }
        try {
            return Integer.parseInt(digits);
        } catch (NumberFormatException e) {
            throw error(digitsAt, "dimension " + digits + " is above " + Integer.MAX_VALUE);
        }
    }

    /** A string in single or double quotes; no type or key needs an escape, so none is understood. */
    private String string() throws NpyFormatException {
        int quote = peek();
        if (quote != '\'' && quote != '"') {
            throw found("a string");
        }
        at++;
        String content = run(c -> c != quote && c != '\\' && c >= ' ' && c <= '~');
        if (at == text.length || text[at] != quote) {
            throw found("a printable ASCII character or the end of the string");
        }
        at++;
        return content;
    }

    private String run(IntPredicate accepted) {
        int from = at;
        while (at < text.length && accepted.test(text[at])) {
            at++;
        }
        return new String(text, from, at - from, StandardCharsets.US_ASCII);
    }

    private void expect(char c) throws NpyFormatException {
        if (peek() != c) {
            throw found("'" + c + "'");
        }
        at++;
    }

    /** Skips blanks; the next byte, or {@link #END}. */
    private int peek() {
        while (at < text.length && (text[at] == ' ' || text[at] == '\n')) {
            at++;
        }
        return at == text.length ? END : text[at];
    }

    private NpyFormatException found(String expected) {
        String found = at == text.length
                ? "the header ends"
                : text[at] >= ' ' && text[at] <= '~' ? "'" + (char) text[at] + "'" : String.format("0x%02x", text[at]);
        return error(at, found + " where " + expected + " is expected");
    }

    private NpyFormatException error(int offset, String problem) {
        return new NpyFormatException(file, start + offset, problem);
    }
}
