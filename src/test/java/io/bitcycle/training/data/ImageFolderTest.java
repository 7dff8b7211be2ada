package io.bitcycle.training.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bitcycle.json.BadInputException;
import io.bitcycle.numeric.CounterRandom;
import io.bitcycle.numeric.RandomPurpose;
import io.bitcycle.training.data.RgbImage.Window;
import io.bitcycle.workload.ActivationShape;
import io.bitcycle.workload.NetworkSpec;
import io.bitcycle.workload.layer.GlobalAveragePoolSpec;
import io.bitcycle.workload.layer.LinearSpec;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures in folders, from the file to the network's input. */
class ImageFolderTest {
    private static final NetworkSpec NETWORK = new NetworkSpec(
            "net",
            "test",
            new ActivationShape(3, 14, 14),
            2,
            List.of(new GlobalAveragePoolSpec("pool"), new LinearSpec("fc", 3, 2, false)),
            new NetworkSpec.Recipe(2, 1, 0.1, 0, 0, "constant"));

    @TempDir
    private Path folder;

    private static RgbImage random(Random random, int width, int height) {
        RgbImage image = new RgbImage(width, height);
        for (int c = 0; c < 3; c++) {
            for (int y = 0; y < height; y++) {
                image.setRow(c, y, random.ints(width, 0, 256).toArray());
            }
        }
        return image;
    }

    /** Against the definition in binary64, both axes at once: the two roundings to bytes differ from it by less than 1. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void resizesByTriangles(long seed) {
        Random random = new Random(seed);
        RgbImage image = random(random, 5 + random.nextInt(40), 5 + random.nextInt(40));
        int height = 1 + random.nextInt(image.height());
        int width = 1 + random.nextInt(image.width());
        Window window = new Window(
                random.nextInt(image.height() - height + 1), random.nextInt(image.width() - width + 1), height, width);
        int newHeight = 1 + random.nextInt(30);
        int newWidth = 1 + random.nextInt(30);
        RgbImage resized = image.resized(window, newHeight, newWidth);
        for (int y = 0; y < newHeight; y++) {
            for (int x = 0; x < newWidth; x++) {
                double sum = 0;
                double weights = 0;
                for (int row = 0; row < height; row++) {
                    for (int col = 0; col < width; col++) {
                        double weight = triangle(row, y, (double) height / newHeight)
                                * triangle(col, x, (double) width / newWidth);
                        sum += weight * image.get(1, window.top() + row, window.left() + col);
                        weights += weight;
                    }
                }
                assertEquals(sum / weights, resized.get(1, y, x), 1.01, "seed " + seed + ", pixel " + y + ", " + x);
            }
        }
    }

    private static double triangle(int old, int fresh, double scale) {
        return Math.max(0, 1 - Math.abs(old + 0.5 - (fresh + 0.5) * scale) / Math.max(1, scale));
    }

    /** By hand, 0, 100, 200, 40 to half the width. */
    @Test
    void resizesByHand() {
        RgbImage image = new RgbImage(4, 1);
        image.setRow(0, 0, new int[] {0, 100, 200, 40});
        RgbImage half = image.resized(new Window(0, 0, 1, 4), 1, 2);
        // Distances of old centres 0.5, 1.5, 2.5, 3.5 from 1 and 3, over 2: weights 3/4, 3/4, 1/4 and 1/4, 3/4, 3/4.
        assertEquals(Math.round((0.75 * 0 + 0.75 * 100 + 0.25 * 200) / 1.75), half.get(0, 0, 0));
        assertEquals(Math.round((0.25 * 100 + 0.75 * 200 + 0.75 * 40) / 1.75), half.get(0, 0, 1));
        assertEquals(200, image.resized(new Window(0, 2, 1, 1), 1, 1).get(0, 0, 0));
    }

    @Test
    void windowsAreAsDrawn() {
        var stream = CounterRandom.of(3).stream(RandomPurpose.CROP, 1, 0);
        RgbImage image = new RgbImage(400, 300);
        Set<Window> seen = new HashSet<>();
        double areas = 0;
        for (int sample = 0; sample < 2000; sample++) {
            Window window = ImageViews.window(image, stream, sample);
            seen.add(window);
            assertTrue(window.top() >= 0 && window.top() + window.height() <= 300, window.toString());
            assertTrue(window.left() >= 0 && window.left() + window.width() <= 400, window.toString());
            double share = window.height() * window.width() / 120_000.0;
            assertTrue(share > 0.075 && share <= 1, window.toString());
            double ratio = (double) window.width() / window.height();
            assertTrue(ratio > 0.73 && ratio < 1.37, window.toString());
            areas += share;
        }
        assertTrue(seen.size() > 1990);
        // Uniform in 0.08 to 1, less those that do not fit: 0.4330 by integration over area and ratio (numpy).
        assertEquals(0.433, areas / 2000, 0.02);
        // Nothing of a ribbon is 3:4 to 4:3 and has 8 % of its area: the middle at 4:3.
        assertEquals(
                new Window(0, 443, 10, 13).toString(),
                ImageViews.window(new RgbImage(900, 10), stream, 5).toString());
        assertEquals(
                new Window(443, 0, 13, 10).toString(),
                ImageViews.window(new RgbImage(10, 900), stream, 5).toString());
    }

    /** The middle of a picture that has the size already: 16 of the shorter side for 14. */
    @Test
    void evaluationSeesTheMiddle() {
        RgbImage image = random(new Random(4), 21, 16);
        RgbImage view = new ImageViews(14).centre(image);
        for (int y = 0; y < 14; y++) {
            for (int x = 0; x < 14; x++) {
                assertEquals(image.get(2, y + 1, x + 4), view.get(2, y, x)); // (21 - 14) / 2 = 3.5, to even
            }
        }
    }

