package io.bitcycle.json;

import java.util.Optional;

/**
 * A member that an object may have.
 *
 * @param name as written in files
 * @param type what it may hold
 * @param required whether leaving it out is a problem
 * @param otherwise its value when it is left out; empty when required, or when its absence means something of its own
 * @param description one sentence for the schema, with the unit
 * @param <T> what its value becomes
 */
public record Key<T>(String name, JsonType<T> type, boolean required, Optional<T> otherwise, String description) {
    public static <T> Key<T> required(String name, JsonType<T> type, String description) {
        return new Key<>(name, type, true, Optional.empty(), description);
    }

    /** A key with a default that the contract states. */
    public static <T> Key<T> withDefault(String name, JsonType<T> type, T otherwise, String description) {
        return new Key<>(name, type, false, Optional.of(otherwise), description);
    }

    /** A key that may be left out; {@link Fields#find} tells. */
    public static <T> Key<T> optional(String name, JsonType<T> type, String description) {
        return new Key<>(name, type, false, Optional.empty(), description);
    }
}
