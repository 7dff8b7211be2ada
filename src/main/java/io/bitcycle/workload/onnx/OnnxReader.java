package io.bitcycle.workload.onnx;

import com.google.protobuf.CodedInputStream;
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
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
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
    private static final int MOST_MESSAGES = 100_000;
    private static final int LONGEST_TEXT = 4096;

    /** ONNX's numbers of element types. */
    private static final int FLOAT = 1;

    private static final int INT32 = 6;
    private static final int INT64 = 7;
    private static final int DOUBLE = 11;

    private final CodedInputStream in;
    private int messages;

    private String producer = "";
    private String graph = "";
    private final List<Value> inputs = new ArrayList<>();
    private final List<Value> outputs = new ArrayList<>();
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, OnnxTensor> initializers = new LinkedHashMap<>();

    private OnnxReader(CodedInputStream in) {
        this.in = in;
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
            OnnxReader reader = new OnnxReader(CodedInputStream.newInstance(stream));
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

    /** What a message does with one field, whose number it is given; false skips the field. */
    private interface FieldReader {
        boolean read(int field, int wireType) throws IOException;
    }

    private void fields(FieldReader reader) throws IOException {
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (!reader.read(WireFormat.getTagFieldNumber(tag), WireFormat.getTagWireType(tag)) && !in.skipField(tag)) {
                throw new InvalidProtocolBufferException("a group ends that never began");
            }
        }
    }

    private boolean message(int wireType, FieldReader reader) throws IOException {
        if (wireType != WireFormat.WIRETYPE_LENGTH_DELIMITED) {
            return false;
        }
        if (++messages > 16 * MOST_MESSAGES) {
            throw new InvalidProtocolBufferException("it has more than " + 16 * MOST_MESSAGES + " parts");
        }
        int limit = in.pushLimit(in.readRawVarint32());
        fields(reader);
        in.checkLastTagWas(0);
        if (in.getBytesUntilLimit() != 0) {
            throw new InvalidProtocolBufferException("it ends inside a message");
        }
        in.popLimit(limit);
        return true;
    }

    private static <T> void add(List<T> list, T item) throws InvalidProtocolBufferException {
        if (list.size() >= MOST_MESSAGES) {
            throw new InvalidProtocolBufferException("it has more than " + MOST_MESSAGES + " of a kind");
        }
        list.add(item);
    }

    private String text() throws IOException {
        int length = in.readRawVarint32();
        if (length < 0 || length > LONGEST_TEXT) {
            throw new InvalidProtocolBufferException("it has a name of " + length + " bytes");
        }
        return new String(in.readRawBytes(length), StandardCharsets.UTF_8);
    }

    private static boolean isText(int wireType) {
        return wireType == WireFormat.WIRETYPE_LENGTH_DELIMITED;
    }

    private void model() throws IOException {
        fields((field, wire) -> {
            if (field == 2 && isText(wire)) {
                producer = text();
                return true;
            }
            return field == 7 && message(wire, this::graph);
        });
    }

    private boolean graph(int field, int wire) throws IOException {
        switch (field) {
            case 1:
                return node(wire);
            case 2:
                if (isText(wire)) {
                    graph = text();
                    return true;
                }
                return false;
            case 5:
                OnnxTensor tensor = tensor(wire);
                if (tensor != null && initializers.size() < MOST_MESSAGES) {
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
        boolean read = message(wireType, (field, wire) -> {
            if (field == 5) {
                return attribute(wire, attributes);
            }
            if (!isText(wire) || field < 1 || field == 6 || field > 7) {
                return false;
            }
            switch (field) {
                case 1 -> add(from, text());
                case 2 -> add(to, text());
                case 3 -> texts[0] = text();
                case 4 -> texts[1] = text();
                default -> texts[2] = text();
            }
            return true;
        });
        if (read) {
            add(nodes, new Node(texts[0], texts[1], texts[2], from, to, attributes));
        }
        return read;
    }

    private boolean attribute(int wireType, Map<String, Attribute> attributes) throws IOException {
        String[] texts = {"", ""};
        double[] real = {0};
        long[] integer = {0};
        List<Long> integers = new ArrayList<>();
        OnnxTensor[] tensor = {null};
        boolean read = message(wireType, (field, wire) -> {
            if (field == 1 && isText(wire)) {
                texts[0] = text();
            } else if (field == 2 && wire == WireFormat.WIRETYPE_FIXED32) {
                real[0] = in.readFloat();
            } else if (field == 3 && wire == WireFormat.WIRETYPE_VARINT) {
                integer[0] = in.readInt64();
            } else if (field == 4 && isText(wire)) {
                texts[1] = text();
            } else if (field == 5) {
                tensor[0] = tensor(wire);
                return tensor[0] != null;
            } else {
                return field == 8 && longs(wire, integers, MOST_MESSAGES);
            }
            return true;
        });
        if (read && attributes.size() < LONGEST_TEXT) {
            attributes.put(
                    texts[0],
                    new Attribute(texts[0], real[0], integer[0], texts[1], integers, Optional.ofNullable(tensor[0])));
        }
        return read;
    }

    /** Repeated integers, packed or not; those beyond {@code most} are dropped. */
    private boolean longs(int wireType, List<Long> values, int most) throws IOException {
        if (wireType == WireFormat.WIRETYPE_VARINT) {
            long value = in.readInt64();
            if (values.size() < most) {
                values.add(value);
            }
            return true;
        }
        if (wireType != WireFormat.WIRETYPE_LENGTH_DELIMITED) {
            return false;
        }
        int limit = in.pushLimit(in.readRawVarint32());
        while (in.getBytesUntilLimit() > 0) {
            longs(WireFormat.WIRETYPE_VARINT, values, most);
        }
        in.popLimit(limit);
        return true;
    }

    private OnnxTensor tensor(int wireType) throws IOException {
        List<Long> dims = new ArrayList<>();
        String[] name = {""};
        int[] type = {0};
        byte[][] raw = {new byte[0]};
        List<Double> values = new ArrayList<>();
        boolean read = message(wireType, (field, wire) -> {
            if (field == 1) {
                return longs(wire, dims, OnnxTensor.MOST_VALUES);
            }
            if (field == 2 && wire == WireFormat.WIRETYPE_VARINT) {
                type[0] = in.readInt32();
            } else if (field == 8 && isText(wire)) {
                name[0] = text();
            } else if (field == 9 && isText(wire)) {
                raw[0] = small();
            } else if (field == 4 && isText(wire)) {
                ByteBuffer floats = ByteBuffer.wrap(small()).order(ByteOrder.LITTLE_ENDIAN);
                while (floats.remaining() >= Float.BYTES) {
                    values.add((double) floats.getFloat());
                }
            } else if (field == 5 || field == 7) {
                List<Long> integers = new ArrayList<>();
                boolean known = longs(wire, integers, OnnxTensor.MOST_VALUES);
                integers.forEach(value -> values.add((double) value));
                return known;
            } else {
                return false;
            }
            return true;
        });
        values.addAll(decoded(raw[0], type[0]));
        return read ? new OnnxTensor(name[0], dims, values.size() > OnnxTensor.MOST_VALUES ? List.of() : values) : null;
    }

    /** The bytes of a few elements; of more, none. */
    private byte[] small() throws IOException {
        int length = in.readRawVarint32();
        if (length < 0) {
            throw new InvalidProtocolBufferException("it has a tensor of a negative size");
        }
        if (length <= OnnxTensor.MOST_VALUES * Long.BYTES) {
            return in.readRawBytes(length);
        }
        in.skipRawBytes(length);
        return new byte[0];
    }

    private static List<Double> decoded(byte[] raw, int type) {
        ByteBuffer bytes = ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN);
        int size = type == INT64 || type == DOUBLE ? Long.BYTES : Integer.BYTES;
        List<Double> values = new ArrayList<>();
        while (bytes.remaining() >= size && (type == FLOAT || type == INT32 || type == INT64 || type == DOUBLE)) {
            values.add(
                    switch (type) {
                        case FLOAT -> (double) bytes.getFloat();
                        case INT32 -> (double) bytes.getInt();
                        case INT64 -> (double) bytes.getLong();
                        default -> bytes.getDouble();
                    });
        }
        return values;
    }

    private boolean value(int wireType, List<Value> values) throws IOException {
        String[] name = {""};
        List<Long> dims = new ArrayList<>();
        boolean[] shaped = {false};
        boolean read = message(wireType, (field, wire) -> {
            if (field == 1 && isText(wire)) {
                name[0] = text();
                return true;
            }
            // ValueInfoProto.type, TypeProto.tensor_type, Tensor.shape, TensorShapeProto.dim
            return field == 2
                    && message(
                            wire,
                            (f, w) -> f == 1
                                    && message(
                                            w,
                                            (g, x) -> g == 2
                                                    && message(x, (h, y) -> {
                                                        shaped[0] = true;
                                                        return h == 1 && dimension(y, dims);
                                                    })));
        });
        if (read) {
            add(values, new Value(name[0], shaped[0] ? Optional.of(List.copyOf(dims)) : Optional.empty()));
        }
        return read;
    }

    private boolean dimension(int wireType, List<Long> dims) throws IOException {
        long[] size = {-1};
        boolean read = message(wireType, (field, wire) -> {
            if (field == 1 && wire == WireFormat.WIRETYPE_VARINT) {
                size[0] = in.readInt64();
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
