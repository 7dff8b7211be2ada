package io.bitcycle.simulator;

import io.bitcycle.hardware.array.ArrayConfig;
import io.bitcycle.hardware.array.DepthSteps;
import io.bitcycle.hardware.mac.MacConfig;
import io.bitcycle.numeric.Accumulator;
import io.bitcycle.simulator.kernel.BlockedKernel;
import io.bitcycle.tensor.CodeMatrix;
import io.bitcycle.tensor.OffsetMatrix;
import io.bitcycle.workload.MatrixOp;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The values an array computes: {@code exact} fidelity. Sums that cannot overflow their accumulator are left to the fast
 * kernel; the others go through {@link Accumulator} one addition at a time, in ascending depth order, the products of one
 * multiply step added as one term.
 */
final class ExactArray {
    /** Bits of one digit of a rescaled weight. Small enough for the kernel's narrow sums, three of them hold 2^24 x 8 bits. */
    private static final int DIGIT_BITS = 12;

    private final ArrayConfig array;
    private final MacConfig mac;
    private final Workers workers;

    ExactArray(ArrayConfig array, Workers workers) {
        this.array = array;
        this.mac = array.mac();
        this.workers = workers;
    }

    /**
     * sums[i, j] = sum over k of a[i, k] x b[k, j].
     *
     * @return how many additions overflowed
     */
    long multiply(MatrixOp op, CodeMatrix a, CodeMatrix b, long[] sums) {
        if (fits(a, b, a.cols())) {
            BlockedKernel.multiply(a, b, sums, workers);
            return 0;
        }
        boolean ascending = a.min() >= 0 && b.min() >= 0;
        if (!ascending) {
            return accumulate(op, a, b, sums, Long.MIN_VALUE);
        }
        // Sums of non-negative terms only grow: one that ends within the range never left it.
        BlockedKernel.multiply(a, b, sums, workers);
        return accumulate(op, a, b, sums, (1L << (mac.accumulatorBits() - 1)) - 1);
    }

    /**
     * sums[i, j] = sum over segments s of scales[s] x (sum over the segment of a x b); the inner sums pass through the
     * accumulator, the outer one has 64 bits.
     *
     * @return how many additions overflowed the accumulator
     * @throws ArithmeticException when 64 bits might not hold the outer sum
     */
    long multiplyRescaled(MatrixOp op, CodeMatrix a, CodeMatrix b, long[] scales, long[] sums) {
        int segment = Math.toIntExact(op.k() / op.rescaleSegments());
        long[] scaled = new long[Math.toIntExact(op.k() * op.n())];
        long largest = 0;
        for (int k = 0, i = 0; k < op.k(); k++) {
            for (int n = 0; n < op.n(); n++, i++) {
                scaled[i] = scales[k / segment] * b.get(k, n);
                largest = Math.max(largest, Math.abs(scaled[i]));
            }
        }
        long mostA = Math.max(Math.abs((long) a.min()), Math.abs((long) a.max()));
        Math.multiplyExact(Math.multiplyExact(largest, mostA), op.k());
        if (!fits(a, b, segment)) {
            return accumulateSegments(op, a, b, scales, segment, sums);
        }
        addDigits(op, a, scaled, largest, sums);
        return 0;
    }

    /** The product with wide weights, as one narrow product per signed digit of theirs. */
    private void addDigits(MatrixOp op, CodeMatrix a, long[] wide, long largest, long[] sums) {
        int rows = Math.toIntExact(op.k());
        int cols = Math.toIntExact(op.n());
        long[] rest = wide.clone();
        long[] partial = new long[sums.length];
        int half = 1 << (DIGIT_BITS - 1);
        long left = largest;
        for (int shift = 0; left != 0; shift += DIGIT_BITS) {
            // Digits are rounded to nearest, so the rest of a value can be one larger than its upper bits.
            left = (left + half) >> DIGIT_BITS;
            short[] digits = new short[rest.length];
            for (int i = 0; i < rest.length; i++) {
                long digit = ((rest[i] + half) & ((1 << DIGIT_BITS) - 1)) - half;
                digits[i] = (short) digit;
                rest[i] = (rest[i] - digit) >> DIGIT_BITS;
            }
            CodeMatrix b = new OffsetMatrix(
                    digits, 0, OffsetMatrix.steps(rows, cols), OffsetMatrix.steps(cols, 1), -half, half - 1);
            BlockedKernel.multiply(a, b, partial, workers);
            for (int i = 0; i < sums.length; i++) {
                sums[i] += partial[i] << shift;
            }
        }
    }

    /** Whether every prefix of a sum of {@code terms} products is sure to fit the accumulator. */
    private boolean fits(CodeMatrix a, CodeMatrix b, long terms) {
        long corner = Math.max(
                Math.max(Math.abs((long) a.min() * b.min()), Math.abs((long) a.max() * b.max())),
                Math.max(Math.abs((long) a.min() * b.max()), Math.abs((long) a.max() * b.min())));
        return corner * terms < 1L << (mac.accumulatorBits() - 1);
    }

    /** Recomputes, addition by addition, every output whose exact sum is above {@code limit}. */
    private long accumulate(MatrixOp op, CodeMatrix a, CodeMatrix b, long[] sums, long limit) {
        DepthSteps steps = depthSteps(op);
        int cols = b.cols();
        AtomicLong overflows = new AtomicLong();
        workers.forEach(a.rows(), row -> {
            Accumulator accumulator = new Accumulator(mac.accumulatorBits(), mac.overflow());
            for (int col = 0; col < cols; col++) {
                if (sums[row * cols + col] > limit) {
                    accumulator.set(0);
                    accumulate(a, b, row, col, 0, a.cols(), steps, accumulator);
                    sums[row * cols + col] = accumulator.value();
                }
            }
            overflows.addAndGet(accumulator.overflows());
        });
        return overflows.get();
    }

    private long accumulateSegments(MatrixOp op, CodeMatrix a, CodeMatrix b, long[] scales, int segment, long[] sums) {
        DepthSteps steps = depthSteps(op);
        int cols = b.cols();
        AtomicLong overflows = new AtomicLong();
        workers.forEach(a.rows(), row -> {
            Accumulator accumulator = new Accumulator(mac.accumulatorBits(), mac.overflow());
            for (int col = 0; col < cols; col++) {
                long sum = 0;
                for (int s = 0; s < scales.length; s++) {
                    accumulator.set(0);
                    accumulate(a, b, row, col, s * segment, (s + 1) * segment, steps, accumulator);
                    sum += scales[s] * accumulator.value();
                }
                sums[row * cols + col] = sum;
            }
            overflows.addAndGet(accumulator.overflows());
        });
        return overflows.get();
    }

    private DepthSteps depthSteps(MatrixOp op) {
        int products = mac.family().productsPerStep(mac, op.a().bits(), op.b().bits());
        return DepthSteps.of(array, op.k(), op.taps(), products);
    }

    /** A part of the depth; a step that is only partly in it adds that part of its products. */
    private static void accumulate(
            CodeMatrix a, CodeMatrix b, int row, int col, int from, int to, DepthSteps steps, Accumulator accumulator) {
        long step = steps.at(from);
        for (int k = from; k < to; step++) {
            long term = 0;
            for (long end = Math.min(to, steps.to(step)); k < end; k++) {
                term += (long) a.get(row, k) * b.get(k, col);
            }
            accumulator.add(term);
        }
    }
}
