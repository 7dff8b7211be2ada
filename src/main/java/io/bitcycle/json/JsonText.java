package io.bitcycle.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.bitcycle.json.JsonValue.JsonArray;
import io.bitcycle.json.JsonValue.JsonBoolean;
import io.bitcycle.json.JsonValue.JsonNumber;
import io.bitcycle.json.JsonValue.JsonObject;
import io.bitcycle.json.JsonValue.JsonString;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/** JSON for people: what fits a line stands on one, so that a layer of a trace is a line. */
public final class JsonText {
    private static final int WIDTH = 160;

    private JsonText() {}

    /** The lines of what was read from a file, perhaps changed since. */
    public static List<String> lines(JsonValue document) {
        return lines(node(document));
    }

    private static JsonNode node(JsonValue value) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        if (value instanceof JsonObject object) {
            ObjectNode node = nodes.objectNode();
            object.members().forEach((name, member) -> node.set(name, node(member.value())));
            return node;
        }
        if (value instanceof JsonArray array) {
            ArrayNode node = nodes.arrayNode();
            array.items().forEach(item -> node.add(node(item)));
            return node;
        }
        if (value instanceof JsonNumber number) {
            return DecimalNode.valueOf(number.value());
        }
        if (value instanceof JsonString string) {
            return nodes.textNode(string.value());
        }
        return value instanceof JsonBoolean flag ? nodes.booleanNode(flag.value()) : nodes.nullNode();
    }

    /** The document's lines. */
    public static List<String> lines(JsonNode document) {
        List<String> lines = new ArrayList<>();
        add(lines, "", "", document, "");
        return lines;
    }

    private static void add(List<String> lines, String indent, String name, JsonNode value, String comma) {
        String flat = indent + name + flat(value) + comma;
        if (!value.isContainerNode() || value.isEmpty() || flat.length() <= WIDTH && !nests(value)) {
            lines.add(flat);
            return;
        }
        lines.add(indent + name + (value.isObject() ? "{" : "["));
        String inner = indent + "  ";
        if (value.isObject()) {
            for (Iterator<Map.Entry<String, JsonNode>> i = value.properties().iterator(); i.hasNext(); ) {
                Map.Entry<String, JsonNode> member = i.next();
                add(lines, inner, quoted(member.getKey()) + ": ", member.getValue(), i.hasNext() ? "," : "");
            }
        } else {
            for (Iterator<JsonNode> i = value.iterator(); i.hasNext(); ) {
                add(lines, inner, "", i.next(), i.hasNext() ? "," : "");
            }
        }
        lines.add(indent + (value.isObject() ? "}" : "]") + comma);
    }

    /** Whether it is or holds an array of arrays or objects: such a value is spread even where it would fit. */
    private static boolean nests(JsonNode value) {
        for (JsonNode item : value) {
            if (value.isArray() && item.isContainerNode()
                    || item.isArray() && !item.isEmpty() && item.get(0).isContainerNode()) {
                return true;
            }
        }
        return false;
    }

    private static String flat(JsonNode value) {
        if (value.isObject()) {
            StringJoiner members = new StringJoiner(", ", value.isEmpty() ? "{" : "{ ", value.isEmpty() ? "}" : " }");
            value.properties().forEach(member -> members.add(quoted(member.getKey()) + ": " + flat(member.getValue())));
            return members.toString();
        }
        if (value.isArray()) {
            StringJoiner items = new StringJoiner(", ", "[", "]");
            value.forEach(item -> items.add(flat(item)));
            return items.toString();
        }
        return value.isBigDecimal() ? value.decimalValue().toPlainString() : value.toString();
    }

    private static String quoted(String text) {
        return TextNode.valueOf(text).toString();
    }
}
