package io.bitcycle.workload.onnx;

import java.util.List;

/**
 * A constant tensor.
 *
 * @param dims its shape
 * @param values its elements in order; empty where there are more than {@link #MOST_VALUES}, or none are known
 */
record OnnxTensor(String name, List<Long> dims, List<Double> values) {
    /** Shapes, axes, scales and widths are kept; weights are not. */
    static final int MOST_VALUES = 64;

    OnnxTensor {
        dims = List.copyOf(dims);
        values = List.copyOf(values);
    }
}
