package io.bitcycle.training.layer;

import io.bitcycle.tensor.FloatTensor;
import io.bitcycle.workload.work.ReluWork;
import java.util.List;

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
    public List<Parameter> parameters() {
        return List.of();
    }

    @Override
    public FloatTensor forward(FloatTensor input, Step step) {
        FloatTensor output = FloatTensor.zeros(input.shape());
        float[] in = input.data();
        float[] out = output.data();
        step.session().workers().forEachRange(in.length, 1, (from, to) -> {
            for (int i = from; i < to; i++) {
                out[i] = Math.max(in[i], 0f);
            }
        });
        if (step.training()) {
            kept.keep(mask(out, step));
        }
        new ReluWork(name, in.length).forward(step.training()).forEach(step.session()::vector);
        return output;
    }

    /** Bit i mod 64 of word i / 64: whether output i is other than +0. Without branches, which signs mispredict. */
    private static long[] mask(float[] out, Step step) {
        long[] mask = new long[(out.length + Long.SIZE - 1) / Long.SIZE];
        step.session().workers().forEachRange(mask.length, Long.SIZE, (from, to) -> {
            for (int word = from; word < to; word++) {
                int first = word * Long.SIZE;
                int count = Math.min(Long.SIZE, out.length - first);
                long bits = 0;
                for (int i = 0; i < count; i++) {
                    int value = Float.floatToRawIntBits(out[first + i]);
                    bits |= (long) ((value | -value) >>> (Integer.SIZE - 1)) << i;
                }
                mask[word] = bits;
            }
        });
        return mask;
    }

    @Override
    public FloatTensor backward(FloatTensor outputGradient, Step step) {
        long[] mask = kept.take();
        FloatTensor inputGradient = FloatTensor.zeros(outputGradient.shape());
        float[] g = outputGradient.data();
        float[] out = inputGradient.data();
        step.session().workers().forEachRange(mask.length, Long.SIZE, (from, to) -> {
            for (int word = from; word < to; word++) {
                int first = word * Long.SIZE;
                int count = Math.min(Long.SIZE, g.length - first);
                long bits = mask[word];
                for (int i = 0; i < count; i++) {
                    int select = -(int) (bits >>> i & 1);
                    out[first + i] = Float.intBitsToFloat(Float.floatToRawIntBits(g[first + i]) & select);
                }
            }
        });
        new ReluWork(name, g.length).backward().forEach(step.session()::vector);
        return inputGradient;
    }
}
