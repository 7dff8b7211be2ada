package io.bitcycle.workload.scalesim;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bitcycle.json.Problems;
import io.bitcycle.workload.ImportedTrace;
import io.bitcycle.workload.scalesim.Topology.Form;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes a trace of a SCALE-Sim topology: a list of layers that do not feed each other, as SCALE-Sim runs them. Padding is 0,
 * since SCALE-Sim has none: its ifmaps are the padded ones, or are taken without.
 */
public final class TopologyImport {
    private TopologyImport() {}

    /**
     * Reads a file.
     *
     * @param form its form, if the user says so; else its header tells
     * @return empty after reporting at least one problem
     */
    public static Optional<ImportedTrace> read(Path file, Optional<Form> form, Problems problems) {
        return TopologyReader.read(file, form, problems).map(topology -> trace(file, topology));
    }

    private static ImportedTrace trace(Path file, Topology topology) {
        List<String> notes = new ArrayList<>(topology.notes());
        ObjectNode trace = JsonNodeFactory.instance.objectNode();
        trace.put("name", ImportedTrace.name(file.getFileName().toString()));
        trace.put(
                "source",
                ImportedTrace.source("SCALE-Sim topology " + file.getFileName() + ", "
                        + topology.layers().size()
                        + (topology.form() == Form.CONV
                                ? " layers with the ifmaps that SCALE-Sim gives them. Padding is 0: SCALE-Sim has none, its"
                                        + " ifmaps are padded already or are run without."
                                : " matrix products.")
                        + (notes.isEmpty() ? "" : " Note: " + String.join("; ", notes) + ".")));
        trace.put("chained", false);
        ArrayNode layers = trace.putArray("layers");
        topology.layers().forEach(layer -> layers.add(entry(layer)));
        return new ImportedTrace(trace, notes);
    }

    private static ObjectNode entry(Topology.Layer layer) {
        ObjectNode entry = JsonNodeFactory.instance.objectNode();
        entry.put("type", layer instanceof Topology.Conv ? "conv" : "gemm");
        if (!layer.name().isEmpty()) {
            entry.put("name", layer.name());
        }
        if (layer instanceof Topology.Gemm gemm) {
            return entry.put("m", gemm.m()).put("n", gemm.n()).put("k", gemm.k());
        }
        Topology.Conv conv = (Topology.Conv) layer;
        entry.putObject("input")
                .put("channels", conv.channels())
                .put("height", conv.height())
                .put("width", conv.width());
        entry.put("out", conv.outputs());
        if (conv.kernelHeight() == conv.kernelWidth()) {
            entry.put("kernel", conv.kernelHeight());
        } else {
            entry.putArray("kernel").add(conv.kernelHeight()).add(conv.kernelWidth());
        }
        entry.put("stride", conv.stride()).put("padding", 0);
        return conv.groups() == 1 ? entry : entry.put("groups", conv.groups());
    }
}
