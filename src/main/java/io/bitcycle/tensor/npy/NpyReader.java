package io.bitcycle.tensor.npy;

import io.bitcycle.numeric.IntegerFormat;
import io.bitcycle.tensor.CodeTensor;
import io.bitcycle.tensor.FloatTensor;
import io.bitcycle.tensor.Shapes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Reads .npy files of versions 1.0, 2.0 and 3.0, either byte order, C or Fortran order. The file must be exactly as long
 * as its header says; that is checked before memory for the elements is taken.
 */
public final class NpyReader {
    /** Longest header: what version 1.0 can state. NumPy itself refuses headers above 10,000 bytes unless told otherwise. */
    private static final int MAX_HEADER = (1 << 16) - 1;

    /** A multiple of every element size. */
    private static final int BUFFER_BYTES = 1 << 16;

    private final Path file;
    private final FileChannel channel;
    private final long fileBytes;
    /** Offset in the file of the next byte to fetch. */
    private long position;

    private NpyReader(Path file, FileChannel channel) throws IOException {
        this.file = file;
        this.channel = channel;
        this.fileBytes = channel.size();
    }

    /**
     * The array in a file.
     *
     * @throws NpyFormatException if the content is not a supported .npy file
     */
    public static NpyArray read(Path file) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new NpyFormatException(file, "not a regular file");
        }
        try (FileChannel channel = FileChannel.open(file)) {
            NpyReader reader = new NpyReader(file, channel);
            return reader.elements(reader.header());
        }
    }

    /**
     * The values in a file as binary32.
     *
     * @throws NpyFormatException also for a value that binary32 cannot hold exactly
     */
    public static FloatTensor readFloats(Path file) throws IOException {
        NpyArray array = read(file);
        try {
            return array.toFloatTensor();
        } catch (IllegalArgumentException e) {
            throw new NpyFormatException(file, e.getMessage());
        }
    }

    /**
     * The values in a file as codes.
     *
     * @throws NpyFormatException also for a value that is not a code of {@code format}
     */
    public static CodeTensor readCodes(Path file, IntegerFormat format) throws IOException {
        NpyArray array = read(file);
        try {
            return array.toCodes(format);
        } catch (IllegalArgumentException e) {
            throw new NpyFormatException(file, e.getMessage());
        }
    }

    private NpyHeader header() throws IOException {
        byte[] magic = fetch(NpyHeader.MAGIC.length, "the magic string").array();
        int wrong = Arrays.mismatch(magic, NpyHeader.MAGIC);
        if (wrong >= 0) {
            throw error(
                    wrong,
                    "0x%02x, not 0x%02x: an .npy file starts with 0x93 and NUMPY"
                            .formatted(magic[wrong], NpyHeader.MAGIC[wrong]));
        }
        byte[] version = fetch(2, "the version").array();
        if (version[0] < 1 || version[0] > 3 || version[1] != 0) {
            throw error(
                    magic.length,
                    "version " + (version[0] & 0xFF) + "." + (version[1] & 0xFF) + "; allowed: 1.0, 2.0, 3.0");
        }
        long lengthAt = position;
        long length = version[0] == 1
                ? fetch(Short.BYTES, "the header length").getShort() & 0xFFFF
                : fetch(Integer.BYTES, "the header length").getInt() & 0xFFFFFFFFL;
        if (length > MAX_HEADER) {
            throw error(lengthAt, "a header of " + length + " bytes; allowed: up to " + MAX_HEADER);
        }
        long start = position;
        return NpyHeaderParser.parse(
                file, start, fetch((int) length, "the header").array());
    }

    private NpyArray elements(NpyHeader header) throws IOException {
        NpyType type = header.type();
        int count = count(header);
        int[] places = header.fortranOrder() ? fortranPlaces(header.shape()) : null;
        ByteBuffer buffer = ByteBuffer.allocate(0);
        float[] floats = new float[type == NpyType.FLOAT32 ? count : 0];
        double[] doubles = new double[type == NpyType.FLOAT64 ? count : 0];
        long[] integers = new long[type.isInteger() ? count : 0];
        for (int i = 0; i < count; i++) {
            if (!buffer.hasRemaining()) {
                long bytes = Math.min(BUFFER_BYTES, fileBytes - position);
                buffer = fetch((int) bytes, "elements").order(header.order());
            }
            int place = places == null ? i : places[i];
            switch (type) {
                case FLOAT32 -> floats[place] = buffer.getFloat();
                case FLOAT64 -> doubles[place] = buffer.getDouble();
                default -> integers[place] = integer(type, buffer);
            }
        }
        return switch (type) {
            case FLOAT32 -> new NpyArray.Floats(floats, header.shape());
            case FLOAT64 -> new NpyArray.Doubles(doubles, header.shape());
            default -> new NpyArray.Integers(type, integers, header.shape());
        };
    }

    /** The number of elements, after a check that the rest of the file holds as many and no more. */
    private int count(NpyHeader header) throws NpyFormatException {
        int count;
        try {
            count = Shapes.size(header.shape());
        } catch (IllegalArgumentException e) {
            throw error(position, e.getMessage());
        }
        long end = position + (long) count * header.type().bytes();
        if (fileBytes != end) {
            throw error(
                    Math.min(fileBytes, end),
                    (fileBytes < end ? "the file ends" : "the file goes on to byte " + fileBytes) + "; its shape "
                            + Arrays.toString(header.shape()) + " of " + header.type() + " needs it to end at byte "
                            + end);
        }
        return count;
    }

    private long integer(NpyType type, ByteBuffer buffer) throws NpyFormatException {
        long value = switch (type) {
            case BOOL, UINT8 -> buffer.get() & 0xFF;
            case INT8 -> buffer.get();
            case UINT16 -> buffer.getShort() & 0xFFFF;
            case INT16 -> buffer.getShort();
            case UINT32 -> buffer.getInt() & 0xFFFFFFFFL;
            case INT32 -> buffer.getInt();
            case INT64, UINT64 -> buffer.getLong();
            case FLOAT32, FLOAT64 -> throw new IllegalStateException(type + " is not an integer type");
        };
        if (value < type.min() || value > type.max()) {
            throw error(
                    position - buffer.remaining() - type.bytes(),
                    Long.toUnsignedString(value) + " is no " + type + " in " + type.min() + " to " + type.max());
        }
        return value;
    }

    /** For each element in the file's order, first index fastest, its index in C order. */
    private static int[] fortranPlaces(int[] shape) {
        int[] places = new int[Shapes.size(shape)];
        int[] index = new int[shape.length];
        for (int i = 0; i < places.length; i++) {
            int place = 0;
            for (int axis = 0; axis < shape.length; axis++) {
                place = place * shape[axis] + index[axis];
            }
            places[i] = place;
            for (int axis = 0; axis < shape.length && ++index[axis] == shape[axis]; axis++) {
                index[axis] = 0;
            }
        }
        return places;
    }

    /** The next {@code bytes} bytes, little-endian. */
    private ByteBuffer fetch(int bytes, String what) throws IOException {
        if (fileBytes - position < bytes) {
            throw error(fileBytes, "the file ends within " + what);
        }
        ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                throw error(position + buffer.position(), "the file ends within " + what);
            }
        }
        position += bytes;
        return buffer.flip();
    }

    private NpyFormatException error(long byteOffset, String problem) {
        return new NpyFormatException(file, byteOffset, problem);
    }
}
