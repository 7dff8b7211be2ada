package io.bitcycle.training.data;

import io.bitcycle.json.BadInputException;
import io.bitcycle.json.Position;
import io.bitcycle.json.Problem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

/** Pictures in one {@link PackedFile}, read from their place in it when they are asked for. */
final class PackedPictures implements PictureSource {
    private final Path file;
    private final PackedFile.Header header;
    /** Where each picture begins, and the last one ends. */
    private final long[] offsets;

    private final int size;

    PackedPictures(Path file, PackedFile.Header header) {
        this(file, header, header.offsets(), header.pictures().size());
    }

    private PackedPictures(Path file, PackedFile.Header header, long[] offsets, int size) {
        this.file = file;
        this.header = header;
        this.offsets = offsets;
        this.size = size;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public int label(int index) {
        return header.pictures().get(index).label();
    }

    @Override
    public RgbImage read(int index) {
        PackedFile.Entry entry = header.pictures().get(index);
        ByteBuffer pixels = ByteBuffer.allocate(entry.bytes());
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            while (pixels.hasRemaining()) {
                if (channel.read(pixels, offsets[index] + pixels.position()) < 0) {
                    throw bad("ends within picture " + index);
                }
            }
        } catch (IOException e) {
            throw bad("cannot be read (" + e + ")");
        }
        if (PackedFile.checksum(pixels.array()) != entry.checksum()) {
            throw bad("is damaged: the pixels of picture " + index
                    + " do not have the checksum that was packed with them");
        }
        return new RgbImage(entry.width(), entry.height(), pixels.array());
    }

    @Override
    public PackedPictures first(int count) {
        return new PackedPictures(file, header, offsets, Math.min(count, size));
    }

    /** The hash of the header, in which every picture's checksum is, and how many pictures are used. */
    @Override
    public void identify(String split, MessageDigest digest) {
        String line = split + " " + size + " of " + HexFormat.of().formatHex(header.sha256()) + "\n";
        digest.update(line.getBytes(StandardCharsets.UTF_8));
    }

    private BadInputException bad(String message) {
        return new BadInputException(List.of(
                Problem.at(Position.of(file.toString()), "", message + "; allowed: the file as pack wrote it")));
    }
}
