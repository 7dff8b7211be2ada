package io.bitcycle.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.bitcycle.json.Problem;
import io.bitcycle.json.Problems;
import io.bitcycle.json.SingleChanges;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The schema for editors against the reader. After a change of the keys, {@code mvn test -Dtest=NetworkSchemaTest
 * -Dbitcycle.update=true} writes the file anew.
 */
class NetworkSchemaTest {
    private static final Path TRACES = Path.of("traces");
    private static final Path FILE = TRACES.resolve("schema/trace.json");
    private static final SchemaRegistry REGISTRY =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private static final Schema SCHEMA = REGISTRY.getSchema(NetworkSchema.text());

    @Test
    void theShippedSchemaIsUpToDate() throws IOException {
        if (Boolean.getBoolean("bitcycle.update")) {
            Files.createDirectories(FILE.getParent());
            Files.writeString(FILE, NetworkSchema.text());
        }
        assertEquals(NetworkSchema.text(), Files.readString(FILE));
    }

    @Test
    void theSchemaIsADraft202012Schema() {
        Schema meta = REGISTRY.getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
        assertEquals(List.of(), meta.validate(NetworkSchema.text(), InputFormat.JSON));
    }

    @Test
    void everyShippedTraceIsAcceptedAndNamesTheSchema() throws IOException {
        List<Path> files;
        try (Stream<Path> listed = Files.list(TRACES)) {
            files = listed.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
        assertTrue(files.size() >= 22, files.toString());
        for (Path file : files) {
            String text = Files.readString(file);
            assertEquals(List.of(), SCHEMA.validate(text, InputFormat.JSON), file.toString());
            assertEquals(
                    "schema/trace.json",
                    new ObjectMapper().readTree(text).path("$schema").asText(),
                    file.toString());
        }
    }

    /** What the reader accepts the schema accepts; an unknown key both refuse. Rules between keys are the reader's alone. */
    @Test
    void readerAndSchemaAgreeOnEverySingleChange() throws IOException {
        int refused = 0;
        int between = 0;
        for (String name : List.of("lstm-ptb", "cnn-mnist", "resnet8-optdigits")) {
            JsonNode root =
                    new ObjectMapper().readTree(TRACES.resolve(name + ".json").toFile());
            for (String change : SingleChanges.of(root)) {
                Problems problems = new Problems();
                boolean byReader =
                        NetworkReader.parse("trace", change, problems).isPresent();
                boolean bySchema = SCHEMA.validate(change, InputFormat.JSON).isEmpty();
                assertTrue(bySchema || !byReader, change);
                refused += bySchema ? 0 : 1;
                if (bySchema && !byReader) {
                    between++;
                    assertTrue(problems.errors().stream().noneMatch(NetworkSchemaTest::isOfOneKey), problems::toString);
                }
            }
        }
        assertTrue(refused > 1000, refused + " refused");
        assertTrue(between > 5, between + " break a rule between keys");
    }

    private static boolean isOfOneKey(Problem problem) {
        return problem.toString().contains("is an unknown key");
    }
}
