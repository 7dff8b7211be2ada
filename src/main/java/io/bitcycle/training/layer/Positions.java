package io.bitcycle.training.layer;

import io.bitcycle.tensor.FloatTensor;
import io.bitcycle.workload.work.PositionsWork;

/**
 * Multiplies the vectors of tokens [N, T, F] by √F and adds their places in the sequence, as sinusoids (Vaswani et al., NIPS 2017,
 * sections 3.4 and 3.5): at place t, feature 2i is sin(t / 10000^(2i / F)), feature 2i + 1 its cosine; computed in binary64 and
 * rounded once.
 */
public final class Positions implements Layer {
    private static final double LONGEST = 10_000;

    private final String name;
    private final int features;
    private final float scale;

    public Positions(String name, int features) {
        this.name = name;
        this.features = features;
        this.scale = (float) StrictMath.sqrt(features);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public FloatTensor forward(FloatTensor input, Step step) {
        int places = input.dim(1) * features;
        float[] table = new float[places];
        for (int i = 0; i < places; i++) {
            int feature = i % features;
            double angle = i / features / StrictMath.pow(LONGEST, (double) (feature - feature % 2) / features);
            table[i] = (float) (feature % 2 == 0 ? StrictMath.sin(angle) : StrictMath.cos(angle));
        }
        FloatTensor output = FloatTensor.zeros(input.shape());
        for (int i = 0; i < output.size(); i++) {
            output.data()[i] = input.data()[i] * scale + table[i % places];
        }
        work(input).forward(step.training()).forEach(step.session()::vector);
        return output;
    }

    @Override
    public FloatTensor backward(FloatTensor outputGradient, Step step) {
        FloatTensor gradient = FloatTensor.zeros(outputGradient.shape());
        for (int i = 0; i < gradient.size(); i++) {
            gradient.data()[i] = outputGradient.data()[i] * scale;
        }
        work(outputGradient).backward().forEach(step.session()::vector);
        return gradient;
    }

    private PositionsWork work(FloatTensor tokens) {
        return new PositionsWork(name, tokens.size(), (long) tokens.dim(1) * features);
    }
}
