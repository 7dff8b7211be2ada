package io.bitcycle.workload;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bitcycle.json.SchemaText;
import io.bitcycle.workload.layer.LayerType;

/**
 * The JSON Schema (draft 2020-12) of traces, for editors, made from the declarations that {@link NetworkReader} reads by. It
 * accepts every file that the reader accepts; that shapes chain and other rules between keys are the reader's alone.
 */
public final class NetworkSchema {
    private NetworkSchema() {}

    /** The schema as a file, the same bytes on every machine. */
    public static String text() {
        ObjectNode document = NetworkReader.TYPE.schema();
        document.putObject("$defs").set(LayerType.DEFINITION, LayerType.INSTANCE.schema());
        return SchemaText.of(
                "BitCycle trace",
                "A network, layer by layer, and how its source trains it; or a list of layers.",
                document);
    }
}
