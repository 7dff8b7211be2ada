package io.bitcycle.workload.onnx;

import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Reads a {@code TensorProto}: its shape, and its values where they are few. */
final class TensorReader {
    /** ONNX's numbers of element types. */
    private static final int FLOAT = 1;

    private static final int INT32 = 6;
    private static final int INT64 = 7;
    private static final int DOUBLE = 11;

    private TensorReader() {}

    /** Null where the field is none. */
    static OnnxTensor read(WireFields wire, int wireType) throws IOException {
        List<Long> dims = new ArrayList<>();
        String[] name = {""};
        int[] elements = {0};
        byte[][] raw = {new byte[0]};
        List<Double> values = new ArrayList<>();
        boolean read = wire.message(wireType, (field, type) -> {
            if (field == 1) {
                return wire.longs(type, dims, OnnxTensor.MOST_VALUES);
            }
            if (field == 2 && type == WireFormat.WIRETYPE_VARINT) {
                elements[0] = wire.in().readInt32();
            } else if (field == 8 && WireFields.isText(type)) {
                name[0] = wire.text();
            } else if (field == 9 && WireFields.isText(type)) {
                raw[0] = wire.bytes(OnnxTensor.MOST_VALUES * Long.BYTES);
            } else if (field == 4 && WireFields.isText(type)) {
                ByteBuffer floats = ByteBuffer.wrap(wire.bytes(OnnxTensor.MOST_VALUES * Long.BYTES))
                        .order(ByteOrder.LITTLE_ENDIAN);
                while (floats.remaining() >= Float.BYTES) {
                    values.add((double) floats.getFloat());
                }
            } else if (field == 5 || field == 7) {
                List<Long> integers = new ArrayList<>();
                boolean known = wire.longs(type, integers, OnnxTensor.MOST_VALUES);
                integers.forEach(value -> values.add((double) value));
                return known;
            } else {
                return false;
            }
            return true;
        });
        values.addAll(decoded(raw[0], elements[0]));
        return read ? new OnnxTensor(name[0], dims, values.size() > OnnxTensor.MOST_VALUES ? List.of() : values) : null;
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
}
