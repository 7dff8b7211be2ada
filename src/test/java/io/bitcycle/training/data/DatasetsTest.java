package io.bitcycle.training.data;

import static io.bitcycle.training.data.DataFiles.cifarRecord;
import static io.bitcycle.training.data.DataFiles.problems;
import static io.bitcycle.training.data.DataFiles.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.bitcycle.json.BadInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetsTest {
    private static final String FORMATS =
            "idx (train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-images-idx3-ubyte,"
                    + " t10k-labels-idx1-ubyte, with or without .gz) or cifar10 (data_batch_1.bin (to data_batch_5.bin, as many"
                    + " as there are), test_batch.bin (or test_head_N.bin)) or cifar100 (train.bin, test.bin) or optdigits"
                    + " (optdigits.tra, optdigits.tes) or text (train.txt, valid.txt, or with .tokens, with or without a name"
                    + " before and .gz after) or pictures (train/CLASS/*.jpeg, val/CLASS/*.jpeg)"
                    + " or packed pictures (train.pictures, val.pictures)";

    @TempDir
    Path folder;

    private static String messageFor(String name) {
        return assertThrows(BadInputException.class, () -> Datasets.load(name)).getMessage();
    }

    @Test
    void suggestsTheNearestName() {
        assertEquals(
                "optdigit: no data set has this name and there is no such folder; allowed: optdigits, grammar, or a folder with the"
                        + " files of " + FORMATS + "; did you mean \"optdigits\"?",
                messageFor("optdigit"));
    }

    @Test
    void aNameNoFolderCanHaveIsUnknownToo() {
        String expected =
                "\0: no data set has this name and there is no such folder; allowed: optdigits, grammar, or a folder with"
                        + " the files of " + FORMATS;
        assertEquals(expected, messageFor("\0"));
    }

    @Test
    void aFileIsNoFolder() {
        write(folder, "some.txt", "text".getBytes(StandardCharsets.US_ASCII));
        String path = folder.resolve("some.txt").toString();
        assertEquals(
                path + ": is a file; allowed: optdigits, grammar, or a folder with the files of " + FORMATS,
                messageFor(path));
    }

    @Test
    void anEmptyFolderListsTheNamesLookedFor() {
        assertEquals(
                List.of("FOLDER: no file of a known data set is in this folder; allowed: " + FORMATS),
                problems(folder));
    }

    @Test
    void refusesToGuessBetweenTwoSets() {
        write(folder, "data_batch_1.bin", cifarRecord(0, 0));
        write(folder, "train.bin", cifarRecord(0, 0, 0));
        assertEquals(
                List.of("FOLDER: files of several data sets are in this folder: cifar10 and cifar100; allowed: one data"
                        + " set"),
                problems(folder));
    }

    @Test
    void namesAreDistinct() {
        assertEquals(
                Datasets.FORMATS.size(),
                Datasets.FORMATS.stream().map(DatasetFormat::name).distinct().count());
    }

    /** Both splits of one CIFAR image, digested by hand. */
    @Test
    void hashIsOfTheContent() throws NoSuchAlgorithmException {
        write(folder, "data_batch_1.bin", cifarRecord(1, 2));
        write(folder, "test_batch.bin", cifarRecord(3, 4));
        Dataset data = Datasets.load(folder.toString());
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (int[] split : new int[][] {{1, 2}, {3, 4}}) {
            digest.update(new byte[] {0, 0, 0, 1, 0, 0, 0, 3, 0, 0, 0, 32, 0, 0, 0, 32, 0, 0, 0, 10});
            digest.update(new byte[] {0, 0, 0, (byte) split[1]});
            for (int i = 0; i < 3072; i++) {
                digest.update((byte) (split[0] + i));
            }
        }
        assertEquals(HexFormat.of().formatHex(digest.digest()), data.sha256());
        assertNotEquals(data.sha256(), Datasets.load("optdigits").sha256());
    }
}
