package io.bitcycle.hardware;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.bitcycle.json.JsonReader;
import io.bitcycle.json.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The schema for editors against the reader. After a change of the keys, {@code mvn test
 * -Dtest=HardwareConfigSchemaTest -Dbitcycle.update=true} writes the file anew.
 */
class HardwareConfigSchemaTest {
    private static final Path FILE = ShippedHwconfigsTest.FOLDER.resolve("schema/hwconfig.json");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final SchemaRegistry REGISTRY =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private static final Schema SCHEMA = REGISTRY.getSchema(HardwareConfigSchema.text());

    @Test
    void theShippedSchemaIsUpToDate() throws IOException {
        if (Boolean.getBoolean("bitcycle.update")) {
            Files.writeString(FILE, HardwareConfigSchema.text());
        }
        assertEquals(HardwareConfigSchema.text(), Files.readString(FILE));
    }

    @Test
    void theSchemaIsADraft202012Schema() {
        Schema meta = REGISTRY.getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
        assertEquals(List.of(), meta.validate(HardwareConfigSchema.text(), InputFormat.JSON));
    }

    @Test
    void goodFilesAreAccepted() throws IOException {
        List<Path> files = new ArrayList<>(ShippedHwconfigsTest.files());
        files.add(HardwareConfigReaderTest.SMALL);
        assertEquals(14, files.size());
        for (Path file : files) {
            assertEquals(List.of(), SCHEMA.validate(Files.readString(file), InputFormat.JSON), file.toString());
        }
    }

    /** Every key left out, every value of every other type, an unknown key in every object: both agree. */
    @Test
    void readerAndSchemaAgreeOnEverySingleChange() throws IOException {
        int refused = 0;
        int accepted = 0;
        for (Path file :
                List.of(HardwareConfigReaderTest.SMALL, ShippedHwconfigsTest.FOLDER.resolve("bitfusion-45nm.json"))) {
            JsonNode root = JSON.readTree(file.toFile());
            if (root.at("/area/vector_lane")
                    instanceof ObjectNode lane) { // that a node needs scaling is a rule between keys
                lane.remove(List.of("node_nm", "scaling"));
            }
            for (String change : singleChanges(root)) {
                boolean bySchema = acceptedBySchema(change);
                assertEquals(acceptedByReader(change), bySchema, change);
                refused += bySchema ? 0 : 1;
                accepted += bySchema ? 1 : 0;
            }
        }
        assertTrue(refused > 1500, refused + " refused");
        assertTrue(accepted > 40, accepted + " accepted");
    }

    static boolean acceptedBySchema(String text) {
        return SCHEMA.validate(text, InputFormat.JSON).isEmpty();
    }

    private static boolean acceptedByReader(String text) {
        Problems problems = new Problems();
        return JsonReader.parse("hw.json", text, problems)
                .flatMap(document -> new HardwareConfigReader().check(document, problems))
                .isPresent();
    }

    private static List<String> singleChanges(JsonNode root) throws IOException {
        List<String> changes = new ArrayList<>();
        for (JsonNode holder : withHolders(root)) {
            if (holder instanceof ObjectNode object) {
                for (String name : names(object)) {
                    JsonNode value = object.get(name);
                    for (String other : List.of("{}", "[]", "null", "true", "\"x\"", "-1")) {
                        object.set(name, JSON.readTree(other));
                        changes.add(root.toString());
                    }
                    object.set(name, value);
                }
                object.put("unknown_key", 1);
                changes.add(root.toString());
                object.remove("unknown_key");
                for (String name : names(object)) {
                    ObjectNode kept = JSON.createObjectNode().setAll(object);
                    object.remove(name);
                    changes.add(root.toString());
                    object.removeAll();
                    object.setAll(kept);
                }
            } else if (holder instanceof ArrayNode array) {
                JsonNode first = array.get(0);
                for (String other : List.of("{}", "[]", "null", "true", "\"x\"", "-1")) {
                    array.set(0, JSON.readTree(other));
                    changes.add(root.toString());
                }
                array.set(0, first);
            }
        }
        return changes;
    }

    private static List<String> names(ObjectNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** All objects and arrays, the root first. */
    private static List<JsonNode> withHolders(JsonNode root) {
        List<JsonNode> holders = new ArrayList<>(List.of(root));
        for (int i = 0; i < holders.size(); i++) {
            for (Iterator<JsonNode> values = holders.get(i).elements(); values.hasNext(); ) {
                JsonNode value = values.next();
                if (value.isContainerNode()) {
                    holders.add(value);
                }
            }
        }
        return holders;
    }
}
