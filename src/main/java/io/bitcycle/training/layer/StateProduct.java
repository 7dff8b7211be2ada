package io.bitcycle.training.layer;

import io.bitcycle.tensor.FloatTensor;
import io.bitcycle.tensor.QuantizedTensor;
import io.bitcycle.workload.work.RecurrentWork;
import java.util.Map;

/**
 * The product of a recurrent layer's state with its weights. A pass runs its steps inside {@link #forwardSteps} or
 * {@link #backwardSteps}, which put the pass on the accelerator; each step multiplies once.
 */
interface StateProduct {
    /** [O, H]. */
    Parameter weight();

    /** As {@link Layer#state}. */
    Map<String, FloatTensor> state();

    void forwardSteps(RecurrentWork work, Step step, Runnable steps);

    /** The state [N, H] of one step times the weights: [N, O]. */
    FloatTensor forward(FloatTensor state, Step step);

    void backwardSteps(RecurrentWork work, Step step, Runnable steps);

    /**
     * The gradient by the state [N, H].
     *
     * @param errors of the product at a step [N, O]
     * @param number of the step, which decides its noise
     */
    FloatTensor backwardData(FloatTensor errors, int number, Step step);

    /**
     * Overwrites the gradient by the weights.
     *
     * @param states before each step [R, H], in the order of the errors' rows
     * @param errors of all steps [R, O]
     * @param errorCodes what the input's product made of them; null without quantization
     */
    void backwardWeight(
            RecurrentWork work, FloatTensor states, FloatTensor errors, QuantizedTensor errorCodes, Step step);
}
