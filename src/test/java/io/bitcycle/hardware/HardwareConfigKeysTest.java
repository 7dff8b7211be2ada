package io.bitcycle.hardware;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * The tables of docs/hwconfig-keys.md against the reader's declarations. After a change of the keys, {@code mvn test
 * -Dtest=HardwareConfigKeysTest -Dbitcycle.update=true} writes them anew; the text around them is written by hand.
 */
class HardwareConfigKeysTest {
    private static final Path PAGE = Path.of("docs/hwconfig-keys.md");
    private static final String START = "<!-- made by HardwareConfigKeysTest: start -->\n";
    private static final String END = "<!-- made by HardwareConfigKeysTest: end -->\n";
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void theTablesAreUpToDate() throws IOException {
        String page = Files.readString(PAGE);
        String before = page.substring(0, page.indexOf(START) + START.length());
        String after = page.substring(page.indexOf(END));
        String expected = before + KeyTables.of(JSON.readTree(HardwareConfigSchema.text())) + after;
        if (Boolean.getBoolean("bitcycle.update")) {
            Files.writeString(PAGE, expected);
        }
        assertEquals(expected, Files.readString(PAGE));
    }

    /** Found in the files themselves, not in the declarations that the tables are made from. */
    @Test
    void everyKeyOfEveryShippedHwconfigHasARow() throws IOException {
        String page = Files.readString(PAGE);
        Set<String> paths = new TreeSet<>();
        for (Path file : ShippedHwconfigsTest.files()) {
            collect(JSON.readTree(file.toFile()), "", paths);
        }
        assertTrue(paths.size() > 60, paths.toString());
        List<String> missing = paths.stream()
                .filter(path -> !page.contains("\n| `" + path + "` |"))
                .toList();
        assertEquals(List.of(), missing);
    }

    private static void collect(JsonNode value, String path, Set<String> paths) {
        if (value.isArray()) {
            value.forEach(item -> collect(item, path + "[]", paths));
            return;
        }
        boolean figure = value.has("source") && !path.isEmpty() && !path.endsWith("[]") || value.has("points");
        for (Map.Entry<String, JsonNode> member : value.properties()) {
            String inner = figure ? member.getKey() : path.isEmpty() ? member.getKey() : path + "." + member.getKey();
            paths.add(inner);
            collect(member.getValue(), inner, paths);
        }
    }
}
