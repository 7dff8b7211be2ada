package io.bitcycle.training;

import io.bitcycle.simulator.AcceleratorSession;
import io.bitcycle.tensor.FloatTensor;
import io.bitcycle.tensor.LaneSum;
import io.bitcycle.training.layer.Parameter;
import io.bitcycle.workload.work.OptimizerWork;
import java.util.List;
import java.util.Map;

/**
 * Scales the gradients down before another optimizer takes its step, where the norm of all of them together is above a limit
 * (Pascanu et al., ICML 2013), as PyTorch's clip_grad_norm_ does: g = g · min(1, limit / (norm + 1e-6)), in binary32. The norm is
 * the root of the sum over parameters of {@link LaneSum}s of squares.
 */
final class GradientClipping implements Optimizer {
    private static final float GUARD = 1e-6f;

    private final Optimizer then;
    private final List<Parameter> parameters;
    private final float limit;

    /** @throws IllegalArgumentException if the limit is not above 0 and finite */
    GradientClipping(Optimizer then, List<Parameter> parameters, float limit) {
        if (!(limit > 0 && limit <= Float.MAX_VALUE)) {
            throw new IllegalArgumentException("the gradient norm is clipped to " + limit + ", allowed is above 0");
        }
        this.then = then;
        this.parameters = List.copyOf(parameters);
        this.limit = limit;
    }

    @Override
    public void step(long iteration, float learningRate, AcceleratorSession session) {
        float squares = 0;
        for (Parameter parameter : parameters) {
            float[] square = parameter.gradient().data().clone();
            for (int i = 0; i < square.length; i++) {
                square[i] *= square[i];
            }
            squares += LaneSum.of(square, 0, square.length);
            session.vector(OptimizerWork.squares(parameter.size()));
        }
        float factor = Math.min(1, limit / ((float) Math.sqrt(squares) + GUARD));
        session.vector(OptimizerWork.clipFactor(parameters.size()));
        for (Parameter parameter : parameters) {
            float[] g = parameter.gradient().data();
            for (int i = 0; i < g.length; i++) {
                g[i] *= factor;
            }
            session.vector(OptimizerWork.clip(parameter.size()));
        }
        then.step(iteration, learningRate, session);
    }

    @Override
    public Map<String, FloatTensor> state() {
        return then.state();
    }
}
