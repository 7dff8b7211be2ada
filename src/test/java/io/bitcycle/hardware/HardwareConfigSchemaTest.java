package io.bitcycle.hardware;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.bitcycle.json.JsonReader;
import io.bitcycle.json.Problems;
import io.bitcycle.json.SingleChanges;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
            for (String change : SingleChanges.of(root)) {
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
}
