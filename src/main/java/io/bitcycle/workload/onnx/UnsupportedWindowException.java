package io.bitcycle.workload.onnx;

/** An attribute of a convolution or pooling is none that traces can hold. */
final class UnsupportedWindowException extends Exception {
    private static final long serialVersionUID = 1;

    UnsupportedWindowException(String message) {
        super(message);
    }
}
