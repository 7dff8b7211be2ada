package io.bitcycle.training.layer;

import io.bitcycle.numeric.loops.Loops;
import io.bitcycle.tensor.FloatTensor;
import io.bitcycle.tensor.Parallel;
import io.bitcycle.workload.work.ReluWork;

/**
 * y = max(x, 0), with +0 for both zeros; NaN stays NaN. Keeps one bit per element, whether x was above 0 (or NaN), and
 * passes the gradient where it was.
 */
public final class Relu implements Layer {
    private final String name;
    private final Kept<int[]> kept;

    public Relu(String name) {
        this.name = name;
        this.kept = new Kept<>(name);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean givesAway() {
        return true;
    }

    @Override
    public FloatTensor forward(FloatTensor input, Step step) {
        return forward(input, new float[input.size()], step);
    }

    @Override
    public FloatTensor forwardOver(FloatTensor input, Step step) {
        return forward(input, input.data(), step);
    }

    private FloatTensor forward(FloatTensor input, float[] out, Step step) {
        float[] in = input.data();
        int[] mask = begin(out.length, step);
        forEachRange(out.length, step, (from, to) -> Loops.best().rectify(in, out, from, to, mask));
        return FloatTensor.of(out, input.shape());
    }

    /** The mask of a forward pass over so many elements, for {@link Loops#rectify} to fill. */
    int[] begin(int elements, Step step) {
        int[] mask = new int[groups(elements) * (Loops.MASKED / Integer.SIZE)];
        if (step.training()) {
            kept.keep(mask);
        }
        new ReluWork(name, elements).forward(step.training()).forEach(step.session()::vector);
        return mask;
    }

    /** The mask of the last forward pass, for the backward pass to {@link Loops#select} with. */
    int[] takeMask(int elements, Step step) {
        int[] mask = kept.take();
        new ReluWork(name, elements).backward().forEach(step.session()::vector);
        return mask;
    }

    @Override
    public FloatTensor backward(FloatTensor outputGradient, Step step) {
        return backward(outputGradient, new float[outputGradient.size()], step);
    }

    @Override
    public FloatTensor backwardOver(FloatTensor outputGradient, Step step) {
        return backward(outputGradient, outputGradient.data(), step);
    }

    private FloatTensor backward(FloatTensor outputGradient, float[] out, Step step) {
        float[] g = outputGradient.data();
        int[] mask = takeMask(g.length, step);
        forEachRange(g.length, step, (from, to) -> Loops.best().select(g, out, from, to, mask));
        return FloatTensor.of(out, outputGradient.shape());
    }

    /** Ranges of whole words of the mask. */
    private static void forEachRange(int elements, Step step, Parallel.RangeTask task) {
        step.session().workers().forEachRange(groups(elements), Loops.MASKED, (first, end) -> {
            int to = (int) Math.min((long) end * Loops.MASKED, elements);
            task.run(first * Loops.MASKED, to);
        });
    }

    private static int groups(int elements) {
        return (int) (((long) elements + Loops.MASKED - 1) / Loops.MASKED);
    }
}
