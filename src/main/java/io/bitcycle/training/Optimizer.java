package io.bitcycle.training;

import io.bitcycle.simulator.AcceleratorSession;
import io.bitcycle.tensor.FloatTensor;
import java.util.Map;

/** Moves the parameters of a network against their gradients. Its work is recorded as vector work of the parameters' layers. */
public interface Optimizer {
    /**
     * One step with the gradients of the last backward pass.
     *
     * @param iteration counted from 0; steps are taken in every iteration, in order
     */
    void step(long iteration, float learningRate, AcceleratorSession session);

    /**
     * What it carries from step to step, by names such as {@code conv1.weight.velocity}, in the parameters' order. The tensors
     * are live: a checkpoint is restored by writing into them.
     */
    Map<String, FloatTensor> state();
}
