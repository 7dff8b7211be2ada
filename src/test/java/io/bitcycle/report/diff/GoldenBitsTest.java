package io.bitcycle.report.diff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A single bit flipped anywhere in the shipped goldens' tensors is found and named. */
class GoldenBitsTest {
    private static final Path GOLDENS = Path.of("traces", "golden");
    /** ORDER-LAYER.PASS.NAME.npy below tensors/ITERATION, as docs/goldens.md says. */
    private static final Pattern NAME = Pattern.compile("\\d+-(.+)\\.([a-z-]+)\\.([a-z_]+(?:~\\d+)?)\\.npy");

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    @TempDir
    private Path folder;

    private static List<Path> tensors(Path under) throws IOException {
        try (Stream<Path> files = Files.walk(under)) {
            return files.filter(file -> file.toString().endsWith(".npy"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void aFlippedElementBitIsNamed() throws IOException {
        List<Path> files = tensors(GOLDENS);
        assertTrue(files.size() > 250, "tensors: " + files.size());
        for (Path file : files) {
            byte[] bytes = Files.readAllBytes(file);
            int header =
                    10 + ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getShort(8);
            int elementBytes = elementBytes(bytes, header);
            int at = header + random.nextInt(bytes.length - header);
            int bit = random.nextInt(Byte.SIZE);
            String what = differenceAfterFlip(file, bytes, at, bit).orElse("no difference");
            int element = (at - header) / elementBytes;
            String expected = "element " + element + " \\(.*\\) is 0x[0-9a-f]{" + 2 * elementBytes
                    + "} \\(.*\\) and 0x[0-9a-f]{" + 2 * elementBytes + "} \\(.*\\), different in bit "
                    + ((at - header) % elementBytes * Byte.SIZE + bit);
            assertTrue(what.matches(expected), "seed " + seed + ", " + file + ": " + what + ", not " + expected);
        }
    }

    @Test
    void aFlippedHeaderBitIsFound() throws IOException {
        List<Path> files = tensors(GOLDENS);
        for (int i = 0; i < 100; i++) {
            Path file = files.get(random.nextInt(files.size()));
            byte[] bytes = Files.readAllBytes(file);
            int at = random.nextInt(10 + bytes[8]);
            Optional<String> what = differenceAfterFlip(file, bytes, at, random.nextInt(Byte.SIZE));
            assertTrue(what.isPresent(), "seed " + seed + ", byte " + at + " of " + file);
        }
    }

    /** In the whole run: which layer, pass, iteration and tensor, and nothing else. */
    @Test
    void aFlippedBitIsFoundInItsRun() throws IOException {
        Path golden = GOLDENS.resolve("bit-serial");
        Path copy = folder.resolve("copy");
        try (Stream<Path> files = Files.walk(golden)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path to = copy.resolve(golden.relativize(file));
                Files.createDirectories(to.getParent());
                Files.copy(file, to);
            }
        }
        assertTrue(RunDiff.of(golden, copy).isEqual());
        List<Path> tensors = tensors(copy);
        for (int i = 0; i < 8; i++) {
            Path file = tensors.get(random.nextInt(tensors.size()));
            byte[] bytes = Files.readAllBytes(file);
            byte[] flipped = bytes.clone();
            flipped[bytes.length - 1 - random.nextInt(4)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
            Files.write(file, flipped);
            RunDiff diff = RunDiff.of(golden, copy);
            Matcher name = NAME.matcher(file.getFileName().toString());
            assertTrue(name.matches(), file.toString());
            Case first = diff.first().orElseThrow(() -> new AssertionError("seed " + seed + ", " + file));
            long iteration = Long.parseLong(file.getParent().getFileName().toString());
            String told = name.group(1) + ", " + name.group(2) + ", iteration " + iteration + ", " + name.group(3)
                    + ": element ";
            assertTrue(first.difference().orElseThrow().startsWith(told), "seed " + seed + ": " + first + ", " + told);
            assertEquals(1, diff.cases().stream().filter(Case::fails).count(), "seed " + seed);
            Files.write(file, bytes);
        }
        assertTrue(RunDiff.of(golden, copy).isEqual());
    }

    private Optional<String> differenceAfterFlip(Path file, byte[] bytes, int at, int bit) throws IOException {
        byte[] flipped = bytes.clone();
        flipped[at] ^= (byte) (1 << bit);
        Path copy = folder.resolve("flipped.npy");
        Files.write(copy, flipped);
        assertFalse(NpyDiff.of(file, file).isPresent());
        return NpyDiff.of(file, copy);
    }

    /** The digit behind the kind in NumPy's type string: {@code 'descr': '<f4'}. */
    private static int elementBytes(byte[] bytes, int header) {
        Matcher type = Pattern.compile("'descr': '.[a-z](\\d)'")
                .matcher(new String(bytes, 0, header, StandardCharsets.ISO_8859_1));
        assertTrue(type.find());
        return Integer.parseInt(type.group(1));
    }
}
