package io.bitcycle.hardware;

import static io.bitcycle.json.JsonTypes.integer;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bitcycle.hardware.memory.DramConfig;
import io.bitcycle.hardware.memory.StorageWidths;
import io.bitcycle.json.JsonPath;
import io.bitcycle.json.JsonType;
import io.bitcycle.json.JsonTypes;
import io.bitcycle.json.JsonValue;
import io.bitcycle.json.Key;
import io.bitcycle.json.ObjectType;
import io.bitcycle.json.Problems;
import io.bitcycle.numeric.IntegerFormat;
import java.util.List;
import java.util.Optional;

/** {@code dram}: off-chip memory. */
final class DramSection {
    private static final Key<Integer> BITS_PER_CYCLE = Key.required(
            "bits_per_cycle", integer(1, 1_000_000), "Bits read or written per cycle of the array's clock.");
    private static final Key<Integer> BURST_BITS = Key.required(
            "burst_bits",
            integer(1, 1 << 16),
            "Bits of one access, channel width x burst length: transfers move whole bursts; 1 for a memory without bursts.");
    private static final Key<Integer> LATENCY_CYCLES = Key.required(
            "latency_cycles", integer(0, 1_000_000), "Cycles before the first bit of a transfer that nothing hides.");
    private static final Key<StorageWidths> STORAGE_BITS = Key.required(
            "storage_bits",
            new StorageType(),
            "Widths that codes are packed to, in DRAM and buffers: 1 for dense, or an ascending list.");

    static final ObjectType<DramConfig> TYPE = new ObjectType<>(
            List.of(BITS_PER_CYCLE, BURST_BITS, LATENCY_CYCLES, STORAGE_BITS),
            fields -> new DramConfig(
                    fields.get(BITS_PER_CYCLE),
                    fields.get(BURST_BITS),
                    fields.get(LATENCY_CYCLES),
                    fields.get(STORAGE_BITS)));

    private DramSection() {}

    /** 1, or ascending widths. */
    private record StorageType() implements JsonType<StorageWidths> {
        private static final JsonType<Integer> DENSE = JsonTypes.integerOf(1);
        private static final JsonType<List<Integer>> WIDTHS =
                JsonTypes.list(JsonTypes.integer(1, IntegerFormat.MAX_BITS), 1, IntegerFormat.MAX_BITS);

        @Override
        public String allowed() {
            return "1 (dense) or an array of ascending widths from 1 to " + IntegerFormat.MAX_BITS;
        }

        @Override
        public Optional<StorageWidths> read(JsonValue value, JsonPath path, Problems problems) {
            if (value instanceof JsonValue.JsonArray) {
                return WIDTHS.read(value, path, problems)
                        .flatMap(widths -> ascending(widths)
                                ? Optional.of(new StorageWidths(widths))
                                : refuseOrder(widths, value, path, problems));
            }
            Problems notDense = new Problems();
            return DENSE.read(value, path, notDense)
                    .map(one -> StorageWidths.DENSE)
                    .or(() -> refuse(value, path, problems));
        }

        private Optional<StorageWidths> refuseOrder(
                List<Integer> widths, JsonValue value, JsonPath path, Problems problems) {
            problems.add(value.position(), path.toString(), "is " + widths + "; allowed: " + allowed());
            return Optional.empty();
        }

        private static boolean ascending(List<Integer> widths) {
            for (int i = 1; i < widths.size(); i++) {
                if (widths.get(i) <= widths.get(i - 1)) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public ObjectNode schema() {
            ObjectNode schema = JsonNodeFactory.instance.objectNode();
            ArrayNode either = schema.putArray("oneOf");
            either.add(DENSE.schema());
            ObjectNode widths = WIDTHS.schema();
            widths.put("uniqueItems", true);
            either.add(widths);
            return schema;
        }
    }
}
