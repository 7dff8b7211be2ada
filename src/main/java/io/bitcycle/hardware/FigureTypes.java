package io.bitcycle.hardware;

import static io.bitcycle.json.JsonTypes.choice;
import static io.bitcycle.json.JsonTypes.decimal;
import static io.bitcycle.json.JsonTypes.integer;
import static io.bitcycle.json.JsonTypes.list;
import static io.bitcycle.json.JsonTypes.text;

import io.bitcycle.json.EitherObject;
import io.bitcycle.json.Fields;
import io.bitcycle.json.JsonType;
import io.bitcycle.json.Key;
import io.bitcycle.json.ObjectType;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;

/** Published figures: a value with its unit in the key, its source and, where it is not the hwconfig's, its node. */
final class FigureTypes {
    /** Room for a paper, its table and the arithmetic of an estimate. */
    static final JsonType<String> SOURCE_TEXT = text(2000);

    /** The node of a figure, see {@link NodeRule}. */
    static final Key<Integer> NODE_NM = Key.optional(
            "node_nm", integer(1, 1000), "Process node of the published figure, where it is not technology.node_nm.");

    /** The node of a section's figures. */
    static final Key<Integer> SECTION_NODE_NM = Key.optional(
            NODE_NM.name(),
            integer(1, 1000),
            "Process node of the figures in this section, in nanometres: technology.node_nm.");

    private static final JsonType<BigDecimal> VALUE = decimal("0", "1000000000");
    private static final Key<String> SOURCE =
            Key.required("source", SOURCE_TEXT, "Paper and table; the arithmetic of an estimate.");
    private static final Key<String> SCALING = Key.optional(
            NodeRule.SCALING, SOURCE_TEXT, "How value came from the figure of another node, with the source of that.");

    static final Key<BigDecimal> VALUE_PJ = value("value_pj", "Picojoules per event.");
    static final Key<BigDecimal> VALUE_PJ_PER_BIT = value("value_pj_per_bit", "Picojoules per bit.");
    static final Key<BigDecimal> VALUE_MW = value("value_mw", "Milliwatts.");
    static final Key<BigDecimal> VALUE_UM2 = value("value_um2", "Square micrometres.");

    private static final int MOST_POINTS = 64;
    private static final Key<Integer> BANK_BYTES =
            Key.required("bank_bytes", integer(1, 1 << 30), "Capacity of the published bank in bytes.");
    private static final Key<Interpolation> METHOD = Key.required(
            "method",
            choice(Interpolation.class),
            "How a figure between two points is found: linear, or log-log (linear in logarithmic scales). There is no "
                    + "extrapolation.");

    private FigureTypes() {}

    private static Key<BigDecimal> value(String name, String description) {
        return Key.required(name, VALUE, description);
    }

    /** A figure of its own. */
    static ObjectType<EnergyEntry> entry(Key<BigDecimal> value) {
        return new ObjectType<>(entryKeys(value), fields -> read(fields, value));
    }

    /** The keys of a figure, for objects that add some of their own. */
    static List<Key<?>> entryKeys(Key<BigDecimal> value) {
        return List.of(value, SOURCE, NODE_NM, SCALING);
    }

    /** The figure in an object that has {@link #entryKeys}; what scaled it is part of its source. */
    static EnergyEntry read(Fields fields, Key<BigDecimal> value) {
        String source = fields.get(SOURCE);
        String scaled = fields.find(SCALING)
                .map(how -> " Scaled"
                        + fields.find(NODE_NM)
                                .map(node -> " from " + node + " nm")
                                .orElse("") + ": " + how)
                .orElse("");
        return new EnergyEntry(fields.get(value), source + scaled);
    }

    /** A figure for any bank, or points by bank capacity. */
    static JsonType<BankFigure> perBank(Key<BigDecimal> value) {
        ObjectType<BankFigure.Point> point = new ObjectType<>(
                Stream.concat(Stream.of(BANK_BYTES), entryKeys(value).stream()).toList(),
                fields -> new BankFigure.Point(fields.get(BANK_BYTES), read(fields, value)));
        Key<List<BankFigure.Point>> points =
                Key.required("points", list(point, 1, MOST_POINTS), "Published banks by ascending capacity.");
        ObjectType<BankFigure> constant =
                new ObjectType<>(entryKeys(value), fields -> new BankFigure.Constant(read(fields, value)));
        ObjectType<BankFigure> curve =
                new ObjectType<>(List.of(METHOD, points), fields -> curve(fields, fields.get(points)));
        return new EitherObject<>(points.name(), curve, constant);
    }

    private static BankFigure curve(Fields fields, List<BankFigure.Point> points) {
        Interpolation method = fields.get(METHOD);
        for (int i = 0; i < points.size(); i++) {
            if (i > 0 && points.get(i).bankBytes() <= points.get(i - 1).bankBytes()) {
                fields.problem(
                        "points[" + i + "].bank_bytes",
                        "is " + points.get(i).bankBytes() + " after "
                                + points.get(i - 1).bankBytes() + "; allowed: points by ascending capacity");
            }
            if (method == Interpolation.LOG_LOG && points.get(i).entry().value().signum() == 0) {
                fields.problem("points[" + i + "]", "is 0, which has no logarithm; allowed: values above 0");
            }
        }
        return new BankFigure.Curve(method, points);
    }
}
