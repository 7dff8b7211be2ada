package io.bitcycle.workload.onnx;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import io.bitcycle.json.InputFile;
import io.bitcycle.json.Position;
import io.bitcycle.json.Problems;
import io.bitcycle.workload.onnx.OnnxModel.Attribute;
import io.bitcycle.workload.onnx.OnnxModel.Node;
import io.bitcycle.workload.onnx.OnnxModel.Value;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads model files. Tensors with many elements are skipped over, not held, so that the memory needed depends on the graph
 * alone; lengths that go beyond the file, deep nesting and too many of anything end the reading.
 */
final class OnnxReader {
    private final WireFields fields;

    private String producer = "";
    private String graph = "";
    private final List<Value> inputs = new ArrayList<>();
    private final List<Value> outputs = new ArrayList<>();
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, OnnxTensor> initializers = new LinkedHashMap<>();

    private OnnxReader(WireFields fields) {
        this.fields = fields;
    }

    /** Reads a file; empty after reporting a problem. */
    static Optional<OnnxModel> read(Path file, Problems problems) {
        Position whole = Position.of(file.toString());
        try (InputStream stream = new BufferedInputStream(Files.newInputStream(file))) {
            return read(stream, whole, problems);
        } catch (IOException e) {
            problems.add(whole, "", InputFile.unreadable(file, "model", e));
            return Optional.empty();
        }
    }

    private static Optional<OnnxModel> read(InputStream stream, Position whole, Problems problems) throws IOException {
        try {
            OnnxReader reader = new OnnxReader(new WireFields(stream));
            reader.model();
            if (!reader.nodes.isEmpty()) {
                return Optional.of(new OnnxModel(
                        reader.producer,
                        reader.graph,
                        reader.inputs,
                        reader.outputs,
                        reader.nodes,
                        reader.initializers));
            }
            problems.add(whole, "", "is not an ONNX model: it has no graph with nodes");
        } catch (InvalidProtocolBufferException e) {
            String reason = e.getMessage().lines().findFirst().orElse("").replaceFirst("^While parsing.*?, ", "");
            problems.add(whole, "", "is not an ONNX model, or is cut off: " + reason);
        }
        return Optional.empty();
    }

    private void model() throws IOException {
        fields.forEach((field, wire) -> {
            if (field == 2 && WireFields.isText(wire)) {
                producer = fields.text();
                return true;
            }
            return field == 7 && fields.message(wire, this::graph);
        });
    }

    private boolean graph(int field, int wire) throws IOException {
        switch (field) {
            case 1:
                return node(wire);
            case 2:
                if (WireFields.isText(wire)) {
                    graph = fields.text();
                    return true;
                }
                return false;
            case 5:
                OnnxTensor tensor = TensorReader.read(fields, wire);
                if (tensor != null && initializers.size() < WireFields.MOST_MESSAGES) {
                    initializers.put(tensor.name(), tensor);
                }
                return tensor != null;
            case 11:
                return value(wire, inputs);
            case 12:
                return value(wire, outputs);
            default:
                return false;
        }
    }

    private boolean node(int wireType) throws IOException {
        List<String> from = new ArrayList<>();
        List<String> to = new ArrayList<>();
        String[] texts = {"", "", ""};
        Map<String, Attribute> attributes = new LinkedHashMap<>();
        boolean read = fields.message(wireType, (field, wire) -> {
            if (field == 5) {
                return attribute(wire, attributes);
            }
            if (!WireFields.isText(wire) || field < 1 || field == 6 || field > 7) {
                return false;
            }
            switch (field) {
                case 1 -> WireFields.add(from, fields.text());
                case 2 -> WireFields.add(to, fields.text());
                case 3 -> texts[0] = fields.text();
                case 4 -> texts[1] = fields.text();
                default -> texts[2] = fields.text();
            }
            return true;
        });
        if (read) {
            WireFields.add(nodes, new Node(texts[0], texts[1], texts[2], from, to, attributes));
        }
        return read;
    }

    private boolean attribute(int wireType, Map<String, Attribute> attributes) throws IOException {
        String[] texts = {"", ""};
        double[] real = {0};
        long[] integer = {0};
        List<Long> integers = new ArrayList<>();
        OnnxTensor[] tensor = {null};
        boolean read = fields.message(wireType, (field, wire) -> {
            if (field == 1 && WireFields.isText(wire)) {
                texts[0] = fields.text();
            } else if (field == 2 && wire == WireFormat.WIRETYPE_FIXED32) {
                real[0] = fields.in().readFloat();
            } else if (field == 3 && wire == WireFormat.WIRETYPE_VARINT) {
                integer[0] = fields.in().readInt64();
            } else if (field == 4 && WireFields.isText(wire)) {
                texts[1] = fields.text();
            } else if (field == 5) {
                tensor[0] = TensorReader.read(fields, wire);
                return tensor[0] != null;
            } else {
                return field == 8 && fields.longs(wire, integers, WireFields.MOST_MESSAGES);
            }
            return true;
        });
        if (read && attributes.size() < WireFields.LONGEST_TEXT) {
            attributes.put(
                    texts[0],
                    new Attribute(texts[0], real[0], integer[0], texts[1], integers, Optional.ofNullable(tensor[0])));
        }
        return read;
    }

    private boolean value(int wireType, List<Value> values) throws IOException {
        String[] name = {""};
        List<Long> dims = new ArrayList<>();
        boolean[] shaped = {false};
        boolean read = fields.message(wireType, (field, wire) -> {
            if (field == 1 && WireFields.isText(wire)) {
                name[0] = fields.text();
                return true;
            }
            // ValueInfoProto.type, TypeProto.tensor_type, Tensor.shape, TensorShapeProto.dim
            return field == 2
                    && fields.message(
                            wire,
                            (f, w) -> f == 1
                                    && fields.message(
                                            w,
                                            (g, x) -> g == 2
                                                    && fields.message(x, (h, y) -> {
                                                        shaped[0] = true;
                                                        return h == 1 && dimension(y, dims);
                                                    })));
        });
        if (read) {
            WireFields.add(values, new Value(name[0], shaped[0] ? Optional.of(List.copyOf(dims)) : Optional.empty()));
        }
        return read;
    }

    private boolean dimension(int wireType, List<Long> dims) throws IOException {
        long[] size = {-1};
        boolean read = fields.message(wireType, (field, wire) -> {
            if (field == 1 && wire == WireFormat.WIRETYPE_VARINT) {
                size[0] = fields.in().readInt64();
                return true;
            }
            return false;
        });
        if (read && dims.size() < OnnxTensor.MOST_VALUES) {
            dims.add(size[0]);
        }
        return read;
    }
}
