package io.bitcycle.simulator;

import io.bitcycle.hardware.array.ArrayConfig;
import io.bitcycle.hardware.array.Dataflow;
import io.bitcycle.hardware.array.DepthSteps;
import io.bitcycle.hardware.mac.MacConfig;
import io.bitcycle.mapping.DepthOrder;
import io.bitcycle.numeric.Accumulator;
import io.bitcycle.numeric.OverflowPolicy;
import io.bitcycle.simulator.kernel.BlockedKernel;
import io.bitcycle.simulator.kernel.PanelKernel;
import io.bitcycle.simulator.kernel.SumBlocks;
import io.bitcycle.tensor.CodeMatrix;
import io.bitcycle.tensor.OffsetMatrix;
import io.bitcycle.workload.MatrixOp;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The values an array computes: {@code exact} fidelity. Sums that cannot overflow their accumulator are left to the fast
 * kernel; the others go through {@link Accumulator} one addition at a time, in ascending depth order, the products of one
 * multiply step added as one term.
 */
final class ExactArray {
    /** Bits of one digit of a rescaled weight. Small enough for the kernel's narrow sums, three of them hold 2^24 x 8 bits. */
    private static final int DIGIT_BITS = 12;

    private final Accelerator accelerator;
    private final MacConfig mac;
    private final boolean outputStationary;
    private final Workers workers;

    ExactArray(Accelerator accelerator, Workers workers) {
        ArrayConfig array = accelerator.hardware().array();
        this.accelerator = accelerator;
        this.mac = array.mac();
        this.outputStationary = array.dataflow() == Dataflow.OUTPUT_STATIONARY;
        this.workers = workers;
    }

    /**
     * The sums of one group.
     *
     * @return how many additions overflowed the accumulator
     */
    long multiply(MatrixOp op, GroupOperands group, long[] sums) {
        return group.scales() == null
                ? multiplyPlain(op, group, sums)
                : multiplyRescaled(op, group.a(), group.b(), group.scales(), sums);
    }

    /**
     * The sums of one group, handed over block by block; those beyond 2^53 are refused.
     *
     * @param granule every block of rows begins at a multiple of it
     * @return how many additions overflowed the accumulator
     */
    long multiply(MatrixOp op, GroupOperands group, int granule, SumBlocks out) {
        CodeMatrix a = group.a();
        CodeMatrix b = group.b();
        if (cannotOverflow(op, group)) {
            if (group.scales() == null && PanelKernel.suits(a, b)) {
                PanelKernel.multiply(a, b, granule, out, workers);
                return 0;
            }
            if (group.scales() != null && PanelKernel.suits(a, requireLongSums(op, a, b, group.scales()), a.cols())) {
                int segment = Math.toIntExact(op.k() / op.rescaleSegments());
                PanelKernel.multiply(a, scaled(op, b, group.scales(), segment), b.cols(), granule, out, workers);
                return 0;
            }
        }
        long[] sums = new long[Math.toIntExact(op.m() * op.n())];
        long overflows = multiply(op, group, sums);
        SumBlocks.give(sums, a.rows(), b.cols(), granule, out, workers);
        return overflows;
    }

    /**
     * Whether no addition of a group can overflow the accumulator. Where products are rescaled on their way into a 64-bit sum, none
     * can.
     *
     * @throws ArithmeticException when 64 bits might not hold a rescaled sum
     */
    boolean cannotOverflow(MatrixOp op, GroupOperands group) {
        if (group.scales() == null) {
            return fits(group.a(), group.b(), group.a().cols());
        }
        requireLongSums(op, group);
        return !outputStationary || fits(group.a(), group.b(), op.k() / op.rescaleSegments());
    }

    /** sums[i, j] = sum over k of a[i, k] x b[k, j]. */
    private long multiplyPlain(MatrixOp op, GroupOperands group, long[] sums) {
        CodeMatrix a = group.a();
        CodeMatrix b = group.b();
        if (fits(a, b, a.cols())) {
            product(group, sums);
            return 0;
        }
        boolean ascending = a.min() >= 0 && b.min() >= 0;
        if (!ascending) {
            return accumulate(op, a, b, sums, Long.MIN_VALUE);
        }
        // Sums of non-negative terms only grow: one that ends within the range never left it.
        product(group, sums);
        long most = (1L << (mac.accumulatorBits() - 1)) - 1;
        long largestTerm =
                (long) a.max() * b.max() * accelerator.mapper().depthSteps(op).productsPerStep();
        if (mac.overflow() == OverflowPolicy.WRAP && largestTerm <= most) {
            return wrap(sums, Math.toIntExact(op.m() * op.n()));
        }
        return accumulate(op, a, b, sums, most);
    }

    /** Of terms that are not negative, each below the range, every time a sum passes the range's end is an overflow, in whatever order. */
    private long wrap(long[] sums, int count) {
        int bits = mac.accumulatorBits();
        long overflows = 0;
        for (int i = 0; i < count; i++) {
            long passed = (sums[i] + (1L << (bits - 1))) >> bits;
            overflows += passed;
            sums[i] -= passed << bits;
        }
        return overflows;
    }

