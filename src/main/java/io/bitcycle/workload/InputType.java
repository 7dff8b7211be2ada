package io.bitcycle.workload;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bitcycle.json.JsonPath;
import io.bitcycle.json.JsonType;
import io.bitcycle.json.JsonValue;
import io.bitcycle.json.JsonValue.JsonObject;
import io.bitcycle.json.ObjectType;
import io.bitcycle.json.Problems;
import java.util.Optional;

/** A trace's input: a sequence when it has {@code tokens}, else an image. */
record InputType(ObjectType<ActivationShape> image, ObjectType<ActivationShape> sequence)
        implements JsonType<ActivationShape> {
    @Override
    public String allowed() {
        return image.allowed() + ", or with tokens, features";
    }

    @Override
    public Optional<ActivationShape> read(JsonValue value, JsonPath path, Problems problems) {
        if (!(value instanceof JsonObject object)) {
            return refuse(value, path, problems);
        }
        ObjectType<ActivationShape> type = object.members().containsKey("tokens") ? sequence : image;
        return type.read(value, path, problems);
    }

    @Override
    public ObjectNode schema() {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        schema.putArray("oneOf").add(image.schema()).add(sequence.schema());
        return schema;
    }
}
