package io.bitcycle.workload.layer;

import static io.bitcycle.json.JsonTypes.integer;
import static io.bitcycle.json.JsonTypes.list;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bitcycle.json.JsonPath;
import io.bitcycle.json.JsonType;
import io.bitcycle.json.JsonValue;
import io.bitcycle.json.JsonValue.JsonArray;
import io.bitcycle.json.JsonValue.JsonNumber;
import io.bitcycle.json.Problems;
import java.util.List;
import java.util.Optional;

/** The size of a convolution's window: {@code 3} for 3 x 3, {@code [20, 5]} for 20 rows and 5 columns. */
final class KernelType implements JsonType<KernelType.Kernel> {
    private static final int MOST = 1 << 14;
    private static final JsonType<Integer> SIDE = integer(1, MOST);
    private static final JsonType<List<Integer>> SIDES = list(SIDE, 2, 2);

    /** Rows and columns. */
    record Kernel(int height, int width) {}

    @Override
    public String allowed() {
        return SIDE.allowed() + ", or [height, width]";
    }

    @Override
    public Optional<Kernel> read(JsonValue value, JsonPath path, Problems problems) {
        if (value instanceof JsonArray) {
            return SIDES.read(value, path, problems).map(sides -> new Kernel(sides.get(0), sides.get(1)));
        }
        return value instanceof JsonNumber
                ? SIDE.read(value, path, problems).map(side -> new Kernel(side, side))
                : refuse(value, path, problems);
    }

    @Override
    public ObjectNode schema() {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        schema.putArray("oneOf").add(SIDE.schema()).add(SIDES.schema());
        return schema;
    }
}
