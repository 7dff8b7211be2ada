package io.bitcycle.workload.layer;

import static io.bitcycle.json.JsonTypes.integer;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bitcycle.json.ChoiceType;
import io.bitcycle.json.Fields;
import io.bitcycle.json.JsonPath;
import io.bitcycle.json.JsonType;
import io.bitcycle.json.JsonValue;
import io.bitcycle.json.JsonValue.JsonObject;
import io.bitcycle.json.JsonValue.JsonString;
import io.bitcycle.json.JsonValue.Member;
import io.bitcycle.json.Key;
import io.bitcycle.json.ObjectType;
import io.bitcycle.json.Problems;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** An entry of a trace's {@code layers}: an object whose {@code type} decides its other keys. */
public final class LayerType implements JsonType<LayerEntry> {
    /** Layers that a network may unroll to. */
    public static final int MOST_LAYERS = 10_000;

    private static final int MOST_REPEATS = 1000;
    private static final Key<Integer> TIMES =
            Key.required("times", integer(1, MOST_REPEATS), "How often the layers stand one after the other.");
    private static final Key<List<LayerEntry>> LAYERS = LayerKeys.inner("layers", true, "Layers in order.");

    public static final LayerType INSTANCE = new LayerType();

    /** Its name among a schema's definitions. */
    public static final String DEFINITION = "layer";

    /** The same type, whose schema is a reference to its definition, since layers nest. */
    public static final JsonType<LayerEntry> REFERENCE = Reference.INSTANCE;

    private final Map<String, ObjectType<LayerEntry>> types = new LinkedHashMap<>();
    private final ChoiceType<String> words;

    private LayerType() {
        for (LayerKind kind : LayerKinds.ALL) {
            List<Key<?>> keys = new ArrayList<>(List.of(LayerKeys.NAME));
            keys.addAll(kind.keys());
            types.put(kind.type(), entry(kind.type(), keys, fields -> single(kind, fields)));
        }
        types.put("repeat", entry("repeat", List.of(TIMES, LAYERS), LayerType::repeat));
        words = ChoiceType.of(List.copyOf(types.keySet()), word -> word);
    }

    private static ObjectType<LayerEntry> entry(String type, List<Key<?>> keys, Function<Fields, LayerEntry> build) {
        List<Key<?>> all = new ArrayList<>();
        all.add(Key.required("type", ChoiceType.of(List.of(type), word -> word), "Kind of layer."));
        all.addAll(keys);
        return new ObjectType<>(all, build);
    }

    private static LayerEntry single(LayerKind kind, Fields fields) {
        return limited(new LayerEntry.Single(kind, fields), "type", fields);
    }

    private static LayerEntry repeat(Fields fields) {
        return limited(new LayerEntry.Repeat(fields.get(TIMES), fields.get(LAYERS)), TIMES.name(), fields);
    }

    private static LayerEntry limited(LayerEntry entry, String key, Fields fields) {
        if (entry.size() > MOST_LAYERS) {
            fields.problem(key, "unrolls to more than " + MOST_LAYERS + " layers; allowed: fewer");
        }
        return entry;
    }

    @Override
    public String allowed() {
        return "an object with type " + String.join(", ", types.keySet());
    }

    @Override
    public Optional<LayerEntry> read(JsonValue value, JsonPath path, Problems problems) {
        if (!(value instanceof JsonObject object)) {
            return refuse(value, path, problems);
        }
        Member type = object.members().get("type");
        JsonPath typePath = path.member("type");
        if (type == null) {
            problems.add(object.position(), typePath.toString(), "is missing; allowed: " + words.allowed());
            return Optional.empty();
        }
        if (!(type.value() instanceof JsonString word) || !types.containsKey(word.value())) {
            words.read(type.value(), typePath, problems);
            return Optional.empty();
        }
        return types.get(word.value()).read(value, path, problems);
    }

    @Override
    public ObjectNode schema() {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        types.values().forEach(type -> schema.withArray("oneOf").add(type.schema()));
        return schema;
    }

    /** {@link LayerType} inside its own declaration: its schema is a reference, since layers nest. */
    static final class Reference implements JsonType<LayerEntry> {
        static final Reference INSTANCE = new Reference();

        @Override
        public String allowed() {
            return LayerType.INSTANCE.allowed();
        }

        @Override
        public Optional<LayerEntry> read(JsonValue value, JsonPath path, Problems problems) {
            return LayerType.INSTANCE.read(value, path, problems);
        }

        @Override
        public ObjectNode schema() {
            return JsonNodeFactory.instance.objectNode().put("$ref", "#/$defs/" + DEFINITION);
        }
    }
}
