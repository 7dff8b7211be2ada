package io.bitcycle.json;

import io.bitcycle.json.JsonPath.Index;
import io.bitcycle.json.JsonPath.Name;
import io.bitcycle.json.JsonPath.Step;
import io.bitcycle.json.JsonValue.JsonArray;
import io.bitcycle.json.JsonValue.JsonObject;
import io.bitcycle.json.JsonValue.JsonString;
import io.bitcycle.json.JsonValue.Member;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A {@code --set path=value} option: replaces or adds one value of a parsed document before it is checked, so that it
 * passes the same checks as the file. A path that no key has is then reported as an unknown key.
 *
 * @param path where, e.g. {@code array.rows}
 * @param value what
 * @param position the option itself, for messages
 */
public record Setting(JsonPath path, JsonValue value, Position position) {
    /**
     * Reads an option's argument; empty when it is not {@code path=value}.
     *
     * @param argument e.g. {@code array.rows=32}; the value is JSON if it can be, else a string
     */
    public static Optional<Setting> parse(String argument, Problems problems) {
        Position position = Position.of("--set " + argument);
        int equals = argument.indexOf('=');
        Optional<JsonPath> path = JsonPath.parse(
                equals < 0 ? argument : argument.substring(0, equals).strip());
        if (equals < 0 || path.isEmpty()) {
            problems.add(position, "", "is not a setting; allowed: path=value, e.g. array.rows=32");
            return Optional.empty();
        }
        return Optional.of(new Setting(path.get(), value(argument.substring(equals + 1), position), position));
    }

    private static JsonValue value(String text, Position position) {
        Problems notJson = new Problems();
        return JsonReader.parseOption(position, text, notJson)
                .filter(value -> notJson.count() == 0)
                .orElse(new JsonString(position, text));
    }

    /**
     * Applies options in order; of two for the same path the later one holds.
     *
     * @return {@code root} changed; as it was where an option does not fit, which is a problem
     */
    public static JsonValue applyAll(JsonValue root, List<Setting> settings, Problems problems) {
        JsonValue changed = root;
        for (Setting setting : settings) {
            changed = setting.in(changed, 0, problems);
        }
        return changed;
    }

    /** {@code here}, which is {@code depth} steps into the path, with the rest of the path set. */
    private JsonValue in(JsonValue here, int depth, Problems problems) {
        if (depth == path.steps().size()) {
            return value;
        }
        Step step = path.steps().get(depth);
        if (step instanceof Name name && here instanceof JsonObject object) {
            Map<String, Member> members = new LinkedHashMap<>(object.members());
            Member old = members.get(name.name());
            JsonValue inner = old != null ? old.value() : empty(depth + 1);
            members.put(
                    name.name(),
                    new Member(old != null ? old.namePosition() : position, in(inner, depth + 1, problems)));
            return new JsonObject(object.position(), members);
        }
        if (step instanceof Index index
                && here instanceof JsonArray array
                && index.index() < array.items().size()) {
            List<JsonValue> items = new ArrayList<>(array.items());
            items.set(index.index(), in(items.get(index.index()), depth + 1, problems));
            return new JsonArray(array.position(), items);
        }
        // Only what is missing is made, never an item: the parent is an array that is too short or of another type.
        String parent = new JsonPath(path.steps().subList(0, depth)).toString();
        problems.add(
                position,
                path.toString(),
                "cannot be set: " + (parent.isEmpty() ? "the document" : parent) + " is " + here.describe());
        return here;
    }

    /** What step {@code depth} can step into. */
    private JsonValue empty(int depth) {
        boolean item = depth < path.steps().size() && path.steps().get(depth) instanceof Index;
        return item ? new JsonArray(position, List.of()) : new JsonObject(position, Map.of());
    }
}
