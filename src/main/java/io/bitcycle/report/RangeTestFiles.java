package io.bitcycle.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bitcycle.precision.PrecisionRangeTest;
import io.bitcycle.precision.PrtRow;
import io.bitcycle.precision.PrtRule;
import io.bitcycle.precision.RepeatedRangeTest;
import io.bitcycle.report.chart.Picture;
import io.bitcycle.report.chart.RangeTestChart;
import io.bitcycle.training.RangeTestRun;
import java.io.IOException;
import java.util.OptionalInt;

/** The files of a precision range test. */
public final class RangeTestFiles {
    private RangeTestFiles() {}

    /** Writes {@code prt.json}, {@code prt.svg}, {@code summary.json} and {@code ops.csv}. */
    public static void write(RunFolder folder, RangeTestRun.Result result, RunSummary cost) throws IOException {
        folder.write("prt.json", toJson(result));
        folder.write(
                "prt.svg",
                Picture.file(
                        RangeTestChart.picture(points(result.test())), RangeTestChart.WIDTH, RangeTestChart.HEIGHT));
        folder.write("summary.json", cost.toJson());
        folder.write(result.ledger());
    }

    private static RangeTestChart.Data points(RepeatedRangeTest repeated) {
        PrecisionRangeTest test = repeated.together();
        return new RangeTestChart.Data(
                test.rule().metric().label(),
                test.rows().stream()
                        .map(row ->
                                new RangeTestChart.Point(row.bits(), row.start(), row.end(), row.noise(), row.passed()))
                        .toList(),
                test.lowerBound(),
                test.upperBound());
    }

    /** What {@code prt.json} holds. */
    public static ObjectNode toJson(RangeTestRun.Result result) {
        RepeatedRangeTest repeated = result.test();
        PrecisionRangeTest test = repeated.together();
        PrtRule rule = test.rule();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("mode", rule.mode().label());
        json.put("metric", rule.metric().label());
        json.put("threshold", rule.threshold());
        json.put("noise_factor", rule.noiseFactor());
        json.put("iterations", result.plan().iterations());
        json.put("window", result.plan().window());
        ArrayNode rows = json.putArray("rows");
        for (int i = 0; i < test.rows().size(); i++) {
            PrtRow row = test.rows().get(i);
            rows.addObject()
                    .put("bits", row.bits())
                    .put("start_" + rule.metric().label(), row.start())
                    .put("end_" + rule.metric().label(), row.end())
                    .put("gain", row.gain())
                    .put("standard_error", row.noise())
                    .put("deviation_of_seeds", repeated.deviation(i))
                    .put("passed", row.passed());
        }
        putBound(json, "lower_bound_bits", test.lowerBound());
        putBound(json, "upper_bound_bits", test.upperBound());
        ArrayNode seeds = json.putArray("seeds");
        for (RepeatedRangeTest.Seeded seeded : repeated.bySeed()) {
            PrecisionRangeTest alone = repeated.of(seeded);
            ObjectNode entry = seeds.addObject().put("seed", seeded.seed());
            ArrayNode gains = entry.putArray("gains");
            alone.rows().forEach(row -> gains.add(row.gain()));
            putBound(entry, "lower_bound_bits", alone.lowerBound());
            putBound(entry, "upper_bound_bits", alone.upperBound());
        }
        return json;
    }

    private static void putBound(ObjectNode json, String key, OptionalInt bound) {
        if (bound.isPresent()) {
            json.put(key, bound.getAsInt());
        } else {
            json.putNull(key);
        }
    }
}
