package io.bitcycle.workload.onnx;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bitcycle.json.Position;
import io.bitcycle.json.Problems;
import io.bitcycle.json.Quoted;
import io.bitcycle.workload.ImportedTrace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes a trace of an ONNX model: one input of images or features, one output. */
public final class OnnxImport {
    private static final long LARGEST_SIDE = 65_536;

    private final OnnxModel model;
    private final Position whole;
    private final Problems problems;

    private OnnxImport(OnnxModel model, Position whole, Problems problems) {
        this.model = model;
        this.whole = whole;
        this.problems = problems;
    }

    /** Reads a file; empty after reporting at least one problem. */
    public static Optional<ImportedTrace> read(Path file, Problems problems) {
        return OnnxReader.read(file, problems)
                .flatMap(model -> new OnnxImport(model, Position.of(file.toString()), problems).trace(file));
    }

    private Optional<ImportedTrace> trace(Path file) {
        List<OnnxModel.Value> inputs = model.inputs().stream()
                .filter(input -> !model.initializers().containsKey(input.name()))
                .toList();
        if (inputs.size() != 1 || model.outputs().size() != 1) {
            problems.add(
                    whole,
                    "graph",
                    "has " + inputs.size() + " inputs and " + model.outputs().size()
                            + " outputs; allowed: one of each");
            return Optional.empty();
        }
        GraphWalk walk = new GraphWalk(model, whole, problems);
        return input(inputs.get(0))
                .flatMap(input -> walk.run(
                                inputs.get(0).name(),
                                input,
                                model.outputs().get(0).name())
                        .flatMap(output -> trace(file, input, output, walk.summary())));
    }

    private Optional<Activation> input(OnnxModel.Value input) {
        List<Long> dims = input.dims().orElse(List.of());
        boolean fits = (dims.size() == 4 || dims.size() == 2)
                && dims.stream().skip(1).allMatch(size -> size >= 1 && size <= LARGEST_SIDE)
                && dims.stream().skip(1).mapToDouble(Long::doubleValue).reduce(1, (a, b) -> a * b) <= Integer.MAX_VALUE;
        if (!fits) {
            problems.add(
                    whole,
                    "graph.input " + Quoted.of(input.name()),
                    "has the shape "
                            + dims.stream()
                                    .map(size -> size < 0 ? "?" : size.toString())
                                    .toList()
                            + "; allowed: [batch, channels, height, width] or [batch, features], all but the batch fixed, from 1 to "
                            + LARGEST_SIDE);
            return Optional.empty();
        }
        return Optional.of(Activation.input(dims.subList(1, dims.size())));
    }

    private Optional<ImportedTrace> trace(Path file, Activation input, Activation output, Summary summary) {
        ObjectNode trace = JsonNodeFactory.instance.objectNode();
        String name = ImportedTrace.name(file.getFileName().toString());
        List<String> notes = new ArrayList<>(summary.notes());
        trace.put("name", name);
        trace.put(
                "source",
                ImportedTrace.source("ONNX model " + file.getFileName()
                        + (model.producer().isEmpty() ? "" : ", written by " + model.producer())
                        + ": shapes inferred from its forward graph, every product on the array. The model says nothing of"
                        + " training."
                        + (notes.isEmpty() ? "" : " Note: " + String.join("; ", notes) + ".")));
        long[] image = input.isImage()
                ? input.dims().stream().mapToLong(Long::longValue).toArray()
                : new long[] {input.elements(), 1, 1};
        trace.putObject("input")
                .put("channels", image[0])
                .put("height", image[1])
                .put("width", image[2]);
        trace.put("classes", output.elements());
        try {
            trace.set("layers", new LayerTree().between(input, output));
        } catch (LayerTree.NotNestedException e) {
            problems.add(whole, "graph", e.getMessage());
            return Optional.empty();
        }
        return Optional.of(new ImportedTrace(trace, notes));
    }
}
