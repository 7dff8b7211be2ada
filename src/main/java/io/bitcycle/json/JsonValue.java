package io.bitcycle.json;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A JSON value that knows where it was written. Immutable. */
public sealed interface JsonValue {
    /** The value's first character. */
    Position position();

    /** The value in words, for {@code path: is …}; long texts are cut. */
    String describe();

    /**
     * The value or, where the path leads nowhere, the nearest enclosing value that exists.
     *
     * @param path relative to this value
     */
    default JsonValue nearest(JsonPath path) {
        JsonValue value = this;
        for (JsonPath.Step step : path.steps()) {
            JsonValue next = step.in(value);
            if (next == null) {
                return value;
            }
            value = next;
        }
        return value;
    }

    /** A name and its value; {@code namePosition} is where the name was written. */
    record Member(Position namePosition, JsonValue value) {}

    /** Members in the order of the file. */
    record JsonObject(Position position, Map<String, Member> members) implements JsonValue {
        public JsonObject {
            members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
        }

        @Override
        public String describe() {
            return "an object";
        }
    }

    /** Items in order. */
    record JsonArray(Position position, List<JsonValue> items) implements JsonValue {
        public JsonArray {
            items = List.copyOf(items);
        }

        @Override
        public String describe() {
            return "an array of " + items.size();
        }
    }

    /** A string. */
    record JsonString(Position position, String value) implements JsonValue {
        @Override
        public String describe() {
            return "the string " + Quoted.of(value);
        }
    }

    /**
     * A number, exact.
     *
     * @param text as written
     */
    record JsonNumber(Position position, BigDecimal value, String text) implements JsonValue {
        @Override
        public String describe() {
            return Quoted.cut(text);
        }
    }

    /** {@code true} or {@code false}. */
    record JsonBoolean(Position position, boolean value) implements JsonValue {
        @Override
        public String describe() {
            return Boolean.toString(value);
        }
    }

    /** {@code null}. */
    record JsonNull(Position position) implements JsonValue {
        @Override
        public String describe() {
            return "null";
        }
    }
}
