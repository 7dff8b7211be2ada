package io.bitcycle.training.data;

import static io.bitcycle.training.data.DataFiles.gzip;
import static io.bitcycle.training.data.DataFiles.idx;
import static io.bitcycle.training.data.DataFiles.problems;
import static io.bitcycle.training.data.DataFiles.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdxFormatTest {
    private static final String TRAIN_IMAGES = "train-images-idx3-ubyte";
    private static final String TRAIN_LABELS = "train-labels-idx1-ubyte";
    private static final String TEST_IMAGES = "t10k-images-idx3-ubyte";
    private static final String TEST_LABELS = "t10k-labels-idx1-ubyte";

    @TempDir
    Path folder;

    private byte[] trainImages;

    /** Two training images and a test image of 2 rows and 3 columns. */
    @BeforeEach
    void writeASoundSet() {
        trainImages = idx(new int[] {0x803, 2, 2, 3}, 0, 0, 0, 0, 0, 0, 255, 255, 255, 255, 255, 128);
        write(folder, TRAIN_IMAGES, trainImages);
        write(folder, TRAIN_LABELS, idx(new int[] {0x801, 2}, 9, 0));
        write(folder, TEST_IMAGES, idx(new int[] {0x803, 1, 2, 3}, 1, 2, 3, 4, 5, 250));
        write(folder, TEST_LABELS, idx(new int[] {0x801, 1}, 7));
    }

    private void assertSound() {
        Dataset data = Datasets.load(folder.toString());
        assertEquals(folder.getFileName().toString(), data.name());
        assertEquals(10, data.classes());
        assertEquals(new ImageShape(1, 2, 3), data.shape());
        assertEquals(2, data.train().size());
        assertEquals(9, data.train().label(0));
        assertEquals(0, data.train().label(1));
        assertEquals(255, data.train().pixel(1, 0, 0, 2));
        assertEquals(128, data.train().pixel(1, 0, 1, 2));
        assertEquals(1, data.test().size());
        assertEquals(7, data.test().label(0));
        assertEquals(4, data.test().pixel(0, 0, 1, 0));
        assertEquals(250, data.test().pixel(0, 0, 1, 2));
        assertEquals(Augmentation.NONE, data.augmentation());
        // Of six pixels 0, five 255, one 128, in units of 255, by NumPy: 0.458497 and 0.476911.
        assertEquals(new Normalization(255, List.of(0.4585f), List.of(0.4769f)), data.normalization());
    }

    @Test
    void readsPlainFiles() {
        assertSound();
    }

    @Test
    void readsPackedFiles() throws IOException {
        for (String name : List.of(TRAIN_IMAGES, TRAIN_LABELS, TEST_IMAGES, TEST_LABELS)) {
            write(folder, name + ".gz", gzip(Files.readAllBytes(folder.resolve(name))));
            Files.delete(folder.resolve(name));
        }
        assertSound();
    }

    /** Browsers unpack on the way and keep the name, or the other way round. */
    @Test
    void contentTellsWhetherAFileIsPacked() throws IOException {
        Files.move(folder.resolve(TRAIN_LABELS), folder.resolve(TRAIN_LABELS + ".gz"));
        write(folder, TRAIN_IMAGES, gzip(trainImages));
        assertSound();
    }

    @Test
    void namesTheByteOfAWrongMagicNumber() {
        write(folder, TRAIN_IMAGES, idx(new int[] {0x801, 2}, 1, 2));
        write(folder, TEST_LABELS, idx(new int[] {0x01080000, 1}, 1));
        assertEquals(
                List.of(
                        TRAIN_IMAGES + ": byte 0: the magic number is 0x00000801; allowed: 0x00000803 (images:"
                                + " unsigned bytes in 3 dimensions)",
                        TEST_LABELS + ": byte 0: the magic number is 0x01080000; allowed: 0x00000801 (labels:"
                                + " unsigned bytes in 1 dimension)"),
                problems(folder));
    }

    @Test
    void namesTheByteOfAnImpossibleSize() {
        write(folder, TRAIN_IMAGES, idx(new int[] {0x803, -1, 2, 3}));
        write(folder, TEST_IMAGES, idx(new int[] {0x803, 1, 2, 0}));
        assertEquals(
                List.of(
                        TRAIN_IMAGES + ": byte 4: the number of images is 4294967295; allowed: 1 to 2147483647",
                        TEST_IMAGES + ": byte 12: the number of columns is 0; allowed: 1 to 4096"),
                problems(folder));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 15, 16, 21, 27})
    void namesTheByteWhereATruncatedFileEnds(int length) {
        write(folder, TRAIN_IMAGES, Arrays.copyOf(trainImages, length));
        List<String> found = problems(folder);
        assertEquals(1, found.size());
        String start = TRAIN_IMAGES + ": byte " + length + ": the file ends here, ";
        assertTrue(found.get(0).startsWith(start), found.get(0));
    }

    @Test
    void saysHowMuchOfATruncatedFileIsMissing() {
        write(folder, TRAIN_IMAGES, Arrays.copyOf(trainImages, 27));
        write(folder, TRAIN_LABELS, idx(new int[] {0x801}));
        assertEquals(
                List.of(
                        TRAIN_IMAGES + ": byte 27: the file ends here, 1 byte short of the end of image 1 of 2",
                        TRAIN_LABELS
                                + ": byte 4: the file ends here, 4 bytes short of the end of the number of labels"),
                problems(folder));
    }

    @Test
    void namesTheByteOfTrailingBytes() {
        write(folder, TRAIN_IMAGES, Arrays.copyOf(trainImages, 29));
        assertEquals(
                List.of(TRAIN_IMAGES + ": byte 28: bytes follow the last one announced; allowed: the file ends here"),
                problems(folder));
    }

    @Test
    void namesTheByteOfALabelOutOfRange() {
        write(folder, TRAIN_LABELS, idx(new int[] {0x801, 2}, 9, 10));
        assertEquals(List.of(TRAIN_LABELS + ": byte 9: label 1 of 2 is 10; allowed: 0 to 9"), problems(folder));
    }

    @Test
    void countsMustAgree() {
        write(folder, TRAIN_LABELS, idx(new int[] {0x801, 3}, 9, 0, 1));
        assertEquals(
                List.of(TRAIN_LABELS + ": byte 4: announces 3 labels; allowed: 2, one per train image"),
                problems(folder));
    }

    @Test
    void shapesMustAgree() {
        write(folder, TEST_IMAGES, idx(new int[] {0x803, 1, 3, 2}, 1, 2, 3, 4, 5, 250));
        assertEquals(
                List.of("FOLDER: training images are 1 x 2 x 3, test images 1 x 3 x 2; allowed: one shape"),
                problems(folder));
    }

    @Test
    void pixelsMustDiffer() {
        write(folder, TRAIN_IMAGES, idx(new int[] {0x803, 2, 1, 1}, 3, 3));
        write(folder, TEST_IMAGES, idx(new int[] {0x803, 1, 1, 1}, 3));
        assertEquals(List.of("FOLDER: all training pixels are alike; allowed: images that differ"), problems(folder));
    }

    @Test
    void namesMissingFiles() throws IOException {
        Files.delete(folder.resolve(TRAIN_LABELS));
        Files.delete(folder.resolve(TEST_IMAGES));
        assertEquals(
                List.of(
                        "FOLDER: has no file " + TRAIN_LABELS + " or " + TRAIN_LABELS + ".gz",
                        "FOLDER: has no file " + TEST_IMAGES + " or " + TEST_IMAGES + ".gz"),
                problems(folder));
    }

    @Test
    void countsBytesOfPackedFilesAfterUnpacking() {
        write(folder, TRAIN_LABELS, gzip(idx(new int[] {0x801, 2}, 9, 10)));
        assertEquals(
                List.of(TRAIN_LABELS + ": byte 9: label 1 of 2 is 10; allowed: 0 to 9 (bytes counted after unpacking)"),
                problems(folder));
    }

    @Test
    void noticesDamagedPacking() {
        byte[] packed = gzip(trainImages);
        byte[] badSum = packed.clone();
        badSum[packed.length - 8] ^= 1;
        write(folder, TRAIN_IMAGES, badSum);
        assertDamaged("byte 28: the gzip data is damaged (");

        byte[] badContent = packed.clone();
        badContent[10] |= 0x06; // a block of the reserved type 3, RFC 1951 section 3.2.3
        write(folder, TRAIN_IMAGES, badContent);
        assertDamaged("byte 0: the gzip data is damaged (");

        write(folder, TRAIN_IMAGES, Arrays.copyOf(packed, packed.length - 8));
        assertDamaged("byte 28: the gzip data ends here, too early");

        write(folder, TRAIN_IMAGES, Arrays.copyOf(packed, 6));
        assertDamaged("byte 0: the gzip header is damaged or ends too early");
    }

    private void assertDamaged(String start) {
        List<String> found = problems(folder);
        assertEquals(1, found.size());
        assertTrue(found.get(0).startsWith(TRAIN_IMAGES + ": " + start), found.get(0));
    }
}
