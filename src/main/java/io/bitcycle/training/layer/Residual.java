package io.bitcycle.training.layer;

import io.bitcycle.numeric.loops.Loops;
import io.bitcycle.tensor.Extent;
import io.bitcycle.tensor.FloatTensor;
import io.bitcycle.workload.work.ResidualWork;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * y = body(x) + shortcut(x) (He et al., CVPR 2016), the shortcut being the identity when it has no layers. The input's gradient is
 * the sum of the body's and the shortcut's, in this order.
 */
public final class Residual implements BeforeRelu {
    /** Elements that are added before they are rectified: so many stay in the first-level cache. */
    private static final int PIECE = 16 * Loops.MASKED;

    private final String name;
    private final Sequential body;
    private final Sequential shortcut;

    public Residual(String name, List<Layer> body, List<Layer> shortcut) {
        this.name = name;
        this.body = new Sequential(name + ".body", body);
        this.shortcut = new Sequential(name + ".shortcut", shortcut);
    }

    @Override
    public String name() {
        return name;
    }

    /** The body's, then the shortcut's. */
    @Override
    public List<Parameter> parameters() {
        return Stream.concat(body.parameters().stream(), shortcut.parameters().stream())
                .toList();
    }

    /** The layers of the body, then those of the shortcut. */
    @Override
    public List<Layer> children() {
        return Stream.concat(body.children().stream(), shortcut.children().stream())
                .toList();
    }

    @Override
    public FloatTensor forward(FloatTensor input, boolean over, Relu next, Step step) {
        FloatTensor through = body.forward(input, step);
        FloatTensor around = shortcut.forward(input, step);
        step.session().vector(ResidualWork.add(name, through.size()));
        FloatTensor sum = sum(through, around, next, step);
        if (shortcut.givesAway()) {
            step.session().spares().give(around.data());
        }
        if (over && !body.keepsInput() && (isIdentity() || !shortcut.keepsInput())) {
            step.session().spares().give(input.data());
        }
        return sum;
    }

    private boolean isIdentity() {
        return shortcut.children().isEmpty();
    }

    @Override
    public FloatTensor backward(FloatTensor outputGradient, boolean over, Relu next, Step step) {
        if (next != null) {
            FloatTensor gradient = over ? next.backwardOver(outputGradient, step) : next.backward(outputGradient, step);
            return backward(gradient, true, null, step);
        }
        FloatTensor through = body.backward(outputGradient, step);
        FloatTensor around = shortcut.backward(outputGradient, step);
        if (through == null || around == null) {
            return null;
        }
        step.session().vector(ResidualWork.addGradients(name, through.size()));
        FloatTensor sum = sum(through, around, null, step);
        if (shortcut.givesAway()) {
            step.session().spares().give(around.data());
        }
        if (over && sum.data() != outputGradient.data()) {
            step.session().spares().give(outputGradient.data());
        }
        return sum;
    }

    /**
     * Written over what the body gave away.
     *
     * @param next what rectifies the sum; null for nothing
     */
    private FloatTensor sum(FloatTensor a, FloatTensor b, Relu next, Step step) {
        if (!Arrays.equals(a.shape(), b.shape())) {
            throw new IllegalArgumentException(name + ": the body gives " + Arrays.toString(a.shape())
                    + ", the shortcut " + Arrays.toString(b.shape()));
        }
        float[] left = a.data();
        float[] right = b.data();
        float[] out = body.givesAway() ? left : new float[left.length];
        int[] mask = next == null ? null : next.begin(out.length, step);
        boolean measures = mask != null && step.training();
        Extent.OfParts extent = new Extent.OfParts();
        int pieces = (int) (((long) out.length + PIECE - 1) / PIECE);
        step.session().workers().forEachRange(pieces, PIECE, (first, end) -> {
            for (int piece = first; piece < end; piece++) {
                int from = piece * PIECE;
                int to = Math.min(out.length - from, PIECE) + from;
                for (int i = from; i < to; i++) {
                    out[i] = left[i] + right[i];
                }
                if (mask != null) {
                    Loops.best().rectify(out, out, from, to, mask);
                }
                if (measures) {
                    extent.add(out, from, to);
                }
            }
        });
        return FloatTensor.of(out, extent.all(), a.shape());
    }
}
