package io.bitcycle.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import io.bitcycle.json.JsonValue.JsonArray;
import io.bitcycle.json.JsonValue.JsonBoolean;
import io.bitcycle.json.JsonValue.JsonNull;
import io.bitcycle.json.JsonValue.JsonNumber;
import io.bitcycle.json.JsonValue.JsonObject;
import io.bitcycle.json.JsonValue.JsonString;
import io.bitcycle.json.JsonValue.Member;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Parses strict JSON (RFC 8259): no comments, no trailing commas, no duplicate names, nothing after the value, UTF-8 with
 * or without a byte order mark. A syntax error ends the parsing; duplicate names are collected.
 */
public final class JsonReader {
    /** Bytes that a file may have. */
    public static final int LARGEST_FILE_BYTES = InputFile.LARGEST_TEXT_BYTES;

    /** Our files nest five deep. */
    public static final int DEEPEST_NESTING = 64;

    /** Digits, sign, point and exponent of one number. */
    public static final int LONGEST_NUMBER = 100;

    private static final JsonFactory FACTORY = new JsonFactory();

    private final String origin;
    private final boolean lines;
    private final Problems problems;
    private final JsonParser parser;

    private JsonReader(Position whole, boolean lines, String text, Problems problems) throws IOException {
        this.origin = whole.origin();
        this.lines = lines;
        this.problems = problems;
        this.parser = FACTORY.createParser(text);
    }

    /** Reads a file; empty when a problem makes the rest unreadable. */
    public static Optional<JsonValue> read(Path file, Problems problems) {
        return InputFile.text(file, "JSON", problems)
                .flatMap(text -> parse(Position.of(file.toString()), true, text, problems));
    }

    /**
     * Parses a text.
     *
     * @param file named in problems
     */
    public static Optional<JsonValue> parse(String file, String text, Problems problems) {
        return parse(Position.of(file), true, text, problems);
    }

    /** Parses the value of an option, all of which stands at {@code whole}. */
    static Optional<JsonValue> parseOption(Position whole, String text, Problems problems) {
        return parse(whole, false, text, problems);
    }

    private static Optional<JsonValue> parse(Position whole, boolean lines, String text, Problems problems) {
        try {
            JsonReader reader = new JsonReader(whole, lines, text, problems);
            if (reader.parser.nextToken() == null) {
                problems.add(whole, "", "is empty; allowed: one JSON value");
                return Optional.empty();
            }
            JsonValue value = reader.value(JsonPath.ROOT);
            if (reader.parser.nextToken() != null) {
                throw new Unreadable(
                        reader.here(), "", "more text follows the end of the JSON value; allowed: one value");
            }
            return Optional.of(value);
        } catch (Unreadable e) {
            problems.add(e.position, e.path, e.getMessage());
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            Position position =
                    lines && at != null ? new Position(whole.origin(), at.getLineNr(), at.getColumnNr()) : whole;
            problems.add(position, "", syntax(e, at, text));
        } catch (IOException e) {
            throw new IllegalStateException("a String cannot fail to be read", e);
        }
        return Optional.empty();
    }

    private JsonValue value(JsonPath path) throws IOException {
        if (path.steps().size() > DEEPEST_NESTING) {
            throw new Unreadable(here(), "", "nests too deep; allowed: at most " + DEEPEST_NESTING + " levels");
        }
        Position position = here();
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(position, path);
            case START_ARRAY -> array(position, path);
            case VALUE_STRING -> new JsonString(position, parser.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(position, path);
            case VALUE_TRUE -> new JsonBoolean(position, true);
            case VALUE_FALSE -> new JsonBoolean(position, false);
            case VALUE_NULL -> new JsonNull(position);
            default -> throw new IllegalStateException("no value starts with " + parser.currentToken());
        };
    }

    private JsonObject object(Position position, JsonPath path) throws IOException {
        Map<String, Member> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            Position namePosition = here();
            String name = parser.currentName();
            parser.nextToken();
            Member member = new Member(namePosition, value(path.member(name)));
            Member first = members.putIfAbsent(name, member);
            if (first != null) {
                problems.add(
                        namePosition,
                        path.member(name).toString(),
                        "is given twice, first at " + first.namePosition() + "; allowed: once");
            }
        }
        return new JsonObject(position, members);
    }

    private JsonArray array(Position position, JsonPath path) throws IOException {
        List<JsonValue> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(value(path.item(items.size())));
        }
        return new JsonArray(position, items);
    }

    private JsonNumber number(Position position, JsonPath path) throws IOException {
        String text = parser.getText();
        if (text.length() > LONGEST_NUMBER) {
            throw new Unreadable(
                    position,
                    path.toString(),
                    "is a number of " + text.length() + " characters; allowed: at most " + LONGEST_NUMBER);
        }
        try {
            return new JsonNumber(position, new BigDecimal(text), text);
        } catch (NumberFormatException e) {
            throw new Unreadable(
                    position, path.toString(), "is " + text + "; allowed: an exponent of at most 9 digits");
        }
    }

    private Position here() {
        JsonLocation at = parser.currentTokenLocation();
        return lines ? new Position(origin, at.getLineNr(), at.getColumnNr()) : Position.of(origin);
    }

    /** What is wrong with the syntax, in a few words. */
    public static String cause(JsonProcessingException e) {
        return e instanceof JsonEOFException
                ? "it ends too early"
                : e.getOriginalMessage().lines().findFirst().orElse("syntax error");
    }

    private static String syntax(JsonProcessingException e, JsonLocation at, String text) {
        int offset = at == null ? -1 : (int) at.getCharOffset();
        if (offset >= 0 && offset < text.length() && (text.charAt(offset) == '/' || text.charAt(offset) == '#')) {
            return "is not JSON: comments are not allowed";
        }
        if (e.getOriginalMessage().startsWith("Non-standard token")) {
            return "is not JSON: NaN and Infinity are not numbers";
        }
        return "is not JSON: " + cause(e);
    }

    /** A problem after which nothing more can be read. */
    private static final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final transient Position position;
        private final String path;

        Unreadable(Position position, String path, String message) {
            super(message, null, false, false);
            this.position = position;
            this.path = path;
        }
    }
}
