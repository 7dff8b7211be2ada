package io.bitcycle.workload.work;

import io.bitcycle.workload.MatrixOp;
import io.bitcycle.workload.Operation;
import io.bitcycle.workload.VectorOp;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The operations of a vector unit of integers: what each takes per element, as package {@code training.fixed} computes it.
 * Additions are also subtractions, comparisons and shifts; rounding to nearest is one addition beside its shift. Roots,
 * exponentials and logarithms are counted as the steps they consist of. Traffic is that of binary32: a word is a word.
 */
public final class FixedPointWork {
    /** Steps of a bitwise square root: compare, subtract, shift; 31 bits. */
    private static final int ROOT_ADDS = 3 * 31;
    /** A reduction by ln 2, a polynomial of degree 8 and a shift; each product is rounded, shifted and subtracted. */
    private static final int EXPONENTIAL_MULTIPLIES = 1 + 8;

    private static final int EXPONENTIAL_ADDS = 1 + 3 * 8 + 2;
    /** 30 squarings, each rounded, shifted and compared, and two products with ln 2. */
    private static final int LOGARITHM_MULTIPLIES = 30 + 2;

    private static final int LOGARITHM_ADDS = 3 * LOGARITHM_MULTIPLIES;

    private static final Map<String, UnaryOperator<VectorOp>> COUNTS = new HashMap<>();

    static {
        same("weight range", "activation range", "error range"); // magnitude, comparison
        same("bias gradient", "relu", "relu gradient", "max pool", "max pool gradient");
        same("average pool", "average pool gradient", "global average pool", "global average pool gradient");
        same("linear", "linear input gradient", "linear weight gradient", "linear bias gradient");
        counts("quantize weights", 3, 0, 0); // rounding, shift, saturation
        counts("quantize activations", 3, 0, 0);
        counts("quantize errors", 3, 0, 0); // random bits in the place of rounding
        counts("dequantize", 3, 0, 0); // rounding, shift, range
        counts("bias", 3, 0, 0); // two shifts to a common unit, addition
        // Sum; deviation, magnitude, comparison, rounding, shift, square, addition.
        counts("batchnorm statistics", 7, 1, 0);
        // Root and its reciprocal, product with γ; in training two means, two running values and the unbiased variance.
        counts(
                "batchnorm channels",
                op -> op.divides() > 1 ? with(op, ROOT_ADDS + 8, 5, 4) : with(op, ROOT_ADDS, 1, 1));
        counts("batchnorm normalise", 5, 1, 0); // deviation, rounding, shift, addition, saturation
        counts("batchnorm gradient sums", 9, 1, 0); // two ranges, a deviation, two shifts with rounding, two additions
        counts("batchnorm gradient channels", 6, 2, 2); // both gradients brought to words: range, rounding, shift
        counts("batchnorm gradient", 9, 2, 0); // three shifts with rounding, three differences
        counts("residual add", 6, 0, 0); // two ranges, two shifts, addition, rounding
        counts("residual gradient add", 6, 0, 0);
        counts("softmax", 3 + EXPONENTIAL_ADDS, EXPONENTIAL_MULTIPLIES, 1); // comparison, difference, sum
        counts("cross entropy", 3 + LOGARITHM_ADDS, LOGARITHM_MULTIPLIES, 0);
        counts("cross entropy gradient", 4, 0, 2); // difference, range, rounding, shift
    }

    /** Two shifts to align, four additions, two random ones, two shifts, two saturations of two comparisons. */
    private static final int SGD_ADDS = 14;

    private FixedPointWork() {}

    /** The same operation on integers; a product on the array is what it was. */
    public static Operation of(Operation operation) {
        if (operation instanceof MatrixOp) {
            return operation;
        }
        VectorOp op = (VectorOp) operation;
        return counts(op.name())
                .orElseThrow(() -> new IllegalArgumentException("no fixed-point form of \"" + op.name() + "\""))
                .apply(op);
    }

    private static Optional<UnaryOperator<VectorOp>> counts(String name) {
        return name.startsWith("sgd ")
                ? Optional.of(op -> with(op, SGD_ADDS, 3, 0))
                : Optional.ofNullable(COUNTS.get(name));
    }

    private static void same(String... names) {
        for (String name : names) {
            counts(name, op -> op);
        }
    }

    private static void counts(String name, int adds, int multiplies, int divides) {
        counts(name, op -> with(op, adds, multiplies, divides));
    }

    private static void counts(String name, UnaryOperator<VectorOp> change) {
        COUNTS.put(name, change);
    }

    private static VectorOp with(VectorOp op, int adds, int multiplies, int divides) {
        return op.withOperations(adds, multiplies, divides, 0);
    }
}
