package io.bitcycle.training.layer;

import io.bitcycle.tensor.FloatTensor;
import io.bitcycle.workload.work.ParameterSize;

/**
 * A trainable tensor with its gradient, both binary32 and of the same shape.
 *
 * @param layer name of the layer it belongs to
 * @param name {@code weight} or {@code bias}
 * @param value master copy
 * @param gradient of the loss, overwritten by each backward pass
 */
public record Parameter(String layer, String name, FloatTensor value, FloatTensor gradient) {
    /** Its size, for the work on it. */
    public ParameterSize size() {
        return new ParameterSize(layer, name, value.size());
    }

    public static Parameter of(String layer, String name, FloatTensor value) {
        return new Parameter(layer, name, value, FloatTensor.zeros(value.shape()));
    }
}