    @Test
    void readsClassesByName() throws IOException {
        picture("train/b/2.png", 20, 16, 0xFF8000, BufferedImage.TYPE_INT_RGB);
        picture("train/a/1.png", 16, 20, 0x40, BufferedImage.TYPE_BYTE_GRAY);
        picture("train/b/1.JPEG", 30, 40, 0x102030, BufferedImage.TYPE_INT_RGB);
        picture("val/a/x.png", 16, 16, 0x646464, BufferedImage.TYPE_INT_RGB);
        picture("val/b/x.png", 16, 16, 0x0000FF, BufferedImage.TYPE_INT_ARGB);
        Files.writeString(folder.resolve("train/b/notes.txt"), "no picture");
        TrainingData data = Datasets.open(folder.toString());
        assertEquals(2, data.classes());
        assertEquals(3, data.trainingSize());
        assertTrue(data.fits(NETWORK));
        BatchSource evaluation = data.evaluationBatches(2, NETWORK);
        Batch batch = evaluation.at(0);
        assertArrayEquals(new int[] {0, 1}, batch.labels());
        // By hand: (100 / 255 - 0.485) / 0.229 and (1 - 0.406) / 0.225.
        assertEquals((100f / 255 - 0.485f) / 0.229f, batch.images().data()[0], 1e-6f);
        assertEquals(2.64f, batch.images().data()[5 * 196 + 7], 1e-6f);
        assertEquals((0 - 0.456f) / 0.224f, batch.images().data()[4 * 196], 1e-6f);

        Batch gray = data.withFirstTraining(1)
                .trainingBatches(1, NETWORK, CounterRandom.of(1))
                .at(0);
        assertArrayEquals(new int[] {0}, gray.labels());
        assertEquals((64f / 255 - 0.485f) / 0.229f, gray.images().data()[3], 1e-6f); // as stored, without gamma
        assertEquals((64f / 255 - 0.406f) / 0.225f, gray.images().data()[2 * 196], 1e-6f);
    }

    /** Whatever was asked for before, and by however many sources. */
    @Test
    void batchesAreFunctionsOfTheIteration() throws IOException {
        Random random = new Random(8);
        for (int i = 0; i < 7; i++) {
            noise("train/" + (i % 2 == 0 ? "a" : "b") + "/" + i + ".png", 18 + i, 25 - i, random);
        }
        noise("val/a/x.png", 16, 16, random);
        noise("val/b/x.png", 16, 16, random);
        TrainingData data = Datasets.open(folder.toString());
        BatchSource forward = data.trainingBatches(3, NETWORK, CounterRandom.of(1));
        BatchSource backward = data.trainingBatches(3, NETWORK, CounterRandom.of(1));
        assertEquals(3, forward.perEpoch());
        float[][] images = new float[9][];
        Set<Integer> seen = new HashSet<>();
        for (int i = 0; i < 9; i++) {
            Batch batch = forward.at(i);
            images[i] = batch.images().data();
            for (int sample : batch.samples()) {
                assertTrue(seen.add(sample), "iteration " + i);
            }
            if (i % 3 == 2) {
                assertEquals(7, seen.size());
                seen.clear();
            }
        }
        for (int i = 8; i >= 0; i--) {
            assertArrayEquals(images[i], backward.at(i).images().data(), "iteration " + i);
        }
    }

    @Test
    void saysWhatIsWrong() throws IOException {
        picture("train/a/1.png", 16, 16, 1, BufferedImage.TYPE_INT_RGB);
        Files.createDirectories(folder.resolve("train/b"));
        Files.writeString(folder.resolve("train/b/broken.jpg"), "no picture at all");
        refused("has no folder val or validation or test beside train");
        picture("val/c/1.png", 16, 16, 1, BufferedImage.TYPE_INT_RGB);
        refused("has 1 class folders; allowed: the 2 of " + folder.resolve("train"));
        picture("val/a/1.png", 16, 16, 1, BufferedImage.TYPE_INT_RGB);
        Files.createDirectories(folder.resolve("val/b"));
        Files.delete(folder.resolve("val/c/1.png"));
        Files.delete(folder.resolve("val/c"));
        BatchSource batches = Datasets.open(folder.toString()).trainingBatches(2, NETWORK, CounterRandom.of(1));
        String message =
                assertThrows(BadInputException.class, () -> batches.at(0)).getMessage();
        assertTrue(message.startsWith(folder.resolve("train/b/broken.jpg") + ": is no image"), message);
    }

    private void refused(String message) {
        String said = assertThrows(BadInputException.class, () -> Datasets.open(folder.toString()))
                .getMessage();
        assertTrue(said.contains(message), said);
    }

    private void picture(String name, int width, int height, int colour, int type) throws IOException {
        BufferedImage image = new BufferedImage(width, height, type);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                if (type == BufferedImage.TYPE_BYTE_GRAY) {
                    image.getRaster().setSample(x, y, 0, colour);
                } else {
                    image.setRGB(x, y, 0xFF000000 | colour);
                }
            }
        }
        write(name, image);
    }

    private void noise(String name, int width, int height, Random random) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, random.nextInt());
            }
        }
        write(name, image);
    }

    private void write(String name, BufferedImage image) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        assertTrue(ImageIO.write(image, name.endsWith("png") ? "png" : "jpeg", file.toFile()), name);
    }
}
