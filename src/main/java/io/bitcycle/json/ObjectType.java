package io.bitcycle.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bitcycle.json.JsonValue.JsonObject;
import io.bitcycle.json.JsonValue.Member;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * An object with declared keys and no others.
 *
 * @param keys in the order in which messages and the schema list them
 * @param build makes the value once every key is good; may report problems between keys, after which its result is not used
 * @param refine adds to the schema what the keys alone do not say
 * @param <T> what a good object becomes
 */
public record ObjectType<T>(List<Key<?>> keys, Function<Fields, T> build, Consumer<ObjectNode> refine)
        implements JsonType<T> {
    public ObjectType {
        keys = List.copyOf(keys);
    }

    public ObjectType(List<Key<?>> keys, Function<Fields, T> build) {
        this(keys, build, schema -> {});
    }

    @Override
    public String allowed() {
        return "an object with " + String.join(", ", names());
    }

    @Override
    public Optional<T> read(JsonValue value, JsonPath path, Problems problems) {
        int before = problems.count();
        Optional<T> built = fields(value, path, problems)
                .filter(fields -> problems.count() == before)
                .map(build);
        return problems.count() == before ? built : Optional.empty();
    }

    /** Reads the members alone, for rules that hold between keys even where other keys are bad; empty for no object. */
    public Optional<Fields> fields(JsonValue value, JsonPath path, Problems problems) {
        if (!(value instanceof JsonObject object)) {
            refuse(value, path, problems);
            return Optional.empty();
        }
        refuseUnknown(object, path, problems);
        Map<String, Object> values = new HashMap<>();
        for (Key<?> key : keys) {
            Member member = object.members().get(key.name());
            JsonPath inner = path.member(key.name());
            if (member != null) {
                key.type().read(member.value(), inner, problems).ifPresent(good -> values.put(key.name(), good));
            } else if (key.required()) {
                problems.add(
                        object.position(),
                        inner.toString(),
                        "is missing; allowed: " + key.type().allowed());
            }
        }
        return Optional.of(new Fields(object, path, values, problems));
    }

    private void refuseUnknown(JsonObject object, JsonPath path, Problems problems) {
        object.members().forEach((name, member) -> {
            if (!names().contains(name)) {
                String hint = Nearest.hint(name, names());
                problems.add(
                        member.namePosition(),
                        path.member(name).toString(),
                        "is an unknown key; allowed: " + String.join(", ", names())
                                + (hint.isEmpty() ? hintBelow(name, path) : hint));
            }
        });
    }

    /** Whoever writes {@code rows} for {@code array.rows} spells it right but leaves the section out. */
    private String hintBelow(String name, JsonPath path) {
        return below(name, path).map(full -> "; did you mean \"" + full + "\"?").orElse("");
    }

    private Optional<JsonPath> below(String name, JsonPath path) {
        for (Key<?> key : keys) {
            JsonPath inner = path.member(key.name());
            Optional<JsonPath> found = key.name().equals(name)
                    ? Optional.of(inner)
                    : key.type() instanceof ObjectType<?> section ? section.below(name, inner) : Optional.empty();
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private List<String> names() {
        return keys.stream().map(Key::name).toList();
    }

    @Override
    public ObjectNode schema() {
        ObjectNode schema = JsonTypes.node("object");
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = schema.putArray("required");
        for (Key<?> key : keys) {
            ObjectNode property = key.type().schema();
            property.put("description", key.description());
            properties.set(key.name(), property);
            if (key.required()) {
                required.add(key.name());
            }
        }
        schema.put("additionalProperties", false);
        refine.accept(schema);
        return schema;
    }
}
