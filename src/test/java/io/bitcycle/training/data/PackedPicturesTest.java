package io.bitcycle.training.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bitcycle.json.BadInputException;
import io.bitcycle.numeric.CounterRandom;
import io.bitcycle.workload.ActivationShape;
import io.bitcycle.workload.NetworkSpec;
import io.bitcycle.workload.layer.GlobalAveragePoolSpec;
import io.bitcycle.workload.layer.LinearSpec;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Packed pictures against the folder that they were packed from. */
class PackedPicturesTest {
    /** Takes 14 x 14 pixels: evaluation reduces shorter sides to 16 first. */
    private static final NetworkSpec NETWORK = new NetworkSpec(
            "net",
            "test",
            new ActivationShape(3, 14, 14),
            2,
            List.of(new GlobalAveragePoolSpec("pool"), new LinearSpec("fc", 3, 2, false)),
            new NetworkSpec.Recipe(2, 1, 0.1, 0, 0, "constant"));

    private static final long SEED = 20;
    private static final int TRAINING = 7;

    @TempDir
    private Path temporary;

    private Path folder;
    private Path packed;

    @BeforeEach
    void makePictures() throws IOException {
        folder = temporary.resolve("folder");
        packed = temporary.resolve("packed");
        Files.createDirectory(packed);
        Random random = new Random(SEED);
        for (int i = 0; i < TRAINING; i++) {
            noise("train/" + (i % 2 == 0 ? "a" : "b") + "/" + i + ".png", 16 + random.nextInt(30), 16, random);
        }
        noise("val/a/tall.png", 20, 41, random);
        noise("val/a/small.png", 9, 12, random);
        noise("val/b/wide.png", 60, 32, random);
    }

    @Test
    void picturesAsTheyAreGiveTheBitsOfTheFolder() throws IOException {
        pack(0, 2);
        TrainingData unpacked = Datasets.open(folder.toString());
        TrainingData data = Datasets.open(packed.toString());
        assertEquals(TRAINING, data.trainingSize());
        assertEquals(3, data.evaluationSize());
        assertEquals(unpacked.describe(), data.describe());
        assertSameTraining(unpacked, data);
        assertSameTraining(unpacked.withFirstTraining(5), data.withFirstTraining(5));
        assertSame(unpacked.evaluationBatches(2, NETWORK), data.evaluationBatches(2, NETWORK), 2);
        assertEquals(64, data.sha256().length());
        assertFalse(data.sha256().equals(data.withFirstTraining(5).sha256()));
    }

    /** Evaluation reduces to 16 what is not reduced yet; the training pictures have 16 rows already. */
    @Test
    void reducedPicturesGiveTheSameEvaluation() throws Exception {
        pack(16, 1);
        TrainingData unpacked = Datasets.open(folder.toString());
        TrainingData data = Datasets.open(packed.toString());
        assertSame(unpacked.evaluationBatches(2, NETWORK), data.evaluationBatches(2, NETWORK), 2);
        assertSameTraining(unpacked, data);
        PackedFile.Header header = PackedFile.read(packed.resolve("val.pictures"));
        assertEquals(16, header.shorterSide());
        // In proportion, rounded down; what is smaller stays: 9 x 12, 16 x 32.8, 30 x 16.
        assertEquals(
                List.of("9x12", "16x32", "30x16"),
                header.pictures().stream()
                        .map(entry -> entry.width() + "x" + entry.height())
                        .toList());
    }

    @Test
    void bytesDoNotDependOnThreads() throws IOException {
        pack(16, 1);
        byte[] train = Files.readAllBytes(packed.resolve("train.pictures"));
        pack(16, 5);
        assertArrayEquals(train, Files.readAllBytes(packed.resolve("train.pictures")));
    }

    /** Against the layout in words, with the pixels of the first picture of class b. */
    @Test
    void theFileIsLaidOutAsDocumented() throws IOException {
        pack(0, 1);
        byte[] bytes = Files.readAllBytes(packed.resolve("val.pictures"));
        ByteBuffer file = ByteBuffer.wrap(bytes);
        byte[] magic = new byte[8];
        file.get(magic);
        assertEquals("BITCYPIX", new String(magic, StandardCharsets.US_ASCII));
        assertEquals(1, file.getInt());
        // 20 to the end of the length, size, classes, 2 names of 1, pictures, 3 x 16, hash
        int header = 20 + 4 + 4 + 2 * 3 + 4 + 3 * 16 + 32;
        assertEquals(header, file.getLong());
        assertEquals(0, file.getInt());
        assertEquals(2, file.getInt());
        assertEquals(header + 3 * (9 * 12 + 20 * 41 + 60 * 32), bytes.length);
        BufferedImage wide = ImageIO.read(folder.resolve("val/b/wide.png").toFile());
        int first = bytes.length - 3 * 60 * 32;
        assertEquals(wide.getRGB(7, 2) >> 16 & 0xFF, bytes[first + 2 * 60 + 7] & 0xFF);
        assertEquals(wide.getRGB(59, 31) & 0xFF, bytes[bytes.length - 1] & 0xFF);
    }