    private void product(GroupOperands group, long[] sums) {
        if (group.shortcut() != null) {
            group.shortcut().multiply(sums, workers);
        } else {
            BlockedKernel.multiply(group.a(), group.b(), sums, workers);
        }
    }

    /**
     * sums[i, j] = sum over segments s of scales[s] x (sum over the segment of a x b). Where the output stays, the inner
     * sums pass through the accumulator; else every product is rescaled on its way into the outer sum, which has 64 bits.
     */
    private long multiplyRescaled(MatrixOp op, CodeMatrix a, CodeMatrix b, long[] scales, long[] sums) {
        int segment = Math.toIntExact(op.k() / op.rescaleSegments());
        if (outputStationary && !fits(a, b, segment)) {
            requireLongSums(op, a, b, scales);
            return accumulateSegments(op, a, b, scales, segment, sums);
        }
        long largest = requireLongSums(op, a, b, scales);
        addDigits(op, a, scaled(op, b, scales, segment), largest, sums);
        return 0;
    }

    /** b with each row times its segment's scale, row-major. */
    private static long[] scaled(MatrixOp op, CodeMatrix b, long[] scales, int segment) {
        long[] scaled = new long[Math.toIntExact(op.k() * op.n())];
        for (int k = 0, i = 0; k < op.k(); k++) {
            for (int n = 0; n < op.n(); n++, i++) {
                scaled[i] = scales[k / segment] * b.get(k, n);
            }
        }
        return scaled;
    }

    /** Proves that 64 bits hold every rescaled sum of a group, or throws an {@link ArithmeticException}. */
    static void requireLongSums(MatrixOp op, GroupOperands group) {
        if (group.scales() == null) {
            return;
        }
        CodeMatrix a = group.a();
        CodeMatrix b = group.b();
        double bound = (double) Arrays.stream(group.scales()).max().orElse(0) * a.magnitude() * b.magnitude() * op.k();
        if (bound > 0x1p62) {
            requireLongSums(op, a, b, group.scales());
        }
    }

    /** @return the largest magnitude of a rescaled code of B */
    private static long requireLongSums(MatrixOp op, CodeMatrix a, CodeMatrix b, long[] scales) {
        int segment = Math.toIntExact(op.k() / op.rescaleSegments());
        long largest = 0;
        for (int k = 0; k < op.k(); k++) {
            for (int n = 0; n < op.n(); n++) {
                largest = Math.max(largest, Math.abs(scales[k / segment] * b.get(k, n)));
            }
        }
        Math.multiplyExact(Math.multiplyExact(largest, a.magnitude()), op.k());
        return largest;
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
        DepthOrder order = accelerator.mapper().depthOrder(op);
        int cols = b.cols();
        AtomicLong overflows = new AtomicLong();
        workers.forEach(a.rows(), row -> {
            Accumulator accumulator = new Accumulator(mac.accumulatorBits(), mac.overflow());
            for (int col = 0; col < cols; col++) {
                if (sums[row * cols + col] > limit) {
                    accumulator.set(0);
                    for (int[] pass : order.passes()) {
                        for (int step : pass) {
                            long from = order.depth().from(step);
                            accumulator.add(
                                    term(a, b, row, col, from, order.depth().to(step)));
                        }
                    }
                    sums[row * cols + col] = accumulator.value();
                }
            }
            overflows.addAndGet(accumulator.overflows());
        });
        return overflows.get();
    }

    private long accumulateSegments(MatrixOp op, CodeMatrix a, CodeMatrix b, long[] scales, int segment, long[] sums) {
        DepthOrder order = accelerator.mapper().depthOrder(op);
        int cols = b.cols();
        AtomicLong overflows = new AtomicLong();
        workers.forEach(a.rows(), row -> {
            Accumulator accumulator = new Accumulator(mac.accumulatorBits(), mac.overflow());
            for (int col = 0; col < cols; col++) {
                long sum = 0;
                for (int[] pass : order.passes()) {
                    sum += rescaledPass(a, b, row, col, pass, order.depth(), scales, segment, accumulator);
                }
                sums[row * cols + col] = sum;
            }
            overflows.addAndGet(accumulator.overflows());
        });
        return overflows.get();
    }

    /** A step that is only partly in a segment adds that part of its products. */
    private static long rescaledPass(
            CodeMatrix a,
            CodeMatrix b,
            int row,
            int col,
            int[] pass,
            DepthSteps depth,
            long[] scales,
            int segment,
            Accumulator accumulator) {
        long sum = 0;
        int current = -1;
        accumulator.set(0);
        for (int step : pass) {
            for (long k = depth.from(step); k < depth.to(step); ) {
                int next = (int) (k / segment);
                long end = Math.min(depth.to(step), (next + 1L) * segment);
                if (next != current && current >= 0) {
                    sum += scales[current] * accumulator.value();
                    accumulator.set(0);
                }
                current = next;
                accumulator.add(term(a, b, row, col, k, end));
                k = end;
            }
        }
        return sum + scales[current] * accumulator.value();
    }

    private static long term(CodeMatrix a, CodeMatrix b, int row, int col, long from, long to) {
        long term = 0;
        for (int k = (int) from; k < to; k++) {
            term += (long) a.get(row, k) * b.get(k, col);
        }
        return term;
    }
}
