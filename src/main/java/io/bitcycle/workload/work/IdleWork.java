package io.bitcycle.workload.work;

import io.bitcycle.workload.Operation;
import java.util.List;

/** What no sample of a batch goes through: nothing, but the optimizer moves its parameters. */
public record IdleWork(List<ParameterSize> parameters, boolean givesInputGradient) implements LayerWork {
    public IdleWork {
        parameters = List.copyOf(parameters);
    }

    @Override
    public List<Operation> forward(boolean training) {
        return List.of();
    }

    @Override
    public List<Operation> backward() {
        return List.of();
    }
}
