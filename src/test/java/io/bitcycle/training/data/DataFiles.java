package io.bitcycle.training.data;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.bitcycle.json.BadInputException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Writes tiny data files for the tests. */
final class DataFiles {
    private DataFiles() {}

    /** An IDX file: the integers big-endian, then the bytes. */
    static byte[] idx(int[] header, int... bytes) {
        ByteBuffer file = ByteBuffer.allocate(Integer.BYTES * header.length + bytes.length);
        for (int word : header) {
            file.putInt(word);
        }
        for (int value : bytes) {
            file.put((byte) value);
        }
        return file.array();
    }

    /** A CIFAR record whose pixel i is (first + i) mod 256. */
    static byte[] cifarRecord(int first, int... labels) {
        byte[] record = new byte[labels.length + 3072];
        for (int i = 0; i < labels.length; i++) {
            record[i] = (byte) labels[i];
        }
        for (int i = 0; i < 3072; i++) {
            record[labels.length + i] = (byte) (first + i);
        }
        return record;
    }

    static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            whole.writeBytes(part);
        }
        return whole.toByteArray();
    }

    static byte[] gzip(byte[] content) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    static void write(Path folder, String name, byte[] content) {
        try {
            Files.write(folder.resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The problems of a folder that cannot be loaded, without the folder's own path. */
    static List<String> problems(Path folder) {
        BadInputException thrown = assertThrows(BadInputException.class, () -> Datasets.load(folder.toString()));
        return thrown.getMessage()
                .replace(folder + folder.getFileSystem().getSeparator(), "")
                .replace(folder.toString(), "FOLDER")
                .lines()
                .toList();
    }
}
