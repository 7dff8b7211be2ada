package io.bitcycle.training.layer;

import io.bitcycle.numeric.loops.Loops;
import io.bitcycle.tensor.FloatTensor;
import io.bitcycle.workload.work.ReluWork;

/**
 * y = max(x, 0), with +0 for both zeros; NaN stays NaN. Keeps one bit per element, whether x was above 0 (or NaN), and
 * passes the gradient where it was.
 */
public final class Relu implements Layer {
    private final String name;
    private final Kept<long[]> kept;

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
        return forward(input, FloatTensor.zeros(input.shape()), step);
    }

    @Override
    public FloatTensor forwardOver(FloatTensor input, Step step) {
        return forward(input, input, step);
    }

    private FloatTensor forward(FloatTensor input, FloatTensor output, Step step) {
        float[] in = input.data();
        float[] out = output.data();
        long[] mask = new long[(out.length + Long.SIZE - 1) / Long.SIZE];
        step.session().workers().forEachRange(mask.length, Long.SIZE, (from, to) -> {
            for (int word = from; word < to; word++) {
                int first = word * Long.SIZE;
                mask[word] = Loops.best().rectify(in, out, first, Math.min(Long.SIZE, out.length - first));
            }
        });
        if (step.training()) {
            kept.keep(mask);
        }
        new ReluWork(name, in.length).forward(step.training()).forEach(step.session()::vector);
        return output;
    }

    @Override
    public FloatTensor backward(FloatTensor outputGradient, Step step) {
        return backward(outputGradient, FloatTensor.zeros(outputGradient.shape()), step);
    }

    @Override
    public FloatTensor backwardOver(FloatTensor outputGradient, Step step) {
        return backward(outputGradient, outputGradient, step);
    }

    private FloatTensor backward(FloatTensor outputGradient, FloatTensor inputGradient, Step step) {
        long[] mask = kept.take();
        float[] g = outputGradient.data();
        float[] out = inputGradient.data();
        step.session().workers().forEachRange(mask.length, Long.SIZE, (from, to) -> {
            for (int word = from; word < to; word++) {
                int first = word * Long.SIZE;
                Loops.best().select(g, out, first, Math.min(Long.SIZE, g.length - first), mask[word]);
            }
        });
        new ReluWork(name, g.length).backward().forEach(step.session()::vector);
        return inputGradient;
    }
}
