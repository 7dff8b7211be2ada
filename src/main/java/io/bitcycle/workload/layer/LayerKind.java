package io.bitcycle.workload.layer;

import io.bitcycle.json.Key;
import java.util.List;
import java.util.function.Function;

/**
 * A kind of layer in traces.
 *
 * @param type its {@code "type"}
 * @param keys its other keys, {@code name} apart
 * @param create makes the layer of what a trace says; throws {@link LayerMismatchException} when keys contradict each other
 */
public record LayerKind(String type, List<Key<?>> keys, Function<LayerDraft, LayerSpec> create) {
    public LayerKind {
        keys = List.copyOf(keys);
    }
}
