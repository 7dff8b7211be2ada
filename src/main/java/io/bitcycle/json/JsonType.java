package io.bitcycle.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * What a key may hold: reads a value into a {@code T} or reports why it cannot, and describes itself in a JSON Schema. The
 * schema accepts whatever the reader accepts; rules between keys are the reader's alone.
 *
 * @param <T> what a good value becomes
 * @see JsonTypes the common ones
 */
public interface JsonType<T> {
    /** What is allowed, in words, e.g. {@code an integer from 1 to 4096}. */
    String allowed();

    /**
     * Reads a value.
     *
     * @param path of the value, for problems
     * @return empty after reporting at least one problem
     */
    Optional<T> read(JsonValue value, JsonPath path, Problems problems);

    /** A new JSON Schema (draft 2020-12) of the allowed values. */
    ObjectNode schema();

    /** Reports a value that is not allowed. */
    default Optional<T> refuse(JsonValue value, JsonPath path, Problems problems) {
        problems.add(value.position(), path.toString(), "is " + value.describe() + "; allowed: " + allowed());
        return Optional.empty();
    }
}
