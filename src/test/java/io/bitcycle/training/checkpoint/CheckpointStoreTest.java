package io.bitcycle.training.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bitcycle.precision.Precision;
import io.bitcycle.simulator.AcceleratorSession;
import io.bitcycle.tensor.FloatTensor;
import io.bitcycle.training.Evaluation;
import io.bitcycle.training.IterationRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointStoreTest {
    private static final Map<String, String> IDENTITY = Map.of("seed", "1", "sha256 of trace", "ab");

    @TempDir
    private Path folder;

    private final List<String> warnings = new ArrayList<>();

    @Test
    void givesBackWhatWasSaved() throws IOException {
        Checkpoint saved = checkpoint(3);
        CheckpointStore store = store();
        store.save(saved);
        Checkpoint read = store.latest(warnings::add).orElseThrow();
        assertEquals(saved.iterations(), read.iterations());
        assertEquals(saved.evaluations(), read.evaluations());
        assertEquals(saved.session(), read.session());
        assertEquals("conv1.weight", read.tensors().get(0).name());
        assertArrayEquals(new int[] {2, 1}, read.tensors().get(0).tensor().shape());
        assertArrayEquals(
                new float[] {-0f, Float.MIN_VALUE},
                read.tensors().get(0).tensor().data());
        assertEquals(List.of(), warnings);
    }

    @Test
    void keepsTheNewestTwoAndThenTheLast() throws IOException {
        CheckpointStore store = store();
        for (int i = 1; i <= 4; i++) {
            store.save(checkpoint(i));
        }
        assertEquals(List.of("000000000003.checkpoint", "000000000004.checkpoint"), files());
        store.keepLast();
        assertEquals(List.of("000000000004.checkpoint"), files());
    }

    /** Every byte of the file, one flipped bit at a time, and every shorter length. */
    @Test
    void tellsAnyDamageAndUsesTheOneBefore() throws IOException {
        CheckpointStore store = store();
        store.save(checkpoint(1));
        store.save(checkpoint(2));
        Path newest = folder.resolve("000000000002.checkpoint");
        byte[] whole = Files.readAllBytes(newest);
        Random random = new Random(1);
        for (int i = 0; i < whole.length; i++) {
            byte[] damaged = whole.clone();
            damaged[i] ^= (byte) (1 << random.nextInt(8));
            Files.write(newest, damaged);
            assertEquals(
                    1, store.latest(warnings::add).orElseThrow().iterations().size(), "bit of byte " + i);
            Files.write(newest, Arrays.copyOf(whole, i));
            assertEquals(
                    1, store.latest(warnings::add).orElseThrow().iterations().size(), "length " + i);
        }
        assertEquals(2 * whole.length, warnings.size());
        assertTrue(
                warnings.get(0).matches(".*000000000002.checkpoint: is damaged \\(.*\\); the one before it is used"),
                warnings.get(0));
    }

    @Test
    void withoutAWholeOneThereIsNone() throws IOException {
        assertTrue(store().latest(warnings::add).isEmpty());
        Files.writeString(folder.resolve("000000000002.checkpoint"), "BITCYCKP");
        assertTrue(store().latest(warnings::add).isEmpty());
        assertTrue(warnings.get(0).endsWith("there is none before it"), warnings.get(0));
    }

    @Test
    void refusesThatOfAnotherRun() throws IOException {
        store().save(checkpoint(1));
        CheckpointStore other = new CheckpointStore(folder, Map.of("seed", "2", "sha256 of trace", "ab"));
        assertEquals(
                folder.resolve("000000000001.checkpoint") + ": is of another run: seed was 1 and is 2",
                assertThrows(ForeignCheckpointException.class, () -> other.latest(warnings::add))
                        .getMessage());
    }

    /** What a killed process left of its last file is no checkpoint. */
    @Test
    void unfinishedFilesDoNotCount() throws IOException {
        store().save(checkpoint(1));
        Files.writeString(folder.resolve("000000000002.checkpoint.tmp"), "BITCYCKP");
        assertEquals(1, store().latest(warnings::add).orElseThrow().iterations().size());
        store().save(checkpoint(2));
        assertEquals(2, store().latest(warnings::add).orElseThrow().iterations().size());
        assertEquals(List.of("000000000001.checkpoint", "000000000002.checkpoint"), files());
    }

    private CheckpointStore store() {
        return new CheckpointStore(folder, IDENTITY);
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static Checkpoint checkpoint(int iterations) {
        List<IterationRecord> records = new ArrayList<>();
        for (int i = 0; i < iterations; i++) {
            records.add(new IterationRecord(i, new Precision(3 + i, 8), 0.1f, Float.NaN, i, 32));
        }
        return new Checkpoint(
                records,
                List.of(new Evaluation(iterations, 0.25, 1)),
                new AcceleratorSession.State(3, 8, List.of()),
                List.of(new NamedTensor("conv1.weight", FloatTensor.of(new float[] {-0f, Float.MIN_VALUE}, 2, 1))),
                List.of(new NamedIntegers("bn1.weight", new int[] {Integer.MIN_VALUE, -1, 1 << 24})));
    }
}
