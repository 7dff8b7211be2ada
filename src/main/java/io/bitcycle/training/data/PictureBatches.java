package io.bitcycle.training.data;

import io.bitcycle.numeric.CounterRandom;
import io.bitcycle.numeric.RandomPurpose;
import io.bitcycle.tensor.FloatTensor;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/**
 * Batches of pictures that are read when they are asked for, the next one ahead of time by a thread of its own: what is in
 * memory are two batches, however large the set. Each batch is a function of seed and iteration alone.
 */
final class PictureBatches implements BatchSource {
    /** The picture that a batch after another is most likely to be. */
    private record Ahead(long iteration, CompletableFuture<Batch> batch) {}

    private final PictureSource images;
    private final int batchSize;
    private final ImageViews views;
    private final float[][] table;
    /** Of the training split; empty for one that is taken as it stands. */
    private final Optional<CounterRandom> random;

    private final ExecutorService decoder = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "image decoder");
        thread.setDaemon(true);
        return thread;
    });
    private Ahead ahead;

    PictureBatches(
            PictureSource images,
            int batchSize,
            ImageViews views,
            Normalization normalization,
            Optional<CounterRandom> random) {
        if (batchSize < 1 || images.size() == 0) {
            throw new IllegalArgumentException("no batches of " + batchSize + " of " + images.size() + " images");
        }
        this.images = images;
        this.batchSize = batchSize;
        this.views = views;
        this.table = normalization.table();
        this.random = random;
    }

    @Override
    public int perEpoch() {
        return (images.size() - 1) / batchSize + 1;
    }

    @Override
    public synchronized Batch at(long iteration) {
        Objects.checkIndex(iteration, Long.MAX_VALUE);
        CompletableFuture<Batch> batch =
                ahead != null && ahead.iteration() == iteration ? ahead.batch() : start(iteration);
        long next = random.isPresent() ? iteration + 1 : (iteration + 1) % perEpoch();
        ahead = new Ahead(next, start(next));
        try {
            return batch.join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw failed;
        }
    }

    private CompletableFuture<Batch> start(long iteration) {
        return CompletableFuture.supplyAsync(() -> decode(iteration), decoder);
    }

    private Batch decode(long iteration) {
        long epoch = iteration / perEpoch();
        int first = (int) (iteration % perEpoch()) * batchSize;
        int[] samples = IntStream.range(first, Math.min(first + batchSize, images.size()))
                .map(at -> order(epoch, at))
                .toArray();
        FloatTensor inputs = FloatTensor.zeros(samples.length, RgbImage.CHANNELS, views.size(), views.size());
        int[] labels = new int[samples.length];
        for (int i = 0; i < samples.length; i++) {
            labels[i] = images.label(samples[i]);
            render(epoch, samples[i], inputs.data(), i * RgbImage.CHANNELS * views.size() * views.size());
        }
        return new Batch(inputs, labels, samples, true);
    }

    /** Of the epoch asked for last: only the decoder's thread asks. */
    private long orderedEpoch = -1;

    private int[] order = {};

    private int order(long epoch, int at) {
        if (random.isEmpty()) {
            return at;
        }
        if (epoch != orderedEpoch) {
            order = random.get().stream(RandomPurpose.SHUFFLE, epoch, 0).permutation(images.size());
            orderedEpoch = epoch;
        }
        return order[at];
    }

    private void render(long epoch, int sample, float[] out, int at) {
        RgbImage whole = images.read(sample);
        RgbImage view = random.isPresent() ? views.random(whole, random.get(), epoch, sample) : views.centre(whole);
        boolean mirrored = random.isPresent() && ImageViews.mirrored(random.get(), epoch, sample);
        int size = views.size();
        int to = at;
        for (int c = 0; c < RgbImage.CHANNELS; c++) {
            for (int y = 0; y < size; y++) {
                for (int x = 0; x < size; x++) {
                    out[to++] = table[c][view.get(c, y, mirrored ? size - 1 - x : x)];
                }
            }
        }
    }
}
