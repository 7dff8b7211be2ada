package io.bitcycle.training.data;

import static io.bitcycle.training.data.DataFiles.problems;
import static io.bitcycle.training.data.DataFiles.write;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.bitcycle.tensor.FloatTensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptdigitsFormatTest {
    @TempDir
    Path folder;

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = OptdigitsFormat.class.getResourceAsStream("optdigits/" + name)) {
            return in.readAllBytes();
        }
    }

    private static int[] classCounts(LabeledImages images) {
        int[] counts = new int[10];
        for (int i = 0; i < images.size(); i++) {
            counts[images.label(i)]++;
        }
        return counts;
    }

    /** The counts that UCI states in optdigits.names. */
    @Test
    void hasTheCountsOfItsAuthors() {
        Dataset data = Datasets.load(Datasets.DEFAULT);
        assertEquals(3823, data.train().size());
        assertEquals(1797, data.test().size());
        assertArrayEquals(new int[] {376, 389, 380, 389, 387, 376, 377, 387, 380, 382}, classCounts(data.train()));
        assertArrayEquals(new int[] {178, 182, 177, 183, 181, 182, 181, 179, 174, 180}, classCounts(data.test()));
        assertEquals(new ImageShape(1, 8, 8), data.shape());
        assertEquals(10, data.classes());
    }

    @ParameterizedTest
    @CsvSource({
        "optdigits.tra, e1b683cc211604fe8fd8c4417e6a69f31380e0c61d4af22e93cc21e9257ffedd",
        "optdigits.tes, 6ebb3d2fee246a4e99363262ddf8a00a3c41bee6014c373ed9d9216ba7f651b8"
    })
    void carriesTheFilesUnchanged(String name, String sha256) throws IOException, NoSuchAlgorithmException {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(resource(name));
        assertEquals(sha256, HexFormat.of().formatHex(digest));
    }

    /** The first test image is the well-known 0 of scikit-learn's digits, whose rows start 0 0 5 13 9 1 0 0. */
    @Test
    void dividesBySixteen() {
        Dataset data = Datasets.load("optdigits");
        Batch first = Batches.inOrder(data.test(), data.normalization(), 1).at(0);
        FloatTensor image = first.images();
        assertArrayEquals(new int[] {1, 1, 8, 8}, image.shape());
        float[] sixteenths = {0, 0, 5, 13, 9, 1, 0, 0, 0, 0, 13, 15, 10, 15, 5, 0};
        for (int i = 0; i < sixteenths.length; i++) {
            assertEquals(sixteenths[i] / 16, image.data()[i], "pixel " + i);
        }
        assertArrayEquals(new int[] {0}, first.labels());
    }

    @Test
    void theSameFilesInAFolderAreTheSameSet() throws IOException {
        write(folder, "optdigits.tra", resource("optdigits.tra"));
        write(folder, "optdigits.tes", resource("optdigits.tes"));
        assertEquals(
                Datasets.load("optdigits").sha256(),
                Datasets.load(folder.toString()).sha256());
    }

    @Test
    void namesLineAndColumn() {
        String row = "0,".repeat(64) + "7\n";
        String bad =
                row + "0,16," + "0,".repeat(61) + "17,7\n" + "0,".repeat(64) + "10\n" + "0,1\n" + row.replace("7", "x");
        write(folder, "optdigits.tra", bad.getBytes(StandardCharsets.US_ASCII));
        write(folder, "optdigits.tes", new byte[0]);
        assertEquals(
                List.of(
                        "optdigits.tra:2:128: pixel 63 is \"17\"; allowed: 0 to 16",
                        "optdigits.tra:3:129: the digit is \"10\"; allowed: 0 to 9",
                        "optdigits.tra:4:1: has 2 values; allowed: 65, 64 pixels and the digit",
                        "optdigits.tra:5:129: the digit is \"x\"; allowed: 0 to 9",
                        "optdigits.tes: is empty; allowed: a row per image"),
                problems(folder));
    }
}
