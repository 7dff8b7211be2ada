package io.bitcycle.training.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.bitcycle.numeric.CounterRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchesTest {
    private static final ImageShape SHAPE = new ImageShape(2, 3, 5);
    private static final int SAMPLES = 23;
    private static final Normalization NORMALIZATION =
            new Normalization(255, List.of(0.5f, 0.25f), List.of(0.25f, 0.125f));

    /** Sample s has label s mod 4, and no two pixels of the set are alike as far as bytes go. */
    private static Dataset data(Augmentation augmentation) {
        List<byte[]> images = new ArrayList<>();
        List<Integer> labels = new ArrayList<>();
        for (int sample = 0; sample < SAMPLES; sample++) {
            byte[] image = new byte[SHAPE.size()];
            for (int i = 0; i < image.length; i++) {
                image[i] = (byte) (1 + sample * 37 + i * 8);
            }
            images.add(image);
            labels.add(sample % 4);
        }
        LabeledImages split = new LabeledImages(SHAPE, images, labels);
        return new Dataset("synthetic", 4, split, split, NORMALIZATION, augmentation);
    }

    private static Batches training(Augmentation augmentation, long seed) {
        return Batches.training(data(augmentation), 5, CounterRandom.of(seed));
    }

    private static int[] epoch(Batches batches, int epoch) {
        return IntStream.range(0, batches.perEpoch())
                .mapToObj(i -> batches.at((long) epoch * batches.perEpoch() + i).samples())
                .flatMapToInt(Arrays::stream)
                .toArray();
    }

    @Test
    void anEpochHasEverySampleOnceAndItsLastBatchIsSmaller() {
        Batches batches = training(Augmentation.NONE, 1);
        assertEquals(5, batches.perEpoch());
        for (int epoch = 0; epoch < 3; epoch++) {
            int[] sorted = epoch(batches, epoch);
            Arrays.sort(sorted);
            assertArrayEquals(IntStream.range(0, SAMPLES).toArray(), sorted, "epoch " + epoch);
            assertEquals(5, batches.at(5L * epoch).size());
            assertEquals(3, batches.at(5L * epoch + 4).size());
        }
    }

    @Test
    void orderChangesWithEpochAndSeed() {
        Batches batches = training(Augmentation.NONE, 1);
        assertFalse(Arrays.equals(epoch(batches, 0), epoch(batches, 1)));
        assertFalse(Arrays.equals(epoch(batches, 0), epoch(training(Augmentation.NONE, 2), 0)));
        assertFalse(Arrays.equals(epoch(batches, 0), IntStream.range(0, SAMPLES).toArray()));
    }

    /** Asked backwards, by many threads at once, or by another object: the same bits. */
    @ParameterizedTest
    @ValueSource(longs = {0, 1, -7})
    void batchesDependOnSeedAndIterationOnly(long seed) {
        Augmentation augmentation = new Augmentation(2, true);
        Batches forwards = training(augmentation, seed);
        List<Batch> expected = IntStream.range(0, 40).mapToObj(forwards::at).toList();
        Batches shared = training(augmentation, seed);
        IntStream.range(0, 40).parallel().map(i -> 39 - i).forEach(iteration -> {
            Batch batch = shared.at(iteration);
            String where = "seed " + seed + ", iteration " + iteration;
            assertArrayEquals(expected.get(iteration).samples(), batch.samples(), where);
            assertArrayEquals(expected.get(iteration).labels(), batch.labels(), where);
            assertArrayEquals(
                    expected.get(iteration).images().data(), batch.images().data(), where);
        });
    }

    /** The slow twin: builds the padded image, cuts the window out, mirrors it, and only then normalises. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void augmentedBatchesEqualTheSlowTwin(long seed) {
        Augmentation augmentation = new Augmentation(4, true);
        Dataset data = data(augmentation);
        Batches batches = training(augmentation, seed);
        CounterRandom random = CounterRandom.of(seed);
        for (int iteration = 0; iteration < 15; iteration++) {
            Batch batch = batches.at(iteration);
            for (int i = 0; i < batch.size(); i++) {
                int sample = batch.samples()[i];
                Augmentation.View view = augmentation.view(random, iteration / 5, sample);
                float[] twin = slowView(data.train(), sample, 4, view);
                float[] actual = Arrays.copyOfRange(batch.images().data(), i * SHAPE.size(), (i + 1) * SHAPE.size());
                assertArrayEquals(twin, actual, "seed " + seed + ", iteration " + iteration + ", " + view);
                assertEquals(sample % 4, batch.labels()[i]);
            }
        }
    }

    private static float[] slowView(LabeledImages images, int sample, int border, Augmentation.View view) {
        float[] out = new float[SHAPE.size()];
        int at = 0;
        for (int channel = 0; channel < SHAPE.channels(); channel++) {
            int[][] padded = new int[SHAPE.height() + 2 * border][SHAPE.width() + 2 * border];
            for (int row = 0; row < SHAPE.height(); row++) {
                for (int column = 0; column < SHAPE.width(); column++) {
                    padded[row + border][column + border] = images.pixel(sample, channel, row, column);
                }
            }
            for (int row = 0; row < SHAPE.height(); row++) {
                int[] window = Arrays.copyOfRange(padded[view.top() + row], view.left(), view.left() + SHAPE.width());
                for (int column = 0; column < SHAPE.width(); column++) {
                    int pixel = window[view.mirrored() ? SHAPE.width() - 1 - column : column];
                    out[at++] = channel == 0 ? (pixel / 255f - 0.5f) / 0.25f : (pixel / 255f - 0.25f) / 0.125f;
                }
            }
        }
        return out;
    }

    /** 9 x 9 places and 2 directions over 16,200 views: 100 each expected; 5 standard deviations are 50. */
    @Test
    void viewsAreUniform() {
        int[] seen = new int[9 * 9 * 2];
        CounterRandom random = CounterRandom.of(5);
        for (int epoch = 0; epoch < 2; epoch++) {
            for (int sample = 0; sample < 8100; sample++) {
                Augmentation.View view = Augmentation.CPT_CIFAR.view(random, epoch, sample);
                seen[(view.top() * 9 + view.left()) * 2 + (view.mirrored() ? 1 : 0)]++;
            }
        }
        for (int i = 0; i < seen.length; i++) {
            assertEquals(100, seen[i], 50, "view " + i);
        }
    }

    @Test
    void evaluationKeepsTheOrderAndTheImages() {
        Dataset data = data(Augmentation.CPT_CIFAR);
        Batches batches = Batches.inOrder(data.test(), data.normalization(), 10);
        assertEquals(3, batches.perEpoch());
        assertArrayEquals(IntStream.range(0, SAMPLES).toArray(), epoch(batches, 0));
        assertArrayEquals(IntStream.range(0, SAMPLES).toArray(), epoch(batches, 1));
        Batch last = batches.at(2);
        assertArrayEquals(new int[] {3, 2, 3, 5}, last.images().shape());
        float[] whole = slowView(data.test(), 22, 0, new Augmentation.View(0, 0, false));
        assertArrayEquals(whole, Arrays.copyOfRange(last.images().data(), 2 * SHAPE.size(), 3 * SHAPE.size()));
    }

    @Test
    void aSubsetIsTheHeadOfTheTrainingSplit() {
        Dataset data = data(Augmentation.NONE).withFirstTraining(7);
        assertEquals(7, data.train().size());
        assertEquals(SAMPLES, data.test().size());
        assertEquals(2, Batches.training(data, 5, CounterRandom.of(1)).perEpoch());
        assertEquals(
                SAMPLES, data(Augmentation.NONE).withFirstTraining(100).train().size());
    }

    @Test
    void refusesWhatItCannotDraw() {
        Dataset data = data(Augmentation.NONE);
        assertThrows(IllegalArgumentException.class, () -> Batches.inOrder(data.test(), NORMALIZATION, 0));
        LabeledImages none = data.test().first(0);
        assertThrows(IllegalArgumentException.class, () -> Batches.inOrder(none, NORMALIZATION, 1));
        assertThrows(
                IndexOutOfBoundsException.class,
                () -> Batches.inOrder(data.test(), NORMALIZATION, 1).at(-1));
    }
}
