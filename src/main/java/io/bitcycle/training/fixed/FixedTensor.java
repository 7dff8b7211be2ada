package io.bitcycle.training.fixed;

import io.bitcycle.tensor.Parallel;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Fixed-point numbers of one format, row-major: value = mantissa · 2^exponent. All of a tensor share the exponent, as in block
 * floating point; their width is the {@link FixedFormat}'s. Shapes are those of {@code training.layer}. The array is owned by the
 * tensor and shared with whoever holds it.
 */
public final class FixedTensor {
    private final int[] shape;
    private final int[] mantissas;
    private final int exponent;

    private FixedTensor(int[] mantissas, int exponent, int[] shape) {
        this.mantissas = mantissas;
        this.exponent = exponent;
        this.shape = shape;
    }

    /** Wraps {@code mantissas}, which the tensor owns from now on. */
    public static FixedTensor of(int[] mantissas, int exponent, int... shape) {
        if (mantissas.length != size(shape)) {
            throw new IllegalArgumentException(
                    mantissas.length + " values do not fill the shape " + Arrays.toString(shape));
        }
        return new FixedTensor(mantissas, exponent, shape.clone());
    }

    static int size(int... shape) {
        int size = 1;
        for (int dimension : shape) {
            size = Math.multiplyExact(size, dimension);
        }
        return size;
    }

    /**
     * Exact sums as numbers of {@code bits} bits: shifted, half to even, by as much as makes the greatest magnitude use them
     * all. Their range has to be known for it.
     *
     * @param wide below 2^62 in magnitude
     */
    static FixedTensor narrow(long[] wide, int exponent, int bits, Parallel parallel, int... shape) {
        AtomicLong greatest = new AtomicLong();
        parallel.forEachRange(wide.length, 1, (from, to) -> {
            long most = 0;
            for (int i = from; i < to; i++) {
                most = Math.max(most, Math.abs(wide[i]));
            }
            greatest.accumulateAndGet(most, Math::max);
        });
        long most = greatest.get();
        int excess = most == 0 ? 0 : Rounding.bits(most) - (bits - 1);
        int shift = Rounding.bits(Rounding.shift(most, excess)) >= bits ? excess + 1 : excess;
        int[] mantissas = new int[wide.length];
        parallel.forEachRange(wide.length, 1, (from, to) -> {
            for (int i = from; i < to; i++) {
                mantissas[i] = (int) Rounding.shift(wide[i], shift);
            }
        });
        return of(mantissas, exponent + shift, shape);
    }

    public int[] shape() {
        return shape.clone();
    }

    public int dim(int axis) {
        return shape[axis];
    }

    public int rank() {
        return shape.length;
    }

    public int size() {
        return mantissas.length;
    }

    /** The live mantissas. */
    public int[] mantissas() {
        return mantissas;
    }

    public int exponent() {
        return exponent;
    }

    /** The same numbers under another shape. */
    FixedTensor reshaped(int... newShape) {
        return of(mantissas, exponent, newShape);
    }

    /** The same numbers, those of more than {@code bits} bits rounded to as many. */
    FixedTensor narrowed(int bits, Parallel parallel) {
        int shift = Rounding.bits(magnitude(parallel)) - (bits - 1);
        if (shift <= 0) {
            return this;
        }
        int[] narrowed = new int[mantissas.length];
        parallel.forEachRange(narrowed.length, 1, (from, to) -> {
            for (int i = from; i < to; i++) {
                narrowed[i] = Rounding.saturated(Rounding.shift(mantissas[i], shift), bits);
            }
        });
        return of(narrowed, exponent + shift, shape);
    }

    /** The greatest magnitude of a mantissa. */
    long magnitude(Parallel parallel) {
        AtomicLong greatest = new AtomicLong();
        parallel.forEachRange(mantissas.length, 1, (from, to) -> {
            long most = 0;
            for (int i = from; i < to; i++) {
                most = Math.max(most, Math.abs((long) mantissas[i]));
            }
            greatest.accumulateAndGet(most, Math::max);
        });
        return greatest.get();
    }
}
