package io.bitcycle.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bitcycle.json.JsonValue.JsonString;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * One of a closed set of words.
 *
 * @param words the words and what they mean, in the order in which messages list them
 * @param <T> what a word means
 */
public record ChoiceType<T>(Map<String, T> words) implements JsonType<T> {
    public ChoiceType {
        words = new LinkedHashMap<>(words);
    }

    /** One word per value. */
    public static <T> ChoiceType<T> of(List<T> values, Function<T, String> word) {
        Map<String, T> words = new LinkedHashMap<>();
        values.forEach(value -> words.put(word.apply(value), value));
        return new ChoiceType<>(words);
    }

    /** The same with other words for some of the values. */
    public ChoiceType<T> or(ChoiceType<T> more) {
        Map<String, T> all = new LinkedHashMap<>(words);
        all.putAll(more.words);
        return new ChoiceType<>(all);
    }

    @Override
    public String allowed() {
        return String.join(", ", words.keySet());
    }

    @Override
    public Optional<T> read(JsonValue value, JsonPath path, Problems problems) {
        if (!(value instanceof JsonString string)) {
            return refuse(value, path, problems);
        }
        T meaning = words.get(string.value());
        if (meaning != null) {
            return Optional.of(meaning);
        }
        problems.add(
                value.position(),
                path.toString(),
                "is " + Quoted.of(string.value()) + "; allowed: " + allowed()
                        + Nearest.hint(string.value(), words.keySet()));
        return Optional.empty();
    }

    @Override
    public ObjectNode schema() {
        ObjectNode schema = JsonTypes.node("string");
        ArrayNode allowed = schema.putArray("enum");
        words.keySet().forEach(allowed::add);
        return schema;
    }
}
