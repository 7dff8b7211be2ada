package io.bitcycle.training;

import io.bitcycle.simulator.OperationListener;
import io.bitcycle.training.layer.TensorObserver;

/** Who sees what of a training run's iterations. */
public interface RunObserver {
    /** Sees nothing. */
    RunObserver NONE = new RunObserver() {};

    /** Who sees the tensors of an iteration. */
    default TensorObserver tensors(long iteration) {
        return TensorObserver.NONE;
    }

    /** Who hears of the operations of an iteration. */
    default OperationListener operations(long iteration) {
        return OperationListener.NONE;
    }
}
