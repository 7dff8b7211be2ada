package io.bitcycle.json;

import io.bitcycle.json.JsonValue.JsonObject;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;

/** The members of one object, read by an {@link ObjectType}. */
public final class Fields {
    private final JsonObject object;
    private final JsonPath path;
    private final Map<String, Object> values;
    private final Problems problems;

    Fields(JsonObject object, JsonPath path, Map<String, Object> values, Problems problems) {
        this.object = object;
        this.path = path;
        this.values = values;
        this.problems = problems;
    }

    /**
     * The key's value or default.
     *
     * @throws NoSuchElementException when it has none: use {@link #find} where that can be
     */
    public <T> T get(Key<T> key) {
        return find(key)
                .orElseThrow(
                        () -> new NoSuchElementException(path.member(key.name()).toString()));
    }

    /** The key's value or default; empty when it was left out without a default, or was refused. */
    public <T> Optional<T> find(Key<T> key) {
        Object value = values.get(key.name());
        if (value != null) {
            @SuppressWarnings("unchecked") // only ObjectType fills the map, with what this key's type gave
            T read = (T) value;
            return Optional.of(read);
        }
        return has(key) ? Optional.empty() : key.otherwise();
    }

    /** Whether the key was written. */
    public boolean has(Key<?> key) {
        return object.members().containsKey(key.name());
    }

    /**
     * Reports a problem between keys.
     *
     * @param where path from this object, e.g. {@code mac.max_bits}; stands where that value does, or the nearest
     *     enclosing one that exists
     */
    public void problem(String where, String message) {
        JsonPath inner = inner(where);
        problems.add(object.nearest(inner).position(), full(inner), message);
    }

    /** Reports a warning, with {@code where} as in {@link #problem}. */
    public void warn(String where, String message) {
        JsonPath inner = inner(where);
        problems.warn(object.nearest(inner).position(), full(inner), message);
    }

    private static JsonPath inner(String where) {
        return JsonPath.parse(where).orElseThrow(() -> new IllegalArgumentException("not a path: " + where));
    }

    private String full(JsonPath inner) {
        JsonPath full = path;
        for (JsonPath.Step step : inner.steps()) {
            full = full.then(step);
        }
        return full.toString();
    }
}
