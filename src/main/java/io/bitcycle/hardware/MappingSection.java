package io.bitcycle.hardware;

import static io.bitcycle.json.JsonTypes.choice;
import static io.bitcycle.json.JsonTypes.integer;
import static io.bitcycle.json.JsonTypes.list;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bitcycle.json.ChoiceType;
import io.bitcycle.json.Fields;
import io.bitcycle.json.JsonPath;
import io.bitcycle.json.JsonType;
import io.bitcycle.json.JsonValue;
import io.bitcycle.json.Key;
import io.bitcycle.json.ObjectType;
import io.bitcycle.json.Problems;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code mapping}: a word, or tiles and the order of their loops. */
final class MappingSection {
    private static final int LARGEST = 1 << 30;
    private static final int LOOPS = MappingConfig.Loop.values().length;

    private static final Key<Integer> ROWS =
            Key.required("rows", integer(1, LARGEST), "Rows of A and of the result per tile.");
    private static final Key<Integer> COLS =
            Key.required("cols", integer(1, LARGEST), "Columns of B and of the result per tile.");
    private static final Key<Integer> CHANNELS = Key.required(
            "channels",
            integer(1, LARGEST),
            "Depth per tile: channels of each kernel position, or the whole depth under flattened depth_blocking.");
    private static final Key<Integer> TAPS =
            Key.required("taps", integer(1, LARGEST), "Kernel positions per tile; 1 under flattened depth_blocking.");
    private static final Key<List<MappingConfig.Loop>> ORDER = Key.required(
            "order", list(choice(MappingConfig.Loop.class), LOOPS, LOOPS), "The loops over tiles, outermost first.");
    private static final ObjectType<MappingConfig> TILES =
            new ObjectType<>(List.of(ROWS, COLS, CHANNELS, TAPS, ORDER), MappingSection::tiles);

    static final JsonType<MappingConfig> TYPE = new WordOrTiles();

    private MappingSection() {}

    private static MappingConfig tiles(Fields fields) {
        List<MappingConfig.Loop> order = fields.get(ORDER);
        if (EnumSet.copyOf(order).size() != LOOPS) {
            fields.problem(ORDER.name(), "names a loop twice; allowed: each of rows, cols, channels, taps once");
        }
        return new MappingConfig.Tiles(
                fields.get(ROWS), fields.get(COLS), fields.get(CHANNELS), fields.get(TAPS), order);
    }

    private record WordOrTiles() implements JsonType<MappingConfig> {
        private static final ChoiceType<MappingConfig> WORD = word();

        private static ChoiceType<MappingConfig> word() {
            Map<String, MappingConfig> words = new LinkedHashMap<>();
            words.put("fixed", new MappingConfig.Fixed());
            words.put("search", new MappingConfig.Search());
            return new ChoiceType<>(words);
        }

        @Override
        public String allowed() {
            return WORD.allowed() + ", or " + TILES.allowed();
        }

        @Override
        public Optional<MappingConfig> read(JsonValue value, JsonPath path, Problems problems) {
            if (value instanceof JsonValue.JsonString) {
                return WORD.read(value, path, problems);
            }
            return value instanceof JsonValue.JsonObject
                    ? TILES.read(value, path, problems)
                    : refuse(value, path, problems);
        }

        @Override
        public ObjectNode schema() {
            ObjectNode schema = JsonNodeFactory.instance.objectNode();
            ArrayNode either = schema.putArray("oneOf");
            either.add(WORD.schema());
            either.add(TILES.schema());
            return schema;
        }
    }
}
