package io.bitcycle.simulator.kernel;

import io.bitcycle.numeric.loops.Loops;
import io.bitcycle.tensor.PaddedImages;
import io.bitcycle.tensor.Parallel;
import io.bitcycle.workload.ConvShape;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Gradients of 3 x 3 weights by their definition, on images and errors laid out as a {@link Frame}. Each thread
 * adds up the lines it happens to have: all sums are exact integers, so the result is the same whoever computes what.
 */
public final class FrameGradient implements Shortcut {
    /** Fewer channels leave most lanes empty. */
    private static final int FEWEST_CHANNELS = FrameGradientPanel.CHANNELS / 2;
    /** With two, rows of images of even and of odd number are lines of their own. */
    private static final int MOST_STRIDE = 2;
    /** Products that binary32 sums at once: fewer cost more than they save. */
    private static final int SHORTEST = 64;

    private final Gradient gradient;
    private final Frame frame;
    private final int run;

    private FrameGradient(Gradient gradient, int run) {
        this.gradient = gradient;
        this.run = run;
        this.frame = Frame.of(gradient.batch(), gradient.height(), gradient.width(), gradient.stride());
    }

    /**
     * The gradients of a convolution's weights.
     *
     * @param images the input in its padding
     * @return null where another way is better, or the sums might not be exact
     */
    public static FrameGradient of(ConvShape shape, PaddedImages images, PaddedImages errors, int group) {
        int channels = shape.groupInChannels();
        int columns = shape.groupOutChannels();
        boolean suits = Loops.best().fastProducts()
                && shape.kernelHeight() == 3
                && shape.kernelWidth() == 3
                && shape.stride() <= MOST_STRIDE
                && shape.padding() == 1
                && channels >= FEWEST_CHANNELS
                && 2 * columns >= Loops.best().products().columns();
        if (!suits) {
            return null;
        }
        return of(new Gradient(
                shape.batch(),
                shape.stride(),
                images,
                shape.inChannels(),
                group * channels,
                channels,
                errors,
                shape.outChannels(),
                group * columns,
                columns));
    }

    private static FrameGradient of(Gradient gradient) {
        long largest = gradient.images().magnitude() * gradient.errors().magnitude();
        long run = Columns.EXACT_FLOAT / Math.max(1, largest);
        double outputs = (double) gradient.batch() * gradient.height() * gradient.width();
        return run < SHORTEST || outputs * largest > Columns.EXACT_DOUBLE
                ? null
                : new FrameGradient(gradient, (int) Math.min(run, FrameGradientPanel.DEPTH));
    }

    /** @param c gradients [channels, 3, 3, columns] */
    @Override
    public void multiply(long[] c, Parallel parallel) {
        Arrays.fill(c, 0, gradient.channels() * Stencil.TAPS * gradient.columns(), 0);
        Map<Thread, FrameGradientPanel> panels = new ConcurrentHashMap<>();
        try {
            parallel.forEach(frame.lines(gradient.batch()), line -> {
                Thread thread = Thread.currentThread();
                panels.computeIfAbsent(thread, own -> FrameGradientPanel.open(gradient, frame))
                        .add(line, run);
            });
            long outputs = (long) panels.size() * Stencil.TAPS * gradient.columns();
            parallel.forEachRange(gradient.channels(), Math.max(1, outputs), (first, end) -> {
                for (FrameGradientPanel panel : panels.values()) {
                    panel.collect(first, end, c);
                }
            });
        } finally {
            panels.values().forEach(FrameGradientPanel::close);
        }
    }
}
