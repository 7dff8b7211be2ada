package io.bitcycle.workload.onnx;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bitcycle.json.Quoted;
import io.bitcycle.workload.onnx.OnnxModel.Node;
import java.util.List;
import java.util.Set;

/**
 * The window of a convolution or pooling, with one stride and one padding for all sides, as traces have it.
 *
 * @param evened whether the graph pads some sides by more than others; this padding gives as many outputs
 */
record Window(long height, long width, long stride, long padding, boolean evened) {
    private static final long MOST = 1 << 14;

    /**
     * Padding of an axis, both sides together.
     *
     * @param words where it comes from, for messages
     * @param even whether all four sides have the same
     */
    private record Padding(long rows, long columns, boolean even, String words) {}

    /**
     * The window of a node.
     *
     * @param weight dimensions whose last two are the window's
     * @throws UnsupportedWindowException naming the attribute that traces cannot hold
     */
    static Window of(Node node, Activation x, List<Long> weight) throws UnsupportedWindowException {
        long height = weight.get(2);
        long width = weight.get(3);
        if (Math.min(height, width) < 1 || Math.max(height, width) > MOST) {
            throw new UnsupportedWindowException(
                    "has a kernel_shape of " + weight.subList(2, 4) + "; allowed: 1 to " + MOST);
        }
        long stride = one(node, "strides", "the same for both axes");
        if (stride < 1 || stride > MOST) {
            throw new UnsupportedWindowException("has strides of " + stride + "; allowed: 1 to " + MOST);
        }
        if (one(node, "dilations", "1") != 1) {
            throw new UnsupportedWindowException("has dilations of " + node.integers("dilations") + "; allowed: 1");
        }
        long rows = x.dims().get(1);
        long columns = x.dims().get(2);
        Padding padding = padding(node, new long[] {rows, columns}, new long[] {height, width}, stride);
        for (long each = padding.rows() / 2; each <= (padding.rows() + 1) / 2; each++) {
            if (padding.even()
                    || steps(rows - height + 2 * each, stride) == steps(rows - height + padding.rows(), stride)
                            && steps(columns - width + 2 * each, stride)
                                    == steps(columns - width + padding.columns(), stride)) {
                return new Window(height, width, stride, each, !padding.even());
            }
        }
        throw new UnsupportedWindowException(padding.words() + "; allowed: one padding for all sides, or sides that"
                + " give as many outputs as one would");
    }

    private static Padding padding(Node node, long[] sizes, long[] kernel, long stride)
            throws UnsupportedWindowException {
        String automatic = node.text("auto_pad", "NOTSET");
        switch (automatic) {
            case "NOTSET":
                return stated(node.integers("pads"));
            case "VALID":
                return new Padding(0, 0, true, "");
            case "SAME_UPPER", "SAME_LOWER":
                long rows = same(sizes[0], kernel[0], stride);
                long columns = same(sizes[1], kernel[1], stride);
                return new Padding(
                        rows,
                        columns,
                        rows == columns && rows % 2 == 0,
                        "has an auto_pad of " + automatic + ", which adds " + rows + " rows and " + columns
                                + " columns");
            default:
                throw new UnsupportedWindowException("has an auto_pad of " + Quoted.of(automatic)
                        + "; allowed: NOTSET, VALID, SAME_UPPER, SAME_LOWER");
        }
    }

    /** Of {@code pads}: top, left, bottom, right. */
    private static Padding stated(List<Long> pads) throws UnsupportedWindowException {
        if (pads.isEmpty()) {
            return new Padding(0, 0, true, "");
        }
        String words = "has pads of " + pads;
        if (pads.size() != 4 || pads.stream().anyMatch(pad -> pad < 0 || pad > MOST)) {
            throw new UnsupportedWindowException(words + "; allowed: four, each 0 to " + MOST);
        }
        return new Padding(
                pads.get(0) + pads.get(2),
                pads.get(1) + pads.get(3),
                Set.copyOf(pads).size() == 1,
                words);
    }

    /** What both sides of an axis need together for ⌈size / stride⌉ outputs. */
    private static long same(long size, long kernel, long stride) {
        return Math.max(0, ((size + stride - 1) / stride - 1) * stride + kernel - size);
    }

    /** The one value that an attribute has for all axes, 1 where it is not there. */
    private static long one(Node node, String attribute, String allowed) throws UnsupportedWindowException {
        List<Long> values = node.integers(attribute);
        if (Set.copyOf(values).size() > 1) {
            throw new UnsupportedWindowException("has " + attribute + " of " + values + "; allowed: " + allowed);
        }
        return values.isEmpty() ? 1 : values.get(0);
    }

    /** @param spare padded pixels of an axis less those of the window */
    private static long steps(long spare, long stride) {
        return Math.floorDiv(spare, stride);
    }

    long outputs(long size, long kernel) {
        return steps(size + 2 * padding - kernel, stride) + 1;
    }

    /** Whether no pixel is left over, so that rounding up and down give the same. */
    boolean isExact(Activation x) {
        return !evened
                && (x.dims().get(1) + 2 * padding - height) % stride == 0
                && (x.dims().get(2) + 2 * padding - width) % stride == 0;
    }

    void describe(ObjectNode layer) {
        if (height == width) {
            layer.put("kernel", height);
        } else {
            layer.putArray("kernel").add(height).add(width);
        }
        layer.put("stride", stride);
        if (padding > 0) {
            layer.put("padding", padding);
        }
    }
}
