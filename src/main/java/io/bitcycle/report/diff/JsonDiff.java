package io.bitcycle.report.diff;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bitcycle.json.JsonReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The first value in which two JSON documents differ. */
final class JsonDiff {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private JsonDiff() {}

    /** What differs, in words; a file that is not JSON differs. */
    static Optional<String> of(Path a, Path b) throws IOException {
        if (Files.mismatch(a, b) < 0) {
            return Optional.empty();
        }
        try {
            Optional<String> value = of(read(a), read(b));
            return value.isPresent() ? value : Optional.of("is written differently, with the same values");
        } catch (JsonProcessingException damaged) {
            return Optional.of("is damaged: " + JsonReader.cause(damaged));
        }
    }

    static JsonNode read(Path file) throws IOException {
        return MAPPER.readTree(Files.readAllBytes(file));
    }

    static Optional<String> of(JsonNode a, JsonNode b) {
        Map<String, String> left = new LinkedHashMap<>();
        Map<String, String> right = new LinkedHashMap<>();
        flatten("", a, left);
        flatten("", b, right);
        Set<String> paths = new LinkedHashSet<>(left.keySet());
        paths.addAll(right.keySet());
        for (String path : paths) {
            String was = left.getOrDefault(path, "absent");
            String is = right.getOrDefault(path, "absent");
            if (!was.equals(is)) {
                return Optional.of(path + " is " + was + " and " + is);
            }
        }
        return Optional.empty();
    }

    private static void flatten(String path, JsonNode node, Map<String, String> values) {
        if (node.isObject()) {
            node.properties()
                    .forEach(member -> flatten(
                            path.isEmpty() ? member.getKey() : path + "." + member.getKey(),
                            member.getValue(),
                            values));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                flatten(path + "[" + i + "]", node.get(i), values);
            }
        } else {
            values.put(path, node.asText());
        }
    }
}
