package io.bitcycle.training.fixed;

import io.bitcycle.workload.work.ReluWork;

/** y = max(x, 0). Keeps one bit per element, whether x was above 0, and passes the gradient where it was. */
final class FixedRelu implements FixedLayer {
    private final String name;
    private boolean[] kept;

    FixedRelu(String name) {
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public FixedTensor forward(FixedTensor input, FixedStep step) {
        int[] x = input.mantissas();
        int[] y = new int[x.length];
        boolean[] passes = new boolean[x.length];
        step.parallel().forEachRange(x.length, 1, (from, to) -> {
            for (int i = from; i < to; i++) {
                passes[i] = x[i] > 0;
                y[i] = Math.max(x[i], 0);
            }
        });
        if (step.training()) {
            kept = passes;
        }
        new ReluWork(name, x.length).forward(step.training()).forEach(step.session()::vector);
        return FixedTensor.of(y, input.exponent(), input.shape());
    }

    @Override
    public FixedTensor backward(FixedTensor outputGradient, FixedStep step) {
        boolean[] passes = kept;
        kept = null;
        int[] g = outputGradient.mantissas();
        int[] out = new int[g.length];
        step.parallel().forEachRange(g.length, 1, (from, to) -> {
            for (int i = from; i < to; i++) {
                out[i] = passes[i] ? g[i] : 0;
            }
        });
        new ReluWork(name, g.length).backward().forEach(step.session()::vector);
        return FixedTensor.of(out, outputGradient.exponent(), outputGradient.shape());
    }
}
