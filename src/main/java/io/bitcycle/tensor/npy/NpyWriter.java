package io.bitcycle.tensor.npy;

import io.bitcycle.file.WholeFile;
import io.bitcycle.tensor.Shapes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Writes .npy files, byte for byte as {@code numpy.save} of NumPy 2 does for arrays in C order. */
public final class NpyWriter {
    private static final int BUFFER_BYTES = 1 << 16;

    private NpyWriter() {}

    /** Writes a {@link WholeFile}. */
    public static void write(Path file, NpyArray array) throws IOException {
        WholeFile.write(file, temporary -> {
            try (FileChannel channel =
                    FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                writeAll(ByteBuffer.wrap(NpyHeader.bytes(array.type(), array.shape())), channel);
                writeElements(array, channel);
            }
        });
    }

    private static void writeElements(NpyArray array, FileChannel channel) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        int count = Shapes.size(array.shape());
        for (int i = 0; i < count; i++) {
            if (!buffer.hasRemaining()) {
                writeAll(buffer.flip(), channel);
                buffer.clear();
            }
            put(array, i, buffer);
        }
        writeAll(buffer.flip(), channel);
    }

    private static void put(NpyArray array, int index, ByteBuffer buffer) {
        if (array instanceof NpyArray.Floats floats) {
            buffer.putFloat(floats.values()[index]);
        } else if (array instanceof NpyArray.Doubles doubles) {
            buffer.putDouble(doubles.values()[index]);
        } else if (array instanceof NpyArray.Integers integers) {
            long value = integers.values()[index];
            switch (array.type().bytes()) {
                case 1 -> buffer.put((byte) value);
                case 2 -> buffer.putShort((short) value);
                case 4 -> buffer.putInt((int) value);
                default -> buffer.putLong(value);
            }
        }
    }

    private static void writeAll(ByteBuffer buffer, FileChannel channel) throws IOException {
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }
}
