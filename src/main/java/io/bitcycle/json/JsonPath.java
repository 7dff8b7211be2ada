package io.bitcycle.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A way into a JSON document, written {@code array.mac.lanes} or {@code energy.mac.entries[0].value_pj}.
 *
 * @param steps from the root
 */
public record JsonPath(List<Step> steps) {
    public static final JsonPath ROOT = new JsonPath(List.of());

    private static final Pattern STEP = Pattern.compile("([^.\\[\\]]+)|\\[(\\d{1,9})]");
    private static final Pattern PATH = Pattern.compile("[^.\\[\\]]+(\\[\\d{1,9}])*(\\.[^.\\[\\]]+(\\[\\d{1,9}])*)*");

    private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N}_$-]{1,60}");

    public JsonPath {
        steps = List.copyOf(steps);
    }

    /** One step: a member of an object or an item of an array. */
    public sealed interface Step {
        /** The value one step into {@code value}, or null when it has none. */
        JsonValue in(JsonValue value);
    }

    /** A member by name. */
    public record Name(String name) implements Step {
        @Override
        public JsonValue in(JsonValue value) {
            return value instanceof JsonValue.JsonObject object
                            && object.members().containsKey(name)
                    ? object.members().get(name).value()
                    : null;
        }
    }

    /** An item by its index from 0. */
    public record Index(int index) implements Step {
        @Override
        public JsonValue in(JsonValue value) {
            return value instanceof JsonValue.JsonArray array
                            && index < array.items().size()
                    ? array.items().get(index)
                    : null;
        }
    }

    /** Reads the written form; empty when it is not one. */
    public static Optional<JsonPath> parse(String text) {
        if (!PATH.matcher(text).matches()) {
            return Optional.empty();
        }
        List<Step> steps = new ArrayList<>();
        Matcher matcher = STEP.matcher(text);
        while (matcher.find()) {
            steps.add(
                    matcher.group(1) != null
                            ? new Name(matcher.group(1))
                            : new Index(Integer.parseInt(matcher.group(2))));
        }
        return Optional.of(new JsonPath(steps));
    }

    public JsonPath member(String name) {
        return then(new Name(name));
    }

    public JsonPath item(int index) {
        return then(new Index(index));
    }

    JsonPath then(Step step) {
        List<Step> longer = new ArrayList<>(steps);
        longer.add(step);
        return new JsonPath(longer);
    }

    /** The written form; a name that it could not hold is quoted. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Step step : steps) {
            if (step instanceof Name name) {
                text.append(text.isEmpty() ? "" : ".");
                text.append(PLAIN.matcher(name.name()).matches() ? name.name() : Quoted.of(name.name()));
            } else if (step instanceof Index index) {
                text.append('[').append(index.index()).append(']');
            }
        }
        return text.toString();
    }
}
