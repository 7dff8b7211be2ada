package io.bitcycle.training.data;

import static io.bitcycle.training.data.DataFiles.cifarRecord;
import static io.bitcycle.training.data.DataFiles.concat;
import static io.bitcycle.training.data.DataFiles.problems;
import static io.bitcycle.training.data.DataFiles.write;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CifarFormatTest {
    @TempDir
    Path folder;

    private Dataset load() {
        return Datasets.load(folder.toString());
    }

    @Test
    void readsTheBatchesThatAreThereInOrder() {
        write(folder, "data_batch_4.bin", cifarRecord(7, 3));
        write(folder, "data_batch_1.bin", concat(cifarRecord(5, 9), cifarRecord(6, 0)));
        write(folder, "test_batch.bin", cifarRecord(200, 1));
        write(folder, "test_head_2.bin", concat(cifarRecord(0, 2), cifarRecord(0, 2)));
        write(folder, "batches.meta.txt", new byte[] {10});
        Dataset data = load();
        assertEquals("cifar10", data.name());
        assertEquals(10, data.classes());
        assertEquals(new ImageShape(3, 32, 32), data.shape());
        assertEquals(3, data.train().size());
        assertEquals(
                List.of(9, 0, 3),
                List.of(
                        data.train().label(0),
                        data.train().label(1),
                        data.train().label(2)));
        // Pixel i is first + i: green starts at 1024, blue at 2048, both multiples of 256.
        assertEquals(5, data.train().pixel(0, 0, 0, 0));
        assertEquals(6 + 32 * 2 + 3, data.train().pixel(1, 1, 2, 3));
        assertEquals((7 + 31 * 32 + 31) % 256, data.train().pixel(2, 2, 31, 31));
        assertEquals(1, data.test().size(), "the whole test batch goes before its head");
        assertEquals(200, data.test().pixel(0, 2, 0, 0));
        assertEquals(Augmentation.CPT_CIFAR, data.augmentation());
    }

    @Test
    void aHeadOfTheTestBatchWillDo() {
        write(folder, "data_batch_1.bin", cifarRecord(5, 9));
        write(folder, "test_head_2.bin", concat(cifarRecord(1, 2), cifarRecord(2, 4)));
        assertEquals(2, load().test().size());
        assertEquals(4, load().test().label(1));
    }

    @Test
    void cifar100UsesTheFineLabel() {
        write(folder, "train.bin", concat(cifarRecord(1, 19, 99), cifarRecord(2, 0, 20)));
        write(folder, "test.bin", cifarRecord(3, 4, 5));
        Dataset data = load();
        assertEquals("cifar100", data.name());
        assertEquals(100, data.classes());
        assertEquals(
                List.of(99, 20), List.of(data.train().label(0), data.train().label(1)));
        assertEquals(2, data.train().pixel(1, 0, 0, 0));
        assertEquals(5, data.test().label(0));
    }

    /** (pixel / 255 - mean) / deviation with the CPT code's constants, evaluated in NumPy float32. */
    @Test
    void normalisesAsTheCptCode() {
        write(folder, "data_batch_1.bin", cifarRecord(5, 9));
        write(folder, "test_batch.bin", cifarRecord(5, 9));
        Normalization normalization = load().normalization();
        float[][] numpy = {
            {-2.4290657f, -2.4096808f, 0.05220371f, 2.514088f},
            {-2.4182549f, -2.398588f, 0.099101394f, 2.5967903f},
            {-2.221393f, -2.2018826f, 0.2759244f, 2.7537313f},
        };
        int[] pixels = {0, 1, 128, 255};
        for (int channel = 0; channel < 3; channel++) {
            for (int i = 0; i < pixels.length; i++) {
                assertEquals(numpy[channel][i], normalization.value(channel, pixels[i]));
            }
        }
    }

    @Test
    void namesTheByteOfEachFileThatIsWrong() {
        byte[] record = cifarRecord(0, 3);
        write(folder, "data_batch_1.bin", concat(record, cifarRecord(0, 10)));
        write(folder, "data_batch_2.bin", Arrays.copyOf(concat(record, record), 2 * 3073 - 1));
        write(folder, "data_batch_3.bin", Arrays.copyOf(record, 3074));
        write(folder, "test_batch.bin", new byte[0]);
        assertEquals(
                List.of(
                        "data_batch_1.bin: byte 3073: a label of record 1 (records have 3073 bytes) is 10; allowed: 0 to 9",
                        "data_batch_2.bin: byte 6145: the file ends here, 1 byte short of the end of record 1 (records"
                                + " have 3073 bytes)",
                        "data_batch_3.bin: byte 3074: the file ends here, 3072 bytes short of the end of record 1"
                                + " (records have 3073 bytes)",
                        "test_batch.bin: byte 0: the file ends here, 1 byte short of the end of a label of record 0"
                                + " (records have 3073 bytes)"),
                problems(folder));
    }

    @Test
    void namesTheByteOfEachLabelOfCifar100() {
        write(folder, "train.bin", concat(cifarRecord(0, 19, 99), cifarRecord(0, 20, 0)));
        write(folder, "test.bin", cifarRecord(0, 0, 100));
        assertEquals(
                List.of(
                        "train.bin: byte 3074: a label of record 1 (records have 3074 bytes) is 20; allowed: 0 to 19",
                        "test.bin: byte 1: a label of record 0 (records have 3074 bytes) is 100; allowed: 0 to 99"),
                problems(folder));
    }

    @Test
    void namesAMissingSplit() {
        write(folder, "data_batch_1.bin", cifarRecord(5, 9));
        assertEquals(
                List.of(
                        "FOLDER: has no test file of cifar10; allowed: data_batch_1.bin (to data_batch_5.bin, as many as"
                                + " there are), test_batch.bin (or test_head_N.bin)"),
                problems(folder));
    }
}
