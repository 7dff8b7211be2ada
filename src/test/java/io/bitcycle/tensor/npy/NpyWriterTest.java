package io.bitcycle.tensor.npy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NpyWriterTest {
    private static final int[] SHAPE = {2, 3, 4};

    @TempDir
    private Path folder;

    /** Values from the README beside the fixtures, so that a fault of the reader cannot hide one of the writer. */
    @ParameterizedTest
    @EnumSource(NpyType.class)
    void writesTheBytesOfNumPy(NpyType type) throws IOException {
        NpyArray array = switch (type) {
            case FLOAT32 -> new NpyArray.Floats(NpyFixtures.floats(), SHAPE);
            case FLOAT64 -> new NpyArray.Doubles(NpyFixtures.doubles(), SHAPE);
            default -> new NpyArray.Integers(type, NpyFixtures.integers(type), SHAPE);
        };
        assertSameBytes(NpyFixtures.file(type.descr().substring(1)), array);
    }

    @Test
    void writesArraysWithoutAxesOrElements() throws IOException {
        assertSameBytes(NpyFixtures.file("scalar"), new NpyArray.Floats(new float[] {2.5f}));
        assertSameBytes(NpyFixtures.file("empty"), new NpyArray.Integers(NpyType.INT16, new long[0], 0));
        assertSameBytes(NpyFixtures.file("empty-last"), new NpyArray.Doubles(new double[0], 3, 0));
        assertSameBytes(
                NpyFixtures.file("vector"), new NpyArray.Integers(NpyType.INT64, new long[] {0, 1, 2, 3, 4}, 5));
    }

    private void assertSameBytes(Path expected, NpyArray array) throws IOException {
        Path file = folder.resolve("written.npy");
        NpyWriter.write(file, array);
        assertArrayEquals(Files.readAllBytes(expected), Files.readAllBytes(file));
    }

    @Test
    void writesTheHeadersOfNumPy() throws IOException {
        List<String> lines = Files.readAllLines(NpyFixtures.resource("headers.csv"));
        for (String line : lines) {
            String[] column = line.split(";");
            int[] shape = Stream.of(column[1].split(","))
                    .filter(dim -> !dim.isEmpty())
                    .mapToInt(Integer::parseInt)
                    .toArray();
            byte[] header = NpyHeader.bytes(NpyType.of(column[0]).orElseThrow(), shape);
            int length = Integer.parseInt(column[3]);
            assertEquals(length, header.length, line);
            assertEquals(
                    column[2] + " ".repeat(length - 11 - column[2].length()) + "\n",
                    new String(header, 10, length - 10, StandardCharsets.US_ASCII),
                    line);
            assertEquals(length - 10, (header[8] & 0xFF) | (header[9] & 0xFF) << 8, line);
        }
        assertEquals(162, lines.size());
    }

    @Test
    void writesAcrossItsBuffer() throws IOException {
        float[] values = new float[70_001];
        Random random = new Random(1);
        for (int i = 0; i < values.length; i++) {
            values[i] = Float.intBitsToFloat(random.nextInt());
        }
        Path file = folder.resolve("large.npy");
        NpyWriter.write(file, new NpyArray.Floats(values, values.length));
        byte[] bytes = Files.readAllBytes(file);
        assertEquals(128 + 4 * values.length, bytes.length);
        for (int i = 0; i < values.length; i++) {
            int at = 128 + 4 * i;
            int bits =
                    bytes[at] & 0xFF | (bytes[at + 1] & 0xFF) << 8 | (bytes[at + 2] & 0xFF) << 16 | bytes[at + 3] << 24;
            assertEquals(Float.floatToRawIntBits(values[i]), bits, "element " + i);
        }
    }

    @Test
    void replacesTheFileAndLeavesNothingElse() throws IOException {
        Path file = folder.resolve("x.npy");
        Files.writeString(file, "before");
        NpyWriter.write(file, new NpyArray.Floats(new float[] {1, 2}, 2));
        assertEquals(List.of(file), files());
        assertArrayEquals(new float[] {1, 2}, ((NpyArray.Floats) NpyReader.read(file)).values());
    }

    @Test
    void aFailedWriteLeavesTheFileAsItWas() throws IOException {
        Path occupied = Files.createDirectories(folder.resolve("x.npy"));
        Files.writeString(occupied.resolve("content"), "kept");
        NpyArray array = new NpyArray.Floats(new float[0], 0);
        assertThrows(IOException.class, () -> NpyWriter.write(occupied, array));
        assertEquals(List.of(occupied), files());
        assertEquals("kept", Files.readString(occupied.resolve("content")));
        assertThrows(
                NoSuchFileException.class,
                () -> NpyWriter.write(folder.resolve("no-folder").resolve("x.npy"), array));
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
