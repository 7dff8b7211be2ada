package io.bitcycle.training.data;

import io.bitcycle.numeric.CounterRandom;
import io.bitcycle.numeric.RandomPurpose;
import io.bitcycle.tensor.FloatTensor;
import io.bitcycle.training.data.Augmentation.View;
import java.util.Objects;
import java.util.function.LongFunction;
import java.util.stream.IntStream;

/**
 * The batches of a split, each a pure function of (seed, iteration): no batch depends on which others were asked for, or in
 * which order.
 *
 * <p>An epoch visits every image once. Where the batch size does not divide the split, the last batch of each epoch is
 * smaller and kept, as by the CPT code's data loader. In training the order is a new permutation each epoch and images are
 * augmented; in evaluation images come as they are, in the order of the split.
 */
public final class Batches implements BatchSource {
    private final LabeledImages images;
    private final float[][] table;
    private final Augmentation augmentation;
    private final int batchSize;
    private final LongFunction<int[]> orders;
    private final Views views;

    /** The order of the epoch asked for last: an epoch has many batches. Immutable, so threads may race for it. */
    private volatile Epoch latest = new Epoch(-1, new int[0]);

    private record Epoch(long number, int[] order) {}

    private interface Views {
        View of(long epoch, int sample);
    }

    private Batches(
            LabeledImages images,
            Normalization normalization,
            Augmentation augmentation,
            int batchSize,
            LongFunction<int[]> orders,
            Views views) {
        if (batchSize < 1) {
            throw new IllegalArgumentException("the batch size is " + batchSize + ", allowed are 1 and more");
        }
        if (images.size() == 0) {
            throw new IllegalArgumentException("there are no images to draw batches from");
        }
        this.images = images;
        this.table = normalization.table();
        this.augmentation = augmentation;
        this.batchSize = batchSize;
        this.orders = orders;
        this.views = views;
    }

    /** Shuffled and augmented batches of the training split. */
    public static Batches training(Dataset data, int batchSize, CounterRandom random) {
        Augmentation augmentation = data.augmentation();
        return new Batches(
                data.train(),
                data.normalization(),
                augmentation,
                batchSize,
                epoch -> random.stream(RandomPurpose.SHUFFLE, epoch, 0)
                        .permutation(data.train().size()),
                (epoch, sample) -> augmentation.view(random, epoch, sample));
    }

    /** Batches of a split as it stands: for evaluation. */
    public static Batches inOrder(LabeledImages split, Normalization normalization, int batchSize) {
        int[] order = IntStream.range(0, split.size()).toArray();
        View whole = new View(0, 0, false);
        return new Batches(
                split, normalization, Augmentation.NONE, batchSize, epoch -> order, (epoch, sample) -> whole);
    }

    /** Batches of one epoch, the smaller last one included. */
    @Override
    public int perEpoch() {
        return (images.size() - 1) / batchSize + 1;
    }

    @Override
    public Batch at(long iteration) {
        Objects.checkIndex(iteration, Long.MAX_VALUE);
        long epoch = iteration / perEpoch();
        int first = (int) (iteration % perEpoch()) * batchSize;
        int[] order = order(epoch);
        int size = Math.min(batchSize, images.size() - first);
        ImageShape shape = images.shape();
        FloatTensor inputs = FloatTensor.zeros(size, shape.channels(), shape.height(), shape.width());
        int[] labels = new int[size];
        int[] samples = new int[size];
        for (int i = 0; i < size; i++) {
            int sample = order[first + i];
            samples[i] = sample;
            labels[i] = images.label(sample);
            augmentation.render(
                    images.pixels(sample), shape, views.of(epoch, sample), table, inputs.data(), i * shape.size());
        }
        return new Batch(inputs, labels, samples, true);
    }

    private int[] order(long epoch) {
        Epoch known = latest;
        if (known.number() != epoch) {
            known = new Epoch(epoch, orders.apply(epoch));
            latest = known;
        }
        return known.order();
    }
}
