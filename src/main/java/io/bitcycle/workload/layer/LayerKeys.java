package io.bitcycle.workload.layer;

import static io.bitcycle.json.JsonTypes.flag;
import static io.bitcycle.json.JsonTypes.integer;
import static io.bitcycle.json.JsonTypes.list;
import static io.bitcycle.json.JsonTypes.text;

import io.bitcycle.json.Key;
import io.bitcycle.numeric.IntegerFormat;
import java.util.List;

/** Keys that several kinds of layers share. */
final class LayerKeys {
    static final int MOST = 1 << 20;

    static final Key<String> NAME = Key.optional("name", text(64), "Name in reports; by default kind and number.");
    static final Key<Integer> IN =
            Key.optional("in", integer(1, MOST), "Input channels or features; checked, may be left out.");
    static final Key<Integer> OUT = Key.required("out", integer(1, MOST), "Output channels or features.");
    static final Key<Integer> KERNEL = Key.required("kernel", integer(1, 1024), "Window height and width.");
    static final Key<Integer> STRIDE = Key.withDefault("stride", integer(1, 1024), 1, "Step of the window.");
    static final Key<Integer> POOL_STRIDE =
            Key.optional("stride", integer(1, 1024), "Step of the window; the window itself when left out.");
    static final Key<Integer> PADDING = Key.withDefault("padding", integer(0, 1024), 0, "Zeros added on each side.");

    private LayerKeys() {}

    /** Whether products run on the array. */
    static Key<Boolean> quantized(boolean otherwise, String source) {
        return Key.withDefault(
                "quantized", flag(), otherwise, "Whether the products run on the array; " + otherwise + source);
    }

    static final Key<Integer> FORWARD_BITS = Key.optional(
            "forward_bits",
            integer(1, IntegerFormat.MAX_BITS),
            "Width of its weights and activations, whatever the precision schedule says.");
    static final Key<Integer> BACKWARD_BITS =
            Key.optional("backward_bits", integer(1, IntegerFormat.MAX_BITS), "Width of its errors, likewise.");

    /** Layers inside a layer. */
    static Key<List<LayerEntry>> inner(String name, boolean required, String description) {
        var type = list(LayerType.Reference.INSTANCE, 1, LayerType.MOST_LAYERS);
        return required ? Key.required(name, type, description) : Key.optional(name, type, description);
    }
}
