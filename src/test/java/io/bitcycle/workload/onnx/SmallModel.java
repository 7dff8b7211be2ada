package io.bitcycle.workload.onnx;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An ONNX model of a few nodes, one after the other, written field by field as onnx.proto numbers them. */
final class SmallModel {
    private final List<ByteString> graph = new ArrayList<>();
    private final List<Integer> fields = new ArrayList<>();
    private String last = "x";

    /** What a message holds. */
    @FunctionalInterface
    interface Writing {
        void write(CodedOutputStream out) throws IOException;
    }

    private static ByteString message(Writing writing) {
        ByteString.Output bytes = ByteString.newOutput();
        try {
            CodedOutputStream out = CodedOutputStream.newInstance(bytes);
            writing.write(out);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteString();
    }

    private void add(int field, ByteString part) {
        fields.add(field);
        graph.add(part);
    }

    /** A node whose first input is the output before; {@code weight} are dimensions of its second, if any. */
    SmallModel node(String op, String name, List<Long> weight, ByteString... attributes) {
        String input = last;
        String output = name + ".y";
        if (!weight.isEmpty()) {
            add(5, message(out -> {
                for (long dim : weight) {
                    out.writeInt64(1, dim);
                }
                out.writeString(8, name + ".w");
            }));
        }
        add(1, message(out -> {
            out.writeString(1, input);
            if (!weight.isEmpty()) {
                out.writeString(1, name + ".w");
            }
            out.writeString(2, output);
            out.writeString(3, name);
            out.writeString(4, op);
            for (ByteString attribute : attributes) {
                out.writeBytes(5, attribute);
            }
        }));
        last = output;
        return this;
    }

    static ByteString integers(String name, long... values) {
        return message(out -> {
            out.writeString(1, name);
            for (long value : values) {
                out.writeInt64(8, value);
            }
        });
    }

    static ByteString text(String name, String value) {
        return message(out -> {
            out.writeString(1, name);
            out.writeString(4, value);
        });
    }

    private static ByteString value(String name, long... dims) {
        ByteString shape = message(out -> {
            for (long dim : dims) {
                out.writeBytes(1, message(size -> size.writeInt64(1, dim)));
            }
        });
        ByteString tensor = message(out -> out.writeBytes(2, shape));
        ByteString type = message(out -> out.writeBytes(1, tensor));
        return message(out -> {
            out.writeString(1, name);
            out.writeBytes(2, type);
        });
    }

    /** Writes the model: from an image of one channel to the last output. */
    Path write(Path file, long height, long width) throws IOException {
        ByteString all = message(out -> {
            for (int i = 0; i < graph.size(); i++) {
                out.writeBytes(fields.get(i), graph.get(i));
            }
            out.writeBytes(11, value("x", 1, 1, height, width));
            out.writeBytes(12, value(last));
        });
        return Files.write(file, message(out -> out.writeBytes(7, all)).toByteArray());
    }
}
