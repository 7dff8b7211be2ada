package io.bitcycle.report;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bitcycle.energy.EnergyTable;
import io.bitcycle.energy.EventCounts;
import io.bitcycle.hardware.HardwareConfig;
import io.bitcycle.simulator.OpCost;
import io.bitcycle.simulator.RunLedger;
import io.bitcycle.workload.MatrixOp;
import io.bitcycle.workload.Operation;
import io.bitcycle.workload.VectorOp;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code ledger.json}: an array with one object per ledger entry and line, from which the ledger can be had back. An entry
 * names its operation ({@code matrix} or {@code vector}), how often it ran, its cycles and, by the rows of the energy table,
 * its events.
 */
final class LedgerFile {
    static final String NAME = "ledger.json";

    private static final String MATRIX = "matrix";
    private static final String VECTOR = "vector";
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .visibility(PropertyAccessor.GETTER, Visibility.NONE)
            .visibility(PropertyAccessor.IS_GETTER, Visibility.NONE)
            .visibility(PropertyAccessor.FIELD, Visibility.ANY)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .build();

    /** All of an entry but operation and events. */
    private record Counts(
            String phase,
            long executions,
            long reconfigurations,
            long overflows,
            long computeCycles,
            long stallCycles,
            long vectorCycles,
            long folds,
            long busyUnitCycles) {}

    private LedgerFile() {}

    static List<String> lines(RunLedger ledger) throws IOException {
        List<EnergyTable.Row> rows = ledger.energyTable().rows();
        List<String> lines = new ArrayList<>();
        lines.add("[");
        List<RunLedger.Entry> entries = ledger.entries();
        for (RunLedger.Entry entry : entries) {
            String end = lines.size() < entries.size() ? "," : "";
            lines.add(MAPPER.writeValueAsString(json(entry, rows)) + end);
        }
        lines.add("]");
        return lines;
    }

    private static ObjectNode json(RunLedger.Entry entry, List<EnergyTable.Row> rows) {
        OpCost cost = entry.cost();
        ObjectNode json = MAPPER.createObjectNode();
        json.set(entry.operation() instanceof MatrixOp ? MATRIX : VECTOR, MAPPER.valueToTree(entry.operation()));
        json.set(
                "counts",
                MAPPER.valueToTree(new Counts(
                        entry.phase(),
                        entry.executions(),
                        entry.reconfigurations(),
                        entry.overflows(),
                        cost.computeCycles(),
                        cost.stallCycles(),
                        cost.vectorCycles(),
                        cost.folds(),
                        cost.busyUnitCycles())));
        ObjectNode events = json.putObject("events");
        for (int row = 0; row < rows.size(); row++) {
            if (cost.events().exact(row).signum() != 0) {
                events.put(rows.get(row).name(), cost.events().exact(row));
            }
        }
        return json;
    }

    /**
     * Reads a ledger back.
     *
     * @throws JsonProcessingException when the file is not a ledger of this hwconfig
     */
    static RunLedger read(Path file, HardwareConfig hardware) throws IOException {
        EnergyTable table = new EnergyTable(hardware);
        List<RunLedger.Entry> entries = new ArrayList<>();
        for (JsonNode json : MAPPER.readTree(Files.readAllBytes(file))) {
            entries.add(entry(json, table));
        }
        return RunLedger.of(hardware, entries);
    }

    private static RunLedger.Entry entry(JsonNode json, EnergyTable table) throws JsonProcessingException {
        Operation operation = json.has(MATRIX)
                ? MAPPER.treeToValue(json.get(MATRIX), MatrixOp.class)
                : MAPPER.treeToValue(json.path(VECTOR), VectorOp.class);
        Counts counts = MAPPER.treeToValue(json.path("counts"), Counts.class);
        if (operation == null || counts == null) {
            throw new JsonMappingException((Closeable) null, "an entry without operation or counts");
        }
        EventCounts events = table.noEvents();
        for (int row = 0; row < table.rows().size(); row++) {
            events.add(
                    row, json.path("events").path(table.rows().get(row).name()).bigIntegerValue());
        }
        OpCost cost = new OpCost(
                counts.computeCycles(),
                counts.stallCycles(),
                counts.vectorCycles(),
                counts.folds(),
                counts.busyUnitCycles(),
                events);
        return new RunLedger.Entry(
                counts.phase(), operation, cost, counts.executions(), counts.reconfigurations(), counts.overflows());
    }
}
