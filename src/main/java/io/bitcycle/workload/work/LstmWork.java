package io.bitcycle.workload.work;

import io.bitcycle.workload.Operation;
import java.util.ArrayList;
import java.util.List;

/**
 * An LSTM over all its steps. Backward goes from step to step through the cell and the product of the state; then come the gradients
 * by the input and its weights, whose product quantizes the errors of all steps together, and last that by the state's weights.
 */
public record LstmWork(LayerWork input, RecurrentWork recurrent, LstmCellWork cell) implements LayerWork {
    @Override
    public List<Operation> forward(boolean training) {
        List<Operation> ops = new ArrayList<>(input.forward(training));
        ops.addAll(recurrent.forward(training));
        ops.addAll(cell.forward(training));
        return ops;
    }

    @Override
    public List<Operation> backward() {
        List<Operation> ops = new ArrayList<>(cell.backward());
        ops.addAll(recurrent.backwardData());
        ops.addAll(input.backward());
        ops.addAll(recurrent.backwardWeight());
        return ops;
    }

    @Override
    public boolean givesInputGradient() {
        return input.givesInputGradient();
    }

    @Override
    public List<ParameterSize> parameters() {
        List<ParameterSize> parameters = new ArrayList<>(input.parameters());
        parameters.addAll(recurrent.parameters());
        return parameters;
    }
}
