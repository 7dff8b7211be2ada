package io.bitcycle.hardware;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bitcycle.json.JsonReader;
import io.bitcycle.json.Problem;
import io.bitcycle.json.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Damaged files give problems or a config that works, never another exception. */
class HardwareConfigMutationTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CHARACTERS = "{}[]\",:0-e/#\\\u0000\u00e9x";
    private static final String[] VALUES = {
        "null",
        "true",
        "[]",
        "{}",
        "\"\"",
        "\"bit-fusion\"",
        "\"os\"",
        "0",
        "1",
        "2",
        "7",
        "16",
        "33",
        "4096",
        "-5",
        "0.5",
        "1e9",
        "1e-9",
        "1e999",
        "2147483648",
        "9223372036854775808",
        "[1,2]",
        "[16]",
        "{\"value_pj\":1,\"source\":\"s\"}",
    };

    @Test
    void aThousandMutations() throws IOException {
        List<Path> files = new ArrayList<>(ShippedHwconfigsTest.files());
        files.add(HardwareConfigReaderTest.SMALL);
        int accepted = 0;
        for (int seed = 0; seed < 1000; seed++) {
            Random random = new Random(seed);
            String good = Files.readString(files.get(seed % files.size()));
            boolean tree = random.nextInt(3) > 0;
            String bad = tree ? mutateTree(good, random) : mutateText(good, random);
            Problems problems = new Problems();
            Optional<HardwareConfig> config = JsonReader.parse("hw.json", bad, problems)
                    .flatMap(document -> new HardwareConfigReader().check(document, problems));
            String name = "seed " + seed;
            assertEquals(config.isEmpty(), problems.count() > 0, name);
            long lines = bad.lines().count();
            for (Problem problem : problems.errors()) {
                assertFalse(problem.message().isBlank(), name);
                assertTrue(problem.line() >= 1 && problem.line() <= lines + 1, name + ": " + problem);
                assertTrue(problem.column() >= 1, name + ": " + problem);
                assertEquals(1, problem.toString().lines().count(), name + ": " + problem);
            }
            if (config.isPresent()) {
                accepted++;
                assertUsable(config.get(), name);
                assertTrue(!tree || HardwareConfigSchemaTest.acceptedBySchema(bad), name);
            }
        }
        assertTrue(accepted > 50 && accepted < 500, accepted + " accepted");
    }

    /** What the rules between keys promise to whoever uses a config. */
    private static void assertUsable(HardwareConfig config, String name) {
        var mac = config.array().mac();
        int widest = mac.family().widestOperand(mac);
        for (int a = 1; a <= widest; a++) {
            for (int b = 1; b <= widest; b++) {
                assertTrue(mac.family().cyclesPerStep(mac, a, b) >= 1, name);
                assertTrue(mac.family().productsPerStep(mac, a, b) >= 1, name);
                int aBits = a;
                int bBits = b;
                assertTrue(
                        config.energy().mac().stream().anyMatch(e -> e.aBits() >= aBits && e.bBits() >= bBits), name);
            }
            assertTrue(config.dram().storage().bitsFor(a) >= a, name);
        }
    }

    private static String mutateTree(String text, Random random) throws IOException {
        JsonNode root = JSON.readTree(text);
        for (int i = random.nextInt(2); i >= 0; i--) {
            mutateNode(root, random);
        }
        return random.nextBoolean() ? root.toString() : root.toPrettyString();
    }

    private static void mutateNode(JsonNode root, Random random) throws IOException {
        JsonNode holder = root;
        while (random.nextInt(4) > 0) {
            List<JsonNode> inner = new ArrayList<>();
            holder.elements().forEachRemaining(value -> {
                if (value.isContainerNode()) {
                    inner.add(value);
                }
            });
            if (inner.isEmpty()) {
                break;
            }
            holder = inner.get(random.nextInt(inner.size()));
        }
        JsonNode value = JSON.readTree(VALUES[random.nextInt(VALUES.length)]);
        if (holder instanceof ArrayNode array && !array.isEmpty()) {
            int index = random.nextInt(array.size());
            switch (random.nextInt(3)) {
                case 0 -> array.remove(index);
                case 1 ->
                    array.insert(index, array.get(random.nextInt(array.size())).deepCopy());
                default -> array.set(index, value);
            }
        } else if (holder instanceof ObjectNode object && !object.isEmpty()) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            String name = names.get(random.nextInt(names.size()));
            switch (random.nextInt(4)) {
                case 0 -> object.remove(name);
                case 1 -> object.set(name.substring(1), object.remove(name));
                default -> object.set(name, value);
            }
        }
    }

    private static String mutateText(String text, Random random) {
        StringBuilder changed = new StringBuilder(text);
        for (int i = random.nextInt(3); i >= 0; i--) {
            int at = random.nextInt(changed.length());
            switch (random.nextInt(4)) {
                case 0 -> changed.deleteCharAt(at);
                case 1 -> changed.insert(at, CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
                case 2 -> changed.setCharAt(at, (char) ('0' + random.nextInt(10)));
                default -> changed.setLength(Math.max(1, at));
            }
        }
        return changed.toString();
    }
}
