package io.bitcycle.training.layer;

import io.bitcycle.tensor.FloatTensor;
import io.bitcycle.workload.work.Relu6Work;
import java.util.BitSet;

/**
 * y = min(max(x, 0), 6), with +0 for both zeros; NaN stays NaN. Keeps one bit per element, whether 0 &lt; x &lt; 6 (or NaN), and
 * passes the gradient where it was.
 */
public final class Relu6 implements Layer {
    private static final float CEILING = 6;

    private final String name;
    private final Kept<BitSet> kept;

    public Relu6(String name) {
        this.name = name;
        this.kept = new Kept<>(name);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public FloatTensor forward(FloatTensor input, Step step) {
        FloatTensor output = FloatTensor.zeros(input.shape());
        float[] in = input.data();
        float[] out = output.data();
        step.session().workers().forEachRange(in.length, 1, (from, to) -> {
            for (int i = from; i < to; i++) {
                out[i] = Math.min(Math.max(in[i], 0f), CEILING);
            }
        });
        if (step.training()) {
            BitSet passes = new BitSet(out.length);
            for (int i = 0; i < out.length; i++) {
                passes.set(i, !(out[i] == 0 || out[i] == CEILING));
            }
            kept.keep(passes);
        }
        new Relu6Work(name, in.length).forward(step.training()).forEach(step.session()::vector);
        return output;
    }

    @Override
    public FloatTensor backward(FloatTensor outputGradient, Step step) {
        BitSet passes = kept.take();
        FloatTensor inputGradient = FloatTensor.zeros(outputGradient.shape());
        float[] g = outputGradient.data();
        float[] out = inputGradient.data();
        step.session().workers().forEachRange(g.length, 1, (from, to) -> {
            for (int i = from; i < to; i++) {
                out[i] = passes.get(i) ? g[i] : 0f;
            }
        });
        new Relu6Work(name, g.length).backward().forEach(step.session()::vector);
        return inputGradient;
    }
}
