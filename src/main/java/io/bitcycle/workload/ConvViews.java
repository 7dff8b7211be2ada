package io.bitcycle.workload;

import static io.bitcycle.tensor.OffsetMatrix.steps;

import io.bitcycle.tensor.OffsetMatrix;
import io.bitcycle.tensor.PaddedImages;
import java.util.HashMap;
import java.util.Map;

/**
 * The operands of a convolution's matrix operations as views of its code tensors: element (row, depth) of an operand lies
 * at the sum of two offsets, so nothing is expanded. Depth orders are (c, kh, kw) forward, (o, kh, kw) backward-data and
 * (n, ho, wo) backward-weight. For one thread: offsets are worked out when first asked for, and kept.
 */
public final class ConvViews {
    private final ConvShape shape;
    private final int[] positions;
    private final int[] patch;
    private final int paddedHeight;
    private final int paddedWidth;
    private final Map<Grid, int[]> grids = new HashMap<>();

    public ConvViews(ConvShape shape) {
        this.shape = shape;
        this.paddedHeight = shape.height() + 2 * shape.padding();
        this.paddedWidth = shape.width() + 2 * shape.padding();
        int plane = paddedHeight * paddedWidth;
        this.positions = grid(
                shape.batch(), shape.inChannels() * plane,
                shape.outHeight(), shape.stride() * paddedWidth,
                shape.outWidth(), shape.stride());
        this.patch = grid(shape.groupInChannels(), plane, shape.kernelHeight(), paddedWidth, shape.kernelWidth(), 1);
    }

    /** Forward A [N Ho Wo, C/g Kh Kw] of the input padded by {@link ConvShape#padding()}. */
    public OffsetMatrix patches(PaddedImages input, int group) {
        return view(input, inputBase(group), positions, patch);
    }

    /** Backward-weight A [C/g Kh Kw, N Ho Wo]: the transpose of {@link #patches}. */
    public OffsetMatrix patchesTransposed(PaddedImages input, int group) {
        return view(input, inputBase(group), patch, positions);
    }

    /** Forward B [C/g Kh Kw, O/g] of the weights [O, C/g, Kh, Kw]. */
    public OffsetMatrix weights(PaddedImages weights, int group) {
        int depth = patch.length;
        int outputs = shape.groupOutChannels();
        return view(weights, group * outputs * depth, steps(depth, 1), steps(outputs, depth));
    }

    /** Backward-weight B [N Ho Wo, O/g] of the errors [N, O, Ho, Wo]. */
    public OffsetMatrix errors(PaddedImages errors, int group) {
        int plane = shape.outHeight() * shape.outWidth();
        int[] rows = grid(
                shape.batch(), shape.outChannels() * plane, shape.outHeight(), shape.outWidth(), shape.outWidth(), 1);
        return view(errors, group * shape.groupOutChannels() * plane, rows, steps(shape.groupOutChannels(), plane));
    }

    /** Rows of zeros that the errors need above, below, left and right for one phase of backward-data. */
    public static int[] errorFrame(StridePhase y, StridePhase x, ConvShape shape) {
        return new int[] {
            before(y), after(y, shape.outHeight()), before(x), after(x, shape.outWidth()),
        };
    }

    /** Backward-data A [N pixels, O/g taps] of one phase, of the errors in their {@link #errorFrame}. */
    public OffsetMatrix errorPatches(PaddedImages errors, StridePhase y, StridePhase x, int group) {
        int width = errors.width();
        int plane = errors.height() * width;
        int[] rows = grid(shape.batch(), shape.outChannels() * plane, y.pixels(), width, x.pixels(), 1);
        int[] cols = grid(shape.groupOutChannels(), plane, y.taps(), -width, x.taps(), -1);
        int origin = (y.firstOutput() + errors.top()) * width + x.firstOutput() + errors.left();
        return view(errors, group * shape.groupOutChannels() * plane + origin, rows, cols);
    }

    /** Backward-data B [O/g taps, C/g] of one phase. */
    public OffsetMatrix weightsTransposed(PaddedImages weights, StridePhase y, StridePhase x, int group) {
        int kernel = shape.kernelHeight() * shape.kernelWidth();
        int depth = patch.length;
        int[] rows = grid(
                shape.groupOutChannels(),
                depth,
                y.taps(),
                shape.stride() * shape.kernelWidth(),
                x.taps(),
                shape.stride());
        int origin = y.phase() * shape.kernelWidth() + x.phase();
        return view(
                weights,
                group * shape.groupOutChannels() * depth + origin,
                rows,
                steps(shape.groupInChannels(), kernel));
    }

    private int inputBase(int group) {
        return group * shape.groupInChannels() * paddedHeight * paddedWidth;
    }

    private static int before(StridePhase phase) {
        return Math.max(0, phase.taps() - 1 - phase.firstOutput());
    }

    private static int after(StridePhase phase, int outputs) {
        return Math.max(0, phase.firstOutput() + phase.pixels() - outputs);
    }

    private static OffsetMatrix view(PaddedImages images, int base, int[] rows, int[] cols) {
        return new OffsetMatrix(images.codes(), base, rows, cols, images.min(), images.max());
    }

    private int[] grid(int n0, int stride0, int n1, int stride1, int n2, int stride2) {
        return grids.computeIfAbsent(new Grid(n0, stride0, n1, stride1, n2, stride2), Grid::offsets);
    }

    private record Grid(int n0, int stride0, int n1, int stride1, int n2, int stride2) {
        /** Last axis fastest. */
        int[] offsets() {
            int[] offsets = new int[n0 * n1 * n2];
            int at = 0;
            for (int i = 0; i < n0; i++) {
                for (int j = 0; j < n1; j++) {
                    for (int k = 0; k < n2; k++) {
                        offsets[at++] = i * stride0 + j * stride1 + k * stride2;
                    }
                }
            }
            return offsets;
        }
    }
}