    @Test
    void saysWhatIsWrong() throws IOException {
        pack(0, 1);
        Path file = packed.resolve("train.pictures");
        byte[] good = Files.readAllBytes(file);
        refused(file, changed(good, 0), "byte 0: is no file of packed pictures; allowed: what pack writes");
        refused(file, new byte[3], "byte 0: is no file of packed pictures");
        refused(file, changed(good, 11), "byte 8: has format version 254; this build reads version 1: pack it again");
        refused(file, changed(good, 12), "byte 12: the header has -");
        refused(file, Arrays.copyOf(good, 40), "byte 12: the header has");
        refused(file, changed(good, 60), "the header is damaged: its SHA-256 is not that of its content");
        refused(
                file,
                Arrays.copyOf(good, good.length - 5),
                "byte " + (good.length - 5) + ": the file has " + (good.length - 5) + " bytes; its header announces "
                        + good.length);
        refused(file, Arrays.copyOf(good, good.length + 1), "byte " + good.length + ": the file has");

        Files.write(file, changed(good, good.length - 1));
        BatchSource batches = Datasets.open(packed.toString()).trainingBatches(TRAINING, NETWORK, CounterRandom.of(1));
        String message =
                assertThrows(BadInputException.class, () -> batches.at(0)).getMessage();
        assertEquals(
                file
                        + ": is damaged: the pixels of picture 6 do not have the checksum that was packed with them; allowed:"
                        + " the file as pack wrote it",
                message);

        Files.write(file, good);
        Files.move(packed.resolve("val.pictures"), temporary.resolve("kept"));
        refused(file, good, "has no file val.pictures");
        pack(16, 1);
        Files.move(temporary.resolve("kept"), packed.resolve("val.pictures"), StandardCopyOption.REPLACE_EXISTING);
        refused(file, Files.readAllBytes(file), "its two files are not of one pack");
    }

    private void pack(int shorterSide, int threads) throws IOException {
        PicturePacker packer = new PicturePacker(Datasets.open(folder.toString()), shorterSide, threads);
        List<Long> done = new ArrayList<>();
        long bytes = packer.packTraining(empty("train.pictures"), done::add);
        assertEquals(Files.size(packed.resolve("train.pictures")), bytes);
        packer.packValidation(empty("val.pictures"), done::add);
        assertEquals(LongStream.rangeClosed(1, TRAINING + 3).boxed().toList(), done);
        assertEquals(TRAINING + 3, packer.pictures());
    }

    private Path empty(String name) throws IOException {
        Files.deleteIfExists(packed.resolve(name));
        return packed.resolve(name);
    }

    private void refused(Path file, byte[] content, String message) throws IOException {
        Files.write(file, content);
        String said = assertThrows(BadInputException.class, () -> Datasets.open(packed.toString()))
                .getMessage();
        assertTrue(said.contains(message), said);
    }

    private static byte[] changed(byte[] bytes, int at) {
        byte[] changed = bytes.clone();
        changed[at] = (byte) ~changed[at];
        return changed;
    }

    private static void assertSameTraining(TrainingData expected, TrainingData data) {
        assertSame(
                expected.trainingBatches(3, NETWORK, CounterRandom.of(2)),
                data.trainingBatches(3, NETWORK, CounterRandom.of(2)),
                6);
    }

    private static void assertSame(BatchSource expected, BatchSource batches, int count) {
        assertEquals(expected.perEpoch(), batches.perEpoch());
        for (int i = 0; i < count; i++) {
            Batch one = expected.at(i);
            Batch other = batches.at(i);
            assertArrayEquals(one.samples(), other.samples());
            assertArrayEquals(one.labels(), other.labels());
            assertArrayEquals(one.images().data(), other.images().data(), "batch " + i);
        }
    }

    private void noise(String name, int width, int height, Random random) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, random.nextInt());
            }
        }
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        assertTrue(ImageIO.write(image, "png", file.toFile()), name);
    }
}
