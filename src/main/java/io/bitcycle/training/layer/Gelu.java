package io.bitcycle.training.layer;

import io.bitcycle.numeric.loops.Loops;
import io.bitcycle.tensor.FloatTensor;
import io.bitcycle.workload.work.GeluWork;

/** y = 0.5 · x · (1 + tanh(√(2/π) · (x + 0.044715 · x³))) (Hendrycks and Gimpel, 2016), in binary32. Keeps its input. */
public final class Gelu implements Layer {
    private static final float CUBIC = 0.044715f;
    private static final float ROOT = (float) StrictMath.sqrt(2 / StrictMath.PI);

    private final String name;
    private final Kept<FloatTensor> kept;

    public Gelu(String name) {
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
        step.session().workers().forEachRange(in.length, 1, (from, to) -> {
            float[] out = output.data();
            tanh(in, from, to, out);
            for (int i = from; i < to; i++) {
                out[i] = 0.5f * in[i] * (1 + out[i]);
            }
        });
        if (step.training()) {
            kept.keep(input);
        }
        new GeluWork(name, in.length).forward(step.training()).forEach(step.session()::vector);
        return output;
    }

    @Override
    public FloatTensor backward(FloatTensor outputGradient, Step step) {
        float[] in = kept.take().data();
        FloatTensor gradient = FloatTensor.zeros(outputGradient.shape());
        step.session().workers().forEachRange(in.length, 1, (from, to) -> {
            float[] out = gradient.data();
            tanh(in, from, to, out);
            for (int i = from; i < to; i++) {
                float x = in[i];
                float t = out[i];
                float inner = ROOT * (1 + 3 * CUBIC * x * x);
                float slope = 0.5f * (1 + t) + 0.5f * x * (1 - t * t) * inner;
                out[i] = outputGradient.data()[i] * slope;
            }
        });
        new GeluWork(name, in.length).backward().forEach(step.session()::vector);
        return gradient;
    }

    /** The hyperbolic tangent in the formula. */
    private static void tanh(float[] in, int from, int to, float[] out) {
        for (int i = from; i < to; i++) {
            float x = in[i];
            out[i] = ROOT * (x + CUBIC * x * x * x);
        }
        Loops.best().tanh(out, from, to, out);
    }
}
