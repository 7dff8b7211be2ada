package io.bitcycle.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bitcycle.json.JsonValue.JsonObject;
import java.util.Optional;

/**
 * One of two forms of an object, told apart by a key that only one of them has.
 *
 * @param mark the key
 * @param marked the form with the key
 * @param plain the form without it; what is neither is reported as a bad one of these
 * @param <T> what either becomes
 */
public record EitherObject<T>(String mark, ObjectType<? extends T> marked, ObjectType<? extends T> plain)
        implements JsonType<T> {
    @Override
    public String allowed() {
        return plain.allowed() + ", or " + marked.allowed();
    }

    @Override
    public Optional<T> read(JsonValue value, JsonPath path, Problems problems) {
        if (!(value instanceof JsonObject object)) {
            return refuse(value, path, problems);
        }
        ObjectType<? extends T> form = object.members().containsKey(mark) ? marked : plain;
        return form.read(value, path, problems).map(read -> (T) read);
    }

    @Override
    public ObjectNode schema() {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        ArrayNode either = schema.putArray("oneOf");
        either.add(plain.schema());
        either.add(marked.schema());
        return schema;
    }
}
