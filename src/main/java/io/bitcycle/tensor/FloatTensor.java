package io.bitcycle.tensor;

import java.util.Arrays;

/**
 * A dense binary32 tensor, row-major. Activations and errors are [N, C, H, W] (or [N, C]), weights [O, C/groups, Kh, Kw]
 * (or [O, C]). The data array is owned by the tensor and shared with whoever holds it: kernels write into it in place.
 */
public final class FloatTensor {
    private final int[] shape;
    private final float[] data;
    private final Extent extent;

    private FloatTensor(int[] shape, float[] data, Extent extent) {
        this.shape = shape;
        this.data = data;
        this.extent = extent;
    }

    /** A tensor of zeros. */
    public static FloatTensor zeros(int... shape) {
        return new FloatTensor(shape.clone(), new float[Shapes.size(shape)], null);
    }

    /** Wraps {@code data}, which the tensor owns from now on. */
    public static FloatTensor of(float[] data, int... shape) {
        return of(data, null, shape);
    }

    /**
     * The same, of values whose extent was measured as they were written, so that a quantizer need not.
     *
     * @param extent null where it is not known
     */
    public static FloatTensor of(float[] data, Extent extent, int... shape) {
        if (data.length != Shapes.size(shape)) {
            throw new IllegalArgumentException(data.length + " values do not fill the shape " + Arrays.toString(shape));
        }
        return new FloatTensor(shape.clone(), data, extent);
    }

    public int[] shape() {
        return shape.clone();
    }

    public int dim(int axis) {
        return shape[axis];
    }

    public int rank() {
        return shape.length;
    }

    public int size() {
        return data.length;
    }

    /** The live values, row-major. */
    public float[] data() {
        return data;
    }

    /** That of the values this tensor was made with, null where it is not known. Who writes others over them makes another tensor. */
    Extent extent() {
        return extent;
    }

    /** The same values under another shape. */
    public FloatTensor reshaped(int... newShape) {
        return of(data, newShape);
    }

    public FloatTensor copy() {
        return new FloatTensor(shape, data.clone(), extent);
    }
}
