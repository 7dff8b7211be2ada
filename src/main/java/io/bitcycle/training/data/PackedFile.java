package io.bitcycle.training.data;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Many pictures in one file, as {@code pack} writes it. Numbers are big-endian:
 *
 * <pre>
 * 8 bytes   "BITCYPIX"
 * int32     version, 1
 * int64     bytes of the header, from the first of the file to the last of its hash
 * int32     size that shorter sides were reduced to; 0 where pictures are as they were
 * int32     classes, then each name as Java's modified UTF-8 with its length in 16 bits
 * int32     pictures, then for each int32 class, int32 width, int32 height, int32 CRC-32C of its pixels
 * 32 bytes  SHA-256 of all before it
 * pixels of each picture in turn: planes red, green, blue, each row by row from the top
 * </pre>
 */
final class PackedFile {
    private static final byte[] MAGIC = "BITCYPIX".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;
    private static final int START_BYTES = MAGIC.length + Integer.BYTES + Long.BYTES;
    private static final int HASH_BYTES = 32;

    private PackedFile() {}

    /**
     * One picture.
     *
     * @param label its class
     * @param checksum CRC-32C of its pixels
     */
    record Entry(int label, int width, int height, int checksum) {
        int bytes() {
            return Math.multiplyExact(RgbImage.CHANNELS, Math.multiplyExact(width, height));
        }
    }

    /**
     * All but the pixels.
     *
     * @param shorterSide size that shorter sides were reduced to; 0 where pictures are as they were
     * @param bytes of the header: where the first pixel is
     * @param sha256 of the header
     */
    record Header(int shorterSide, List<String> classNames, List<Entry> pictures, int bytes, byte[] sha256) {
        /** Where each picture begins, and the last one ends. */
        long[] offsets() {
            long[] offsets = new long[pictures.size() + 1];
            offsets[0] = bytes;
            for (int i = 0; i < pictures.size(); i++) {
                offsets[i + 1] = offsets[i] + pictures.get(i).bytes();
            }
            return offsets;
        }
    }

    static int checksum(byte[] pixels) {
        CRC32C crc = new CRC32C();
        crc.update(pixels);
        return (int) crc.getValue();
    }

    /** Encodes a header; its length does not depend on the numbers in the entries. */
    static byte[] encode(int shorterSide, List<String> classNames, List<Entry> pictures) throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(content);
        out.writeInt(shorterSide);
        out.writeInt(classNames.size());
        for (String name : classNames) {
            out.writeUTF(name);
        }
        out.writeInt(pictures.size());
        for (Entry entry : pictures) {
            out.writeInt(entry.label());
            out.writeInt(entry.width());
            out.writeInt(entry.height());
            out.writeInt(entry.checksum());
        }
        byte[] rest = content.toByteArray();
        ByteBuffer header = ByteBuffer.allocate(START_BYTES + rest.length + HASH_BYTES);
        header.put(MAGIC).putInt(VERSION).putLong(header.capacity()).put(rest);
        return header.put(sha256(header.array(), header.position())).array();
    }

    /**
     * Reads all but the pixels.
     *
     * @throws DataFile.BadData where the file is not what it must be
     */
    static Header read(Path file) throws DataFile.BadData, IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer start = bytes(channel, START_BYTES);
            if (start.remaining() < START_BYTES || !Arrays.equals(MAGIC, Arrays.copyOf(start.array(), MAGIC.length))) {
                throw new DataFile.BadData(0, "is no file of packed pictures; allowed: what pack writes");
            }
            int version = start.position(MAGIC.length).getInt();
            if (version != VERSION) {
                throw new DataFile.BadData(
                        MAGIC.length,
                        "has format version " + version + "; this build reads version " + VERSION + ": pack it again");
            }
            long length = start.getLong();
            if (length < START_BYTES + HASH_BYTES || length > Math.min(channel.size(), Integer.MAX_VALUE)) {
                throw new DataFile.BadData(
                        MAGIC.length + Integer.BYTES,
                        "the header has " + length + " bytes, the file " + channel.size()
                                + ": it ends too early or is damaged");
            }
            ByteBuffer all = bytes(channel, (int) length);
            Header header = decode(all.array());
            long[] offsets = header.offsets();
            long end = offsets[offsets.length - 1];
            if (channel.size() != end) {
                throw new DataFile.BadData(
                        Math.min(end, channel.size()),
                        "the file has " + channel.size() + " bytes; its header announces " + end);
            }
            return header;
        }
    }

    private static ByteBuffer bytes(FileChannel channel, int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count);
        while (bytes.hasRemaining() && channel.read(bytes, bytes.position()) >= 0) {}
        return bytes.flip();
    }

    private static Header decode(byte[] header) throws DataFile.BadData, IOException {
        int content = header.length - HASH_BYTES;
        byte[] hash = Arrays.copyOfRange(header, content, header.length);
        if (!Arrays.equals(hash, sha256(header, content))) {
            throw new DataFile.BadData(content, "the header is damaged: its SHA-256 is not that of its content");
        }
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(header, START_BYTES, content - START_BYTES));
        int shorterSide = in.readInt();
        List<String> classNames = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            classNames.add(in.readUTF());
        }
        List<Entry> pictures = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            pictures.add(new Entry(in.readInt(), in.readInt(), in.readInt(), in.readInt()));
        }
        return new Header(shorterSide, classNames, pictures, header.length, hash);
    }

    private static byte[] sha256(byte[] bytes, int length) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes, 0, length);
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
