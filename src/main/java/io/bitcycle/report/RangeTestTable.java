package io.bitcycle.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bitcycle.precision.PrecisionRangeTest;
import io.bitcycle.precision.PrtRow;
import io.bitcycle.training.RangeTestRun;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** A precision range test for people and for files. */
public final class RangeTestTable {
    private RangeTestTable() {}

    /** The table, and the bounds in words. */
    public static List<String> lines(PrecisionRangeTest test) {
        TextTable table = new TextTable("bits", "accuracy at start", "at end", "gain", "above threshold");
        for (PrtRow row : test.rows()) {
            table.row(
                    Integer.toString(row.bits()),
                    percent(row.start()),
                    percent(row.end()),
                    Figures.fixed(100 * row.gain(), 2) + " points",
                    row.passed() ? "yes" : "no");
        }
        List<String> lines = new ArrayList<>(table.lines());
        String threshold = Figures.fixed(100 * test.threshold(), 2) + " points";
        lines.add("");
        lines.add(
                test.lowerBound().isPresent()
                        ? "lower bound: " + test.lowerBound().getAsInt()
                                + (test.lowerBound().getAsInt()
                                                == test.rows().get(0).bits()
                                        ? " bits, the lowest tested"
                                        : " bits")
                                + ": the lowest precision whose training accuracy gains more than " + threshold
                        : "lower bound: none found; no precision gains more than " + threshold);
        lines.add(
                test.upperBound().isPresent()
                        ? "upper bound: " + test.upperBound().getAsInt()
                                + " bits, from which on no wider precision gains more than " + threshold + " on it"
                        : "upper bound: none found; the gain goes on rising with the bits");
        return lines;
    }

    /** Writes {@code prt.json}, {@code summary.json} and {@code ops.csv}. */
    public static void write(RunFolder folder, RangeTestRun.Result result, RunSummary cost) throws IOException {
        folder.write("prt.json", toJson(result.test()));
        folder.write("summary.json", cost.toJson());
        folder.write("ops.csv", OpsCsv.lines(result.ledger()));
    }

    /** The same as {@code prt.json}. */
    public static ObjectNode toJson(PrecisionRangeTest test) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("mode", test.mode().label());
        json.put("threshold", test.threshold());
        ArrayNode rows = json.putArray("rows");
        for (PrtRow row : test.rows()) {
            rows.addObject()
                    .put("bits", row.bits())
                    .put("start_accuracy", row.start())
                    .put("end_accuracy", row.end())
                    .put("gain", row.gain())
                    .put("passed", row.passed());
        }
        putBound(json, "lower_bound_bits", test.lowerBound());
        putBound(json, "upper_bound_bits", test.upperBound());
        return json;
    }

    private static void putBound(ObjectNode json, String key, OptionalInt bound) {
        if (bound.isPresent()) {
            json.put(key, bound.getAsInt());
        } else {
            json.putNull(key);
        }
    }

    private static String percent(double share) {
        return Figures.fixed(100 * share, 2) + " %";
    }
}
