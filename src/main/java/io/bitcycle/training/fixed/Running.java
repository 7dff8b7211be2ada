package io.bitcycle.training.fixed;

/** Values that follow measured ones, in arrays that checkpoints hold: a mantissa and an exponent each. They start at 0. */
final class Running {
    /** Weight of a new measurement: ⌊0.1 · 2^33⌉. As in binary32 training (CPT's code, PyTorch's batch norm). */
    private static final Scalar NEW = new Scalar(858993459L, -33);

    /** Weight of the value so far: ⌊0.9 · 2^30⌉. */
    private static final Scalar OLD = new Scalar(966367642L, -30);

    private Running() {}

    static Scalar get(int[] values, int index) {
        return new Scalar(values[2 * index], values[2 * index + 1]);
    }

    static void set(int[] values, int index, Scalar value) {
        values[2 * index] = (int) value.mantissa();
        values[2 * index + 1] = value.exponent();
    }

    /** 0.9 · so far + 0.1 · measured. */
    static Scalar moved(Scalar soFar, Scalar measured) {
        return soFar.times(OLD).plus(measured.times(NEW));
    }
}
