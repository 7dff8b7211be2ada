package io.bitcycle.hardware;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The JSON Schema (draft 2020-12) of hwconfig files, for editors, made from the declarations that {@link
 * HardwareConfigReader} reads by. It accepts every file that the reader accepts; rules between keys are the reader's alone.
 */
public final class HardwareConfigSchema {
    private HardwareConfigSchema() {}

    /** The schema as a file, the same bytes on every machine. */
    public static String text() {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("title", "BitCycle hwconfig");
        schema.put("description", "An accelerator: array, buffers, DRAM, vector unit and energy per event.");
        schema.setAll(new HardwareConfigReader().type().schema());
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer =
                new DefaultPrettyPrinter().withObjectIndenter(indenter).withArrayIndenter(indenter);
        try {
            return new ObjectMapper().writer(printer).writeValueAsString(schema) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of nodes can always be written", e);
        }
    }
}
