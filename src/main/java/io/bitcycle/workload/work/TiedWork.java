package io.bitcycle.workload.work;

import io.bitcycle.workload.Operation;
import java.util.List;

/**
 * Work whose parameters belong to another layer, which the optimizer moves there.
 *
 * @param parameters what is its own
 */
public record TiedWork(LayerWork work, List<ParameterSize> parameters) implements LayerWork {
    public TiedWork {
        parameters = List.copyOf(parameters);
    }

    @Override
    public List<? extends Operation> forward(boolean training) {
        return work.forward(training);
    }

    @Override
    public List<? extends Operation> backward() {
        return work.backward();
    }

    @Override
    public boolean givesInputGradient() {
        return work.givesInputGradient();
    }
}
