package io.bitcycle.hardware;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A JSON Schema of hwconfigs as Markdown tables, a table per section. A published figure has the same few keys wherever it
 * stands: it takes one row, and a table at the end has its keys.
 */
final class KeyTables {
    private static final String HEAD = "| key | value | required | meaning |\n|---|---|---|---|\n";

    private final Map<String, String> figureKeys = new LinkedHashMap<>();

    private KeyTables() {}

    static String of(JsonNode schema) {
        KeyTables tables = new KeyTables();
        StringBuilder sections = new StringBuilder();
        StringBuilder top = new StringBuilder();
        for (Map.Entry<String, JsonNode> key : schema.get("properties").properties()) {
            StringBuilder rows = new StringBuilder();
            boolean required = isIn(schema.get("required"), key.getKey());
            tables.row(key.getKey(), key.getValue(), required ? "yes" : "no", rows);
            int first = rows.indexOf("\n") + 1;
            top.append(rows, 0, first);
            if (first < rows.length()) {
                sections.append("\n## `").append(key.getKey()).append("`\n").append(HEAD);
                sections.append(rows, first, rows.length());
            }
        }
        return "\n## Top level\n" + HEAD + top + sections + "\n## Figures and curves\n" + HEAD
                + String.join("", tables.figureKeys.values()) + "\n";
    }

    /** The key's row, then those of the keys inside. */
    private void row(String path, JsonNode schema, String required, StringBuilder rows) {
        rows.append(
                line(path, value(schema), required, schema.path("description").asText()));
        inside(path, schema, rows);
    }

    private static String line(String path, String value, String required, String meaning) {
        return "| `" + path + "` | " + value + " | " + required + " | " + meaning.replace("|", "\\|") + " |\n";
    }

    private void inside(String path, JsonNode schema, StringBuilder rows) {
        schema.path("oneOf").forEach(form -> inside(path, form, rows));
        if (schema.has("items")) {
            inside(path + "[]", schema.get("items"), rows);
        }
        for (Map.Entry<String, JsonNode> key : schema.path("properties").properties()) {
            String required = required(schema, key.getKey());
            if (isFigure(schema) || isCurve(schema)) {
                StringBuilder own = new StringBuilder();
                row(key.getKey(), key.getValue(), required, own);
                own.toString().lines().forEach(line -> figureKeys.putIfAbsent(line.split(" ")[1], line + "\n"));
            } else {
                row(path + "." + key.getKey(), key.getValue(), required, rows);
            }
        }
    }

    private static String required(JsonNode object, String key) {
        if (isIn(object.get("required"), key)) {
            return "yes";
        }
        TreeSet<String> by = new TreeSet<>();
        for (JsonNode rule : object.path("allOf")) {
            if (isIn(rule.at("/then/required"), key)) {
                by.add(rule.at("/if/properties/family/const").asText());
            }
        }
        return by.isEmpty() ? "no" : "by " + by.stream().map(KeyTables::code).collect(Collectors.joining(", "));
    }

    private static boolean isFigure(JsonNode schema) {
        JsonNode keys = schema.path("properties");
        return keys.has("source") && keys.has("scaling") && !keys.has("bank_bytes") && !keys.has("a_bits");
    }

    private static boolean isCurve(JsonNode schema) {
        return schema.path("properties").has("points");
    }

    private static String value(JsonNode schema) {
        if (schema.has("oneOf")) {
            return schema.get("oneOf").valueStream().map(KeyTables::value).collect(Collectors.joining(" or "));
        }
        if (schema.has("enum")) {
            return schema.get("enum")
                    .valueStream()
                    .map(value -> code(value.asText()))
                    .collect(Collectors.joining(", "));
        }
        return switch (schema.get("type").asText()) {
            case "integer" -> "integer, " + range(schema);
            case "number" -> "number, " + range(schema);
            case "boolean" -> "`true`, `false`";
            case "string" -> "text of 1 to " + schema.get("maxLength").asText() + " characters";
            case "array" -> "array of " + count(schema) + " x (" + value(schema.get("items")) + ")";
            default -> isFigure(schema) ? "figure in " + figureUnit(schema) : isCurve(schema) ? "curve" : "object";
        };
    }

    private static String figureUnit(JsonNode schema) {
        return code(schema.get("properties").properties().stream()
                .map(Map.Entry::getKey)
                .filter(name -> name.startsWith("value_"))
                .findFirst()
                .orElseThrow());
    }

    private static String count(JsonNode schema) {
        String min = schema.get("minItems").asText();
        String max = schema.get("maxItems").asText();
        return min.equals(max) ? min : min + " to " + max;
    }

    private static String range(JsonNode schema) {
        return schema.get("minimum").asText() + " to "
                + schema.get("maximum").decimalValue().toPlainString();
    }

    private static String code(String word) {
        return "`" + word + "`";
    }

    private static boolean isIn(JsonNode array, String word) {
        return array != null
                && array.valueStream().anyMatch(item -> item.asText().equals(word));
    }
}
