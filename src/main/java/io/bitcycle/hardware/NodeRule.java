package io.bitcycle.hardware;

import io.bitcycle.json.JsonPath;
import io.bitcycle.json.JsonValue;
import io.bitcycle.json.JsonValue.JsonArray;
import io.bitcycle.json.JsonValue.JsonNumber;
import io.bitcycle.json.JsonValue.JsonObject;
import io.bitcycle.json.Problems;

/**
 * Every figure is of the hwconfig's process node, or says how it was scaled to it. A section's {@code node_nm} is that of
 * all figures in it; a figure's own one stands beside {@code scaling} where it is another.
 */
final class NodeRule {
    static final String SCALING = "scaling";

    private static final String NODE = FigureTypes.NODE_NM.name();

    private static final JsonPath TECHNOLOGY = JsonPath.ROOT.member("technology");

    private final int node;
    private final Problems problems;

    private NodeRule(int node, Problems problems) {
        this.node = node;
        this.problems = problems;
    }

    /** Checks all figures of a hwconfig. */
    static void check(JsonValue document, int node, Problems problems) {
        new NodeRule(node, problems).walk(document, JsonPath.ROOT);
    }

    private void walk(JsonValue value, JsonPath path) {
        if (value instanceof JsonObject object) {
            if (!path.equals(TECHNOLOGY)) {
                figure(object, path);
            }
            object.members().forEach((name, member) -> walk(member.value(), path.member(name)));
        } else if (value instanceof JsonArray array) {
            for (int i = 0; i < array.items().size(); i++) {
                walk(array.items().get(i), path.item(i));
            }
        }
    }

    private void figure(JsonObject object, JsonPath path) {
        boolean scaled = object.members().containsKey(SCALING);
        if (!object.members().containsKey(NODE)) {
            if (scaled) {
                problems.add(
                        object.members().get(SCALING).namePosition(),
                        path.member(SCALING).toString(),
                        "stands without " + NODE + "; allowed: beside the node that the figure was published for");
            }
            return;
        }
        JsonValue written = object.members().get(NODE).value();
        if (written instanceof JsonNumber number && number.value().intValue() != node && !scaled) {
            problems.add(
                    written.position(),
                    path.member(NODE).toString(),
                    "is " + number.text() + ", but technology.node_nm is " + node
                            + "; allowed: figures of that node, or scaled ones that say how in \"" + SCALING + "\"");
        }
    }
}
