package io.bitcycle.training.fixed;

/** Where a network's first parameters come from: mantissas of Qm.n. Layers with weights are numbered in order. */
public interface InitialWeights {
    /** @param shape [O, C/g, Kh, Kw] */
    int[] convolution(int layer, int... shape);

    /** [O, I]. */
    int[] linear(int layer, int outputs, int inputs);

    /** [O]. */
    int[] linearBias(int layer, int outputs, int inputs);
}
