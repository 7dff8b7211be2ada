package io.bitcycle.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Documents that differ from a good one in a single place. */
public final class SingleChanges {
    private static final ObjectMapper JSON = new ObjectMapper();

    private SingleChanges() {}

    /** Every key left out, every value replaced by one of every type, an unknown key in every object, one at a time. */
    public static List<String> of(JsonNode root) throws IOException {
        List<String> changes = new ArrayList<>();
        for (JsonNode holder : withHolders(root)) {
            if (holder instanceof ObjectNode object) {
                for (String name : names(object)) {
                    JsonNode value = object.get(name);
                    for (String other : List.of("{}", "[]", "null", "true", "\"x\"", "-1")) {
                        object.set(name, JSON.readTree(other));
                        changes.add(root.toString());
                    }
                    object.set(name, value);
                }
                object.put("unknown_key", 1);
                changes.add(root.toString());
                object.remove("unknown_key");
                for (String name : names(object)) {
                    ObjectNode kept = JSON.createObjectNode().setAll(object);
                    object.remove(name);
                    changes.add(root.toString());
                    object.removeAll();
                    object.setAll(kept);
                }
            } else if (holder instanceof ArrayNode array) {
                JsonNode first = array.get(0);
                for (String other : List.of("{}", "[]", "null", "true", "\"x\"", "-1")) {
                    array.set(0, JSON.readTree(other));
                    changes.add(root.toString());
                }
                array.set(0, first);
            }
        }
        return changes;
    }

    private static List<String> names(ObjectNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** All objects and arrays, the root first. */
    private static List<JsonNode> withHolders(JsonNode root) {
        List<JsonNode> holders = new ArrayList<>(List.of(root));
        for (int i = 0; i < holders.size(); i++) {
            for (Iterator<JsonNode> values = holders.get(i).elements(); values.hasNext(); ) {
                JsonNode value = values.next();
                if (value.isContainerNode()) {
                    holders.add(value);
                }
            }
        }
        return holders;
    }
}
