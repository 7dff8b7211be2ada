package io.bitcycle.workload;

import static io.bitcycle.json.JsonTypes.flag;
import static io.bitcycle.json.JsonTypes.integer;
import static io.bitcycle.json.JsonTypes.list;
import static io.bitcycle.json.JsonTypes.text;

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
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One entry of a trace's {@code layers}: an object whose {@code type} decides its other keys. An entry may stand for
 * several layers ({@code repeat}), so it reads into a list.
 */
final class LayerType implements JsonType<List<LayerSpec>> {
    static final LayerType INSTANCE = new LayerType();
    private static final int MOST = 1 << 20;
    private static final int MOST_REPEATS = 1000;
    private static final int MOST_LAYERS = 10_000;

    private static final JsonType<List<List<LayerSpec>>> ENTRIES = list(new LayerReference(), 1, 10_000);
    private static final Key<String> NAME = Key.optional("name", text(64), "Name in reports; by default numbered.");
    private static final Key<Integer> IN = Key.required("in", integer(1, MOST), "Input channels or features.");
    private static final Key<Integer> OUT = Key.required("out", integer(1, MOST), "Output channels or features.");
    private static final Key<Integer> KERNEL = Key.required("kernel", integer(1, 1024), "Window height and width.");
    private static final Key<Integer> STRIDE = Key.required("stride", integer(1, 1024), "Step of the window.");
    private static final Key<Integer> PADDING = Key.required("padding", integer(0, 1024), "Zeros added on each side.");
    private static final Key<Integer> GROUPS = Key.required("groups", integer(1, MOST), "Groups of channels.");
    private static final Key<Integer> CHANNELS = Key.required("channels", integer(1, MOST), "Channels.");
    private static final Key<Boolean> CONV_QUANTIZED =
            Key.withDefault("quantized", flag(), true, "Whether the products run on the array; true as in CPT's code.");
    private static final Key<Boolean> LINEAR_QUANTIZED = Key.withDefault(
            "quantized", flag(), false, "Whether the products run on the array; false as in CPT's code.");
    private static final Key<Integer> TIMES =
            Key.required("times", integer(1, MOST_REPEATS), "How often the layers stand one after the other.");
    private static final Key<List<List<LayerSpec>>> LAYERS = Key.required("layers", ENTRIES, "Layers in order.");
    private static final Key<List<List<LayerSpec>>> BODY = Key.required("body", ENTRIES, "Layers of the branch.");
    private static final Key<List<List<LayerSpec>>> SHORTCUT =
            Key.optional("shortcut", ENTRIES, "Layers of the other branch; the identity when left out.");

    private static final Map<String, ObjectType<List<LayerSpec>>> TYPES = new LinkedHashMap<>();

    static {
        one("conv", List.of(IN, OUT, KERNEL, STRIDE, PADDING, GROUPS, CONV_QUANTIZED), LayerType::conv);
        one(
                "linear",
                List.of(IN, OUT, LINEAR_QUANTIZED),
                f -> new LayerSpec.Linear(name(f), f.get(IN), f.get(OUT), f.get(LINEAR_QUANTIZED)));
        one("batchnorm", List.of(CHANNELS), f -> new LayerSpec.BatchNorm(name(f), f.get(CHANNELS)));
        one("relu", List.of(), f -> new LayerSpec.Relu(name(f)));
        one("max-pool", List.of(KERNEL, STRIDE), f -> new LayerSpec.MaxPool(name(f), f.get(KERNEL), f.get(STRIDE)));
        one(
                "average-pool",
                List.of(KERNEL, STRIDE),
                f -> new LayerSpec.AveragePool(name(f), f.get(KERNEL), f.get(STRIDE)));
        one("global-average-pool", List.of(), f -> new LayerSpec.GlobalAveragePool(name(f)));
        one(
                "residual",
                List.of(BODY, SHORTCUT),
                f -> new LayerSpec.Residual(
                        name(f),
                        flatten(f.get(BODY)),
                        f.find(SHORTCUT).map(LayerType::flatten).orElse(List.of())));
        TYPES.put("repeat", entry("repeat", List.of(TIMES, LAYERS), LayerType::repeat));
    }

