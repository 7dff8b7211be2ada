package io.bitcycle.training.layer;

import io.bitcycle.tensor.FloatTensor;
import io.bitcycle.tensor.Parallel;
import io.bitcycle.workload.work.ActivationProductWork;
import java.util.Map;

/** On the vector unit, in binary32: each sum adds rounded products along the depth in ascending order from 0. */
final class FloatHeadProduct implements HeadProduct {
    private record Operands(FloatTensor left, FloatTensor right) {}

    private final Kept<Operands> kept;

    FloatHeadProduct(String name) {
        this.kept = new Kept<>(name);
    }

    @Override
    public Map<String, FloatTensor> state() {
        return Map.of();
    }

    @Override
    public FloatTensor forward(FloatTensor left, FloatTensor right, ActivationProductWork work, Step step) {
        work.forward(step.training()).forEach(step.session()::count);
        if (step.training()) {
            kept.keep(new Operands(left, right));
        }
        return product(left, false, right, false, step.session().workers());
    }

    @Override
    public Gradients backward(FloatTensor errors, ActivationProductWork work, Step step) {
        Operands operands = kept.take();
        Parallel parallel = step.session().workers();
        work.backward().forEach(step.session()::count);
        return new Gradients(
                product(errors, false, operands.right(), true, parallel),
                product(operands.left(), true, errors, false, parallel));
    }

    private static FloatTensor product(
            FloatTensor a, boolean aTransposed, FloatTensor b, boolean bTransposed, Parallel parallel) {
        int rows = a.dim(aTransposed ? 2 : 1);
        int depth = a.dim(aTransposed ? 1 : 2);
        int cols = b.dim(bTransposed ? 1 : 2);
        FloatTensor result = FloatTensor.zeros(a.dim(0), rows, cols);
        parallel.forEach(a.dim(0), group -> {
            for (int i = 0; i < rows; i++) {
                int to = (group * rows + i) * cols;
                for (int k = 0; k < depth; k++) {
                    float factor = a.data()[group * rows * depth + (aTransposed ? k * rows + i : i * depth + k)];
                    for (int j = 0; j < cols; j++) {
                        int from = group * depth * cols + (bTransposed ? j * depth + k : k * cols + j);
                        result.data()[to + j] += factor * b.data()[from];
                    }
                }
            }
        });
        return result;
    }
}
