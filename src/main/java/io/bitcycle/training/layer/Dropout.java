package io.bitcycle.training.layer;

import io.bitcycle.numeric.CounterRandom;
import io.bitcycle.numeric.RandomPurpose;
import io.bitcycle.numeric.RandomStream;
import io.bitcycle.tensor.FloatTensor;
import io.bitcycle.workload.work.DropoutWork;

/**
 * Sets a random share p of its input to zero in training and multiplies the rest by 1 / (1 − p); in evaluation it does nothing
 * (Srivastava et al., JMLR 2014). Element i of iteration t is dropped where number i of the layer's stream for t, uniform in [0, 1), is
 * below p. Keeps one bit per element.
 */
public final class Dropout implements Layer {
    private final String name;
    private final float share;
    private final float scale;
    private final int number;
    private final CounterRandom random;
    private final Kept<long[]> kept;

    /**
     * @param share p, at least 0 and below 1
     * @param number of the layer among those that drop: its coordinate in the random numbers
     */
    public Dropout(String name, double share, int number, CounterRandom random) {
        if (!(share >= 0 && share < 1)) {
            throw new IllegalArgumentException(name + ": share " + share + ", allowed are 0 and more, below 1");
        }
        this.name = name;
        this.share = (float) share;
        this.scale = (float) (1 / (1 - share));
        this.number = number;
        this.random = random;
        this.kept = new Kept<>(name);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public FloatTensor forward(FloatTensor input, Step step) {
        new DropoutWork(name, input.size()).forward(step.training()).forEach(step.session()::vector);
        if (!step.training()) {
            return input;
        }
        long[] mask = mask(input.size(), step);
        kept.keep(mask);
        return masked(input, mask, step);
    }

    @Override
    public FloatTensor backward(FloatTensor outputGradient, Step step) {
        new DropoutWork(name, outputGradient.size()).backward().forEach(step.session()::vector);
        return masked(outputGradient, kept.take(), step);
    }

    /** Bit i mod 64 of word i / 64: whether element i stays. */
    private long[] mask(int size, Step step) {
        RandomStream stream = random.stream(RandomPurpose.DROPOUT, step.iteration(), number);
        long[] mask = new long[(size + Long.SIZE - 1) / Long.SIZE];
        step.session().workers().forEachRange(mask.length, Long.SIZE, (from, to) -> {
            float[] drawn = new float[Long.SIZE];
            for (int word = from; word < to; word++) {
                stream.fillUniform((long) word * Long.SIZE, drawn, Long.SIZE);
                for (int i = 0; i < Long.SIZE; i++) {
                    mask[word] |= (drawn[i] >= share ? 1L : 0L) << i;
                }
            }
        });
        return mask;
    }

    private FloatTensor masked(FloatTensor values, long[] mask, Step step) {
        FloatTensor result = FloatTensor.zeros(values.shape());
        float[] in = values.data();
        float[] out = result.data();
        step.session().workers().forEachRange(in.length, 1, (from, to) -> {
            for (int i = from; i < to; i++) {
                out[i] = (mask[i / Long.SIZE] >>> i & 1) == 0 ? 0 : in[i] * scale;
            }
        });
        return result;
    }
}
