package io.bitcycle.training.landscape;

import io.bitcycle.training.layer.Parameter;
import java.util.List;

/** The loss of a network on fixed samples, as a function of its parameters, which whoever calls may write. */
interface LossFunction {
    /** Live. */
    List<Parameter> parameters();

    /** Mean over the samples at the parameters' values. */
    double loss();

    /** The gradient of the mean. */
    WeightVector gradient();
}
