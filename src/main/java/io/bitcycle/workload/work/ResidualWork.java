package io.bitcycle.workload.work;

import io.bitcycle.workload.Operation;
import io.bitcycle.workload.Traffic;
import io.bitcycle.workload.TrainingPass;
import io.bitcycle.workload.VectorOp;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The sum of a body and a shortcut: both in this order, then the addition; backward likewise.
 *
 * @param inputs elements of the input
 * @param outputs elements of the sum
 */
public record ResidualWork(String layer, long inputs, long outputs, SequentialWork body, SequentialWork shortcut)
        implements LayerWork {
    @Override
    public List<Operation> forward(boolean training) {
        List<Operation> ops = new ArrayList<>(body.forward(training));
        ops.addAll(shortcut.forward(training));
        ops.add(add(layer, outputs));
        return ops;
    }

    @Override
    public List<Operation> backward() {
        List<Operation> ops = new ArrayList<>(body.backward());
        ops.addAll(shortcut.backward());
        ops.addAll(backwardSum());
        return ops;
    }

    /** What the backward pass ends with, where it gives a gradient. */
    List<VectorOp> backwardSum() {
        return givesInputGradient() ? List.of(addGradients(layer, inputs)) : List.of();
    }

    public static VectorOp add(String layer, long elements) {
        return op(layer, TrainingPass.FORWARD, "residual add", elements);
    }

    public static VectorOp addGradients(String layer, long elements) {
        return op(layer, TrainingPass.BACKWARD_DATA, "residual gradient add", elements);
    }

    @Override
    public boolean givesInputGradient() {
        return body.givesInputGradient() && shortcut.givesInputGradient();
    }

    @Override
    public List<ParameterSize> parameters() {
        return Stream.concat(body.parameters().stream(), shortcut.parameters().stream())
                .toList();
    }

    private static VectorOp op(String layer, TrainingPass pass, String name, long elements) {
        return new VectorOp(
                        layer, pass, name, elements, 1, 0, 0, 0, Traffic.words(2 * elements), Traffic.words(elements))
                .inOrder(elements, elements);
    }
}
