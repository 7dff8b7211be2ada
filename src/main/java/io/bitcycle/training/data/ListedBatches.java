package io.bitcycle.training.data;

import io.bitcycle.tensor.FloatTensor;
import java.util.Objects;

/** Batches of which a list says the images: those of the training split, as they are. */
public final class ListedBatches implements BatchSource {
    private static final Augmentation.View WHOLE = new Augmentation.View(0, 0, false);

    private final LabeledImages images;
    private final float[][] table;
    private final int[][] samples;

    /** @param samples of each batch, by their place in the training split */
    public ListedBatches(Dataset data, int[][] samples) {
        this.images = data.train();
        this.table = data.normalization().table();
        this.samples = samples.clone();
        for (int[] batch : samples) {
            for (int sample : batch) {
                Objects.checkIndex(sample, images.size());
            }
        }
    }

    /** As many as are listed. */
    @Override
    public int perEpoch() {
        return samples.length;
    }

    @Override
    public Batch at(long iteration) {
        int[] listed = samples[(int) Objects.checkIndex(iteration, (long) samples.length)];
        ImageShape shape = images.shape();
        FloatTensor inputs = FloatTensor.zeros(listed.length, shape.channels(), shape.height(), shape.width());
        int[] labels = new int[listed.length];
        for (int i = 0; i < listed.length; i++) {
            labels[i] = images.label(listed[i]);
            Augmentation.NONE.render(images.pixels(listed[i]), shape, WHOLE, table, inputs.data(), i * shape.size());
        }
        return new Batch(inputs, labels, listed.clone(), true);
    }
}
