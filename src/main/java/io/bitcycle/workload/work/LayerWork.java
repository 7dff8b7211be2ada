package io.bitcycle.workload.work;

import io.bitcycle.workload.Operation;
import java.util.List;

/** The operations of one layer at one batch size and precision, in the order in which the layer executes them. */
public interface LayerWork {
    /** @param training whether what the backward pass needs is kept */
    List<? extends Operation> forward(boolean training);

    List<? extends Operation> backward();

    /** Whether the backward pass gives the input's gradient; else nothing below the layer has a backward pass. */
    default boolean givesInputGradient() {
        return true;
    }

    /** What the optimizer moves, in a fixed order. */
    default List<ParameterSize> parameters() {
        return List.of();
    }
}
