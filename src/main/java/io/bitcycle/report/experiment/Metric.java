package io.bitcycle.report.experiment;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bitcycle.report.Figures;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Something that every run of an experiment measures. One that a run's folder does not hold is absent there.
 *
 * @param name in files, with its unit
 * @param title for people
 * @param file of the run's folder that holds it
 * @param pointer to it in that file (RFC 6901)
 * @param moreIsBetter whether greater values are better
 * @param isCost whether a change is told in percent of the baseline
 */
record Metric(
        String name,
        String title,
        String file,
        String pointer,
        boolean moreIsBetter,
        boolean isCost,
        Function<Double, String> format) {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
    private static final String SUMMARY = "summary.json";

    static final Metric ACCURACY = share("accuracy", "test accuracy", SUMMARY, "/accuracy");
    static final Metric PERPLEXITY =
            new Metric("perplexity", "perplexity", SUMMARY, "/perplexity", false, false, Metric::plain);
    static final Metric TIME = new Metric("time_s", "time", SUMMARY, "/time_s", false, true, Figures::time);
    static final Metric ENERGY = new Metric(
            "energy_pj",
            "energy",
            SUMMARY,
            "/energy_pj/total",
            false,
            true,
            value -> Figures.energy(new BigDecimal(value)));
    static final Metric BITOPS = count("bitops", "BitOPs", "/bitops");
    /** Of the loss around the trained weights: written by whoever computes the landscape of a run. */
    static final Metric SHARPNESS =
            new Metric("sharpness", "sharpness", "landscape.json", "/sharpness", false, false, Metric::plain);

    /** Of the Hessian there, by the same writer. */
    static final Metric CURVATURE = new Metric(
            "hessian_largest_eigenvalue",
            "largest Hessian eigenvalue",
            "landscape.json",
            "/hessian/largest_eigenvalue",
            false,
            false,
            Metric::plain);

    /** All of them, in the order of columns. */
    static final List<Metric> ALL = List.of(
            ACCURACY,
            share("best_accuracy", "best of the run", SUMMARY, "/best_accuracy"),
            PERPLEXITY,
            new Metric("loss", "test loss", SUMMARY, "/loss", false, false, Metric::plain),
            SHARPNESS,
            CURVATURE,
            BITOPS,
            count("array_cycles", "array cycles", "/cycles/compute"),
            count("cycles", "all cycles", "/cycles/total"),
            TIME,
            ENERGY);

    private static Metric share(String name, String title, String file, String pointer) {
        return new Metric(name, title, file, pointer, true, false, value -> Figures.fixed(100 * value, 2) + " %");
    }

    private static Metric count(String name, String title, String pointer) {
        return new Metric(name, title, SUMMARY, pointer, false, true, value -> Figures.count(new BigDecimal(value)));
    }

    private static String plain(double value) {
        return Figures.significant(value, 4);
    }

    /** What a run's folder says, by metric; those it does not hold are left out. */
    static Map<Metric, BigDecimal> read(Path run) throws IOException {
        Map<String, JsonNode> files = new LinkedHashMap<>();
        Map<Metric, BigDecimal> values = new LinkedHashMap<>();
        for (Metric metric : ALL) {
            Path file = run.resolve(metric.file());
            if (!files.containsKey(metric.file()) && Files.isRegularFile(file)) {
                files.put(metric.file(), JSON.readTree(Files.readAllBytes(file)));
            }
            JsonNode document = files.get(metric.file());
            if (document != null && document.at(metric.pointer()).isNumber()) {
                values.put(metric, document.at(metric.pointer()).decimalValue());
            }
        }
        return values;
    }
}
