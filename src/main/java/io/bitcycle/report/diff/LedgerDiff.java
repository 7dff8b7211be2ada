package io.bitcycle.report.diff;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.bitcycle.json.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the operations of two runs cost against each other, a case per layer and pass. */
final class LedgerDiff {
    /** Cycles, traffic and energy, in figures. */
    static final String OPS = "ops.csv";
    /** Cycles and every event that energy is made of. */
    static final String LEDGER = "ledger.json";

    private LedgerDiff() {}

    /** Compares two files of either kind. */
    static List<Case> of(String run, Path a, Path b) throws IOException {
        String file = a.getFileName().toString();
        try {
            return file.equals(OPS) ? ops(run, a, b) : ledger(run, a, b);
        } catch (BadInputException damaged) {
            return List.of(damaged(run, file, damaged.getMessage()));
        } catch (JsonProcessingException damaged) {
            return List.of(damaged(run, file, damaged.getOriginalMessage()));
        }
    }

    private static Case damaged(String run, String file, String why) {
        return Case.of(run, Case.Kind.LEDGER, file, 1, Optional.of("is damaged: " + why));
    }

    private static List<Case> ops(String run, Path a, Path b) {
        Map<String, Case> cases = new LinkedHashMap<>();
        for (TableDiff.Row row : TableDiff.of(a, b, columns -> Math.max(0, columns.indexOf("executions")))) {
            Map<String, String> key = row.key();
            add(
                    run,
                    key.getOrDefault("layer", OPS) + " " + key.getOrDefault("pass", ""),
                    key.getOrDefault("phase", "") + ", " + key.getOrDefault("operation", OPS) + widths(key),
                    row.difference(),
                    cases);
        }
        return List.copyOf(cases.values());
    }

    private static String widths(Map<String, String> key) {
        String a = key.getOrDefault("a_bits", "");
        return a.isEmpty() ? "" : " " + a + " x " + key.get("b_bits") + " bits";
    }

    private static List<Case> ledger(String run, Path a, Path b) throws IOException {
        Map<String, Case> cases = new LinkedHashMap<>();
        Map<String, JsonNode> left = entries(a);
        Map<String, JsonNode> right = entries(b);
        Set<String> keys = new LinkedHashSet<>(left.keySet());
        keys.addAll(right.keySet());
        for (String key : keys) {
            JsonNode was = left.get(key);
            JsonNode is = right.get(key);
            JsonNode entry = was == null ? is : was;
            JsonNode operation = entry.has("matrix") ? entry.get("matrix") : entry.path("vector");
            Optional<String> difference = was == null || is == null
                    ? Optional.of("is only in the " + (is == null ? "first" : "second"))
                    : JsonDiff.of(was, is);
            add(
                    run,
                    operation.path("layer").asText() + " "
                            + operation
                                    .path("pass")
                                    .asText()
                                    .toLowerCase(Locale.ROOT)
                                    .replace('_', '-'),
                    entry.path("counts").path("phase").asText() + ", "
                            + operation.path("name").asText("matrix-product"),
                    difference,
                    cases);
        }
        if (cases.isEmpty() && Files.mismatch(a, b) >= 0) {
            return List.of(damaged(run, LEDGER, "no entries"));
        }
        return List.copyOf(cases.values());
    }

    /** By phase and operation, and a count of those of the same before. */
    private static Map<String, JsonNode> entries(Path file) throws IOException {
        Map<String, JsonNode> entries = new LinkedHashMap<>();
        Map<String, Integer> seen = new HashMap<>();
        for (JsonNode entry : JsonDiff.read(file)) {
            String key = entry.path("counts").path("phase") + " " + entry.path("matrix") + entry.path("vector");
            entries.put(key + " " + seen.merge(key, 1, Integer::sum), entry);
        }
        return entries;
    }

    private static void add(
            String run, String name, String what, Optional<String> difference, Map<String, Case> cases) {
        Optional<String> told = difference.map(text -> name.replace(" ", ", ") + ", " + what + ": " + text);
        cases.merge(
                name,
                Case.of(run, Case.Kind.LEDGER, name, 1, told),
                (before, next) -> Case.of(
                        run,
                        Case.Kind.LEDGER,
                        name,
                        before.compared() + 1,
                        before.difference().or(next::difference)));
    }
}
