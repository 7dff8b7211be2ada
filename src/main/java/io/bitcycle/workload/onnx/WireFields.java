package io.bitcycle.workload.onnx;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Fields of a Protobuf file as they come, with limits on how many and how long they are, so that no file makes much of little. */
final class WireFields {
    /** Items of a kind that a file may have. */
    static final int MOST_MESSAGES = 100_000;

    /** Bytes of a name. */
    static final int LONGEST_TEXT = 4096;

    private final CodedInputStream in;
    private int messages;

    WireFields(InputStream stream) {
        in = CodedInputStream.newInstance(stream);
    }

    CodedInputStream in() {
        return in;
    }

    /** What a message does with one field, whose number it is given; false skips the field. */
    interface FieldReader {
        boolean read(int field, int wireType) throws IOException;
    }

    void forEach(FieldReader reader) throws IOException {
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (!reader.read(WireFormat.getTagFieldNumber(tag), WireFormat.getTagWireType(tag)) && !in.skipField(tag)) {
                throw new InvalidProtocolBufferException("a group ends that never began");
            }
        }
    }

    boolean message(int wireType, FieldReader reader) throws IOException {
        if (wireType != WireFormat.WIRETYPE_LENGTH_DELIMITED) {
            return false;
        }
        if (++messages > 16 * MOST_MESSAGES) {
            throw new InvalidProtocolBufferException("it has more than " + 16 * MOST_MESSAGES + " parts");
        }
        int limit = in.pushLimit(in.readRawVarint32());
        forEach(reader);
        in.checkLastTagWas(0);
        if (in.getBytesUntilLimit() != 0) {
            throw new InvalidProtocolBufferException("it ends inside a message");
        }
        in.popLimit(limit);
        return true;
    }

    static <T> void add(List<T> list, T item) throws InvalidProtocolBufferException {
        if (list.size() >= MOST_MESSAGES) {
            throw new InvalidProtocolBufferException("it has more than " + MOST_MESSAGES + " of a kind");
        }
        list.add(item);
    }

    String text() throws IOException {
        int length = in.readRawVarint32();
        if (length < 0 || length > LONGEST_TEXT) {
            throw new InvalidProtocolBufferException("it has a name of " + length + " bytes");
        }
        return new String(in.readRawBytes(length), StandardCharsets.UTF_8);
    }

    static boolean isText(int wireType) {
        return wireType == WireFormat.WIRETYPE_LENGTH_DELIMITED;
    }

    /** Repeated integers, packed or not; those beyond {@code most} are dropped. */
    boolean longs(int wireType, List<Long> values, int most) throws IOException {
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

    /** The bytes of a field of at most so many; of a longer one, none. */
    byte[] bytes(int most) throws IOException {
        int length = in.readRawVarint32();
        if (length < 0) {
            throw new InvalidProtocolBufferException("it has a tensor of a negative size");
        }
        if (length <= most) {
            return in.readRawBytes(length);
        }
        in.skipRawBytes(length);
        return new byte[0];
    }
}
