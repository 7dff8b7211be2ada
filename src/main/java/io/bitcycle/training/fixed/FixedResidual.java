package io.bitcycle.training.fixed;

import io.bitcycle.tensor.Parallel;
import io.bitcycle.workload.work.ResidualWork;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * y = body(x) + shortcut(x), the shortcut being the identity when it has no layers; the input's gradient is the sum of both
 * gradients. A sum is formed in the finer unit of the two, at most {@value #REACH} bits below the coarser, and rounded once, to the
 * unit in which the greatest possible sum is a word.
 */
final class FixedResidual implements FixedLayer {
    private static final int REACH = 30;

    private final String name;
    private final FixedSequential body;
    private final FixedSequential shortcut;
    private final FixedFormat format;

    FixedResidual(String name, List<FixedLayer> body, List<FixedLayer> shortcut, FixedFormat format) {
        this.name = name;
        this.body = new FixedSequential(name + ".body", body);
        this.shortcut = new FixedSequential(name + ".shortcut", shortcut);
        this.format = format;
    }

    @Override
    public String name() {
        return name;
    }

    /** The body's, then the shortcut's. */
    @Override
    public List<FixedParameter> parameters() {
        return Stream.concat(body.parameters().stream(), shortcut.parameters().stream())
                .toList();
    }

    /** The layers of the body, then those of the shortcut. */
    @Override
    public List<FixedLayer> children() {
        return Stream.concat(body.children().stream(), shortcut.children().stream())
                .toList();
    }

    @Override
    public FixedTensor forward(FixedTensor input, FixedStep step) {
        FixedTensor through = body.forward(input, step);
        FixedTensor around = shortcut.forward(input, step);
        step.session().vector(ResidualWork.add(name, through.size()));
        return sum(through, around, step.parallel());
    }

    @Override
    public FixedTensor backward(FixedTensor outputGradient, FixedStep step) {
        FixedTensor through = body.backward(outputGradient, step);
        FixedTensor around = shortcut.backward(outputGradient, step);
        if (through == null || around == null) {
            return null;
        }
        step.session().vector(ResidualWork.addGradients(name, through.size()));
        return sum(through, around, step.parallel());
    }

    private FixedTensor sum(FixedTensor a, FixedTensor b, Parallel parallel) {
        if (!Arrays.equals(a.shape(), b.shape())) {
            throw new IllegalArgumentException(name + ": the body gives " + Arrays.toString(a.shape())
                    + ", the shortcut " + Arrays.toString(b.shape()));
        }
        int top = Math.max(
                Scalar.top(a.magnitude(parallel), a.exponent()), Scalar.top(b.magnitude(parallel), b.exponent()));
        int unit = Math.max(top + 1 - (format.bits() - 1), Math.min(a.exponent(), b.exponent()));
        int fine = Math.max(Math.min(a.exponent(), b.exponent()), Math.max(a.exponent(), b.exponent()) - REACH);
        int[] sum = new int[a.size()];
        parallel.forEachRange(sum.length, 1, (from, to) -> {
            for (int i = from; i < to; i++) {
                long exact = Rounding.shift(a.mantissas()[i], fine - a.exponent())
                        + Rounding.shift(b.mantissas()[i], fine - b.exponent());
                sum[i] = Rounding.saturated(Rounding.shift(exact, unit - fine), format.bits());
            }
        });
        return FixedTensor.of(sum, unit, a.shape());
    }
}