    private LayerType() {}

    private static void one(String type, List<Key<?>> keys, Function<Fields, LayerSpec> build) {
        List<Key<?>> all = new ArrayList<>(List.of(NAME));
        all.addAll(keys);
        TYPES.put(type, entry(type, all, fields -> List.of(build.apply(fields))));
    }

    private static ObjectType<List<LayerSpec>> entry(
            String type, List<Key<?>> keys, Function<Fields, List<LayerSpec>> build) {
        List<Key<?>> all = new ArrayList<>();
        all.add(Key.required("type", ChoiceType.of(List.of(type), word -> word), "Kind of layer."));
        all.addAll(keys);
        return new ObjectType<>(all, build);
    }

    private static String name(Fields fields) {
        return fields.find(NAME).orElse("");
    }

    private static LayerSpec conv(Fields f) {
        if (f.get(IN) % f.get(GROUPS) != 0 || f.get(OUT) % f.get(GROUPS) != 0) {
            f.problem("groups", "is " + f.get(GROUPS) + "; allowed: a divisor of in and of out");
        }
        return new LayerSpec.Conv(
                name(f),
                f.get(IN),
                f.get(OUT),
                f.get(KERNEL),
                f.get(STRIDE),
                f.get(PADDING),
                f.get(GROUPS),
                f.get(CONV_QUANTIZED));
    }

    private static List<LayerSpec> repeat(Fields fields) {
        List<LayerSpec> layers = flatten(fields.get(LAYERS));
        if ((long) layers.size() * fields.get(TIMES) > MOST_LAYERS) {
            fields.problem("times", "unrolls to more than " + MOST_LAYERS + " layers; allowed: fewer");
            return layers;
        }
        return IntStream.range(0, fields.get(TIMES))
                .boxed()
                .flatMap(i -> layers.stream())
                .collect(Collectors.toList());
    }

    static List<LayerSpec> flatten(List<List<LayerSpec>> entries) {
        return entries.stream().flatMap(List::stream).toList();
    }

    @Override
    public String allowed() {
        return "an object with type " + String.join(", ", TYPES.keySet());
    }

    @Override
    public Optional<List<LayerSpec>> read(JsonValue value, JsonPath path, Problems problems) {
        if (!(value instanceof JsonObject object)) {
            return refuse(value, path, problems);
        }
        Member type = object.members().get("type");
        JsonPath typePath = path.member("type");
        ChoiceType<String> types = ChoiceType.of(List.copyOf(TYPES.keySet()), word -> word);
        if (type == null) {
            problems.add(object.position(), typePath.toString(), "is missing; allowed: " + types.allowed());
            return Optional.empty();
        }
        if (!(type.value() instanceof JsonString word) || !TYPES.containsKey(word.value())) {
            types.read(type.value(), typePath, problems);
            return Optional.empty();
        }
        return TYPES.get(word.value()).read(value, path, problems);
    }

    @Override
    public ObjectNode schema() {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        TYPES.values().forEach(type -> schema.withArray("oneOf").add(type.schema()));
        return schema;
    }

    /** {@link LayerType} inside its own declaration: its schema is a reference, since layers nest. */
    private static final class LayerReference implements JsonType<List<LayerSpec>> {
        @Override
        public String allowed() {
            return INSTANCE.allowed();
        }

        @Override
        public Optional<List<LayerSpec>> read(JsonValue value, JsonPath path, Problems problems) {
            return INSTANCE.read(value, path, problems);
        }

        @Override
        public ObjectNode schema() {
            return JsonNodeFactory.instance.objectNode().put("$ref", "#/$defs/layer");
        }
    }
}
