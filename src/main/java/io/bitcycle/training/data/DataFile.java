package io.bitcycle.training.data;

import io.bitcycle.json.Position;
import io.bitcycle.json.Problems;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * A file read from front to back, unpacked when it is gzip (told by its first bytes, not by its name). It knows the
 * byte it is at, so that every problem names one; in gzip files bytes are counted after unpacking, and the message says so.
 */
final class DataFile {
    private static final int GZIP_MAGIC = 0x1F8B;
    private static final int BUFFER_BYTES = 1 << 16;

    private final PushbackInputStream in;
    private long position;

    private DataFile(InputStream in) {
        this.in = new PushbackInputStream(in);
    }

    /** Reads one kind of file. */
    interface Parser<T> {
        /**
         * Reads the file to its end.
         *
         * @throws BadData where the content is not what it must be
         */
        T parse(DataFile file) throws BadData, IOException;
    }

    /** What is wrong, and the byte it starts at. */
    static final class BadData extends Exception {
        private static final long serialVersionUID = 1;

        private final long at;

        BadData(long at, String message) {
            super(message);
            this.at = at;
        }

        long at() {
            return at;
        }
    }

    /** Reads a file; empty when there was a problem, which is then among {@code problems}. */
    static <T> Optional<T> read(Path path, Parser<T> parser, Problems problems) {
        Position whole = Position.of(path.toString());
        try (InputStream raw = new BufferedInputStream(Files.newInputStream(path))) {
            raw.mark(2);
            boolean packed = (raw.read() << 8 | raw.read()) == GZIP_MAGIC;
            raw.reset();
            if (!packed) {
                return Optional.of(parser.parse(new DataFile(raw)));
            }
            try (InputStream unpacked = new GZIPInputStream(raw, BUFFER_BYTES)) {
                return Optional.of(unpack(new DataFile(unpacked), parser));
            }
        } catch (BadData e) {
            problems.add(whole, "byte " + e.at, e.getMessage());
        } catch (EOFException | ZipException e) {
            // Content is unpacked elsewhere, so this is the header.
            problems.add(whole, "byte 0", "the gzip header is damaged or ends too early");
        } catch (IOException e) {
            problems.add(whole, "", "cannot be read (" + e + ")");
        }
        return Optional.empty();
    }

    private static <T> T unpack(DataFile file, Parser<T> parser) throws BadData, IOException {
        try {
            return parser.parse(file);
        } catch (BadData e) {
            throw new BadData(e.at, e.getMessage() + " (bytes counted after unpacking)");
        } catch (EOFException e) {
            throw new BadData(file.position, "the gzip data ends here, too early (bytes counted after unpacking)");
        } catch (ZipException e) {
            throw new BadData(
                    file.position, "the gzip data is damaged (" + e.getMessage() + "; bytes counted after unpacking)");
        }
    }

    /** Bytes read so far. */
    long position() {
        return position;
    }

    /** A big-endian 32-bit integer. */
    int int32(String what) throws BadData, IOException {
        byte[] bytes = bytes(Integer.BYTES, what);
        return bytes[0] << 24 | (bytes[1] & 0xFF) << 16 | (bytes[2] & 0xFF) << 8 | bytes[3] & 0xFF;
    }

    /**
     * A class number in one byte.
     *
     * @param classes allowed are 0 to classes - 1
     */
    int label(int classes, String what) throws BadData, IOException {
        long at = position;
        int label = bytes(1, what)[0] & 0xFF;
        if (label >= classes) {
            throw new BadData(at, what + " is " + label + "; allowed: 0 to " + (classes - 1));
        }
        return label;
    }

    /**
     * The next bytes.
     *
     * @param what they are, for the message when they are not there
     */
    byte[] bytes(int count, String what) throws BadData, IOException {
        byte[] bytes = new byte[count];
        int missing = count;
        while (missing > 0) {
            int read = in.read(bytes, count - missing, missing);
            if (read < 0) {
                throw new BadData(
                        position,
                        "the file ends here, " + missing + (missing == 1 ? " byte" : " bytes") + " short of the end of "
                                + what);
            }
            missing -= read;
            position += read;
        }
        return bytes;
    }

    /** The next bytes, as many as are at hand, to the start of {@code buffer}: how many, or -1 when all have been read. */
    int some(byte[] buffer) throws IOException {
        int read = in.read(buffer, 0, buffer.length);
        position += Math.max(0, read);
        return read;
    }

    /** Whether all bytes have been read. */
    boolean atEnd() throws IOException {
        int next = in.read();
        if (next >= 0) {
            in.unread(next);
        }
        return next < 0;
    }

    /** Checks that nothing follows. */
    void end() throws BadData, IOException {
        if (!atEnd()) {
            throw new BadData(position, "bytes follow the last one announced; allowed: the file ends here");
        }
    }
}
