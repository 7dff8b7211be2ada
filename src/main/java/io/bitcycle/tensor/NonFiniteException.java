package io.bitcycle.tensor;

/** A tensor to be quantized holds NaN, an infinity, or values too far apart for binary32: training has diverged. */
public final class NonFiniteException extends ArithmeticException {
    private static final long serialVersionUID = 1;

    NonFiniteException(String found) {
        super(found + ": only finite values with a finite range can be quantized (has training diverged?)");
    }

    /** Names the first element that is NaN or infinite. */
    static NonFiniteException in(FloatTensor tensor) {
        float[] values = tensor.data();
        int i = 0;
        while (Float.isFinite(values[i])) {
            i++;
        }
        return new NonFiniteException("element " + Shapes.describe(i, tensor.shape()) + " is " + values[i]);
    }
}
