package io.bitcycle.workload.onnx;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bitcycle.workload.onnx.OnnxModel.Node;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The window of a convolution or pooling, with one stride and one padding for all sides, as traces have it. */
record Window(long height, long width, long stride, long padding) {
    private static final long MOST = 1 << 14;

    /**
     * The window of a node.
     *
     * @param weight dimensions whose last two are the window's
     * @return empty for one that traces cannot hold
     */
    static Optional<Window> of(Node node, Activation x, List<Long> weight) {
        if (weight.size() != 4 || !x.isImage()) {
            return Optional.empty();
        }
        long height = weight.get(2);
        long width = weight.get(3);
        List<Long> strides = node.integers("strides");
        Optional<Long> stride = one(strides, 1);
        if (height < 1
                || width < 1
                || Math.max(height, width) > MOST
                || stride.isEmpty()
                || stride.get() < 1
                || one(node.integers("dilations"), 1).orElse(0L) != 1) {
            return Optional.empty();
        }
        Optional<Long> padding = switch (node.text("auto_pad", "NOTSET")) {
            case "NOTSET" -> one(node.integers("pads"), 0);
            case "VALID" -> Optional.of(0L);
            case "SAME_UPPER", "SAME_LOWER" ->
                same(x.dims().get(1), height, stride.get())
                        .filter(rows ->
                                same(x.dims().get(2), width, stride.get()).equals(Optional.of(rows)));
            default -> Optional.empty();
        };
        return padding.filter(pad -> pad >= 0 && pad <= MOST && stride.get() <= MOST)
                .map(pad -> new Window(height, width, stride.get(), pad));
    }

    /** The one value that all have. */
    private static Optional<Long> one(List<Long> values, long otherwise) {
        Set<Long> distinct = Set.copyOf(values);
        return distinct.size() > 1 ? Optional.empty() : Optional.of(distinct.isEmpty() ? otherwise : values.get(0));
    }

    /** Padding on each side of an axis so that ⌈size / stride⌉ outputs come about; empty when the sides differ. */
    private static Optional<Long> same(long size, long kernel, long stride) {
        long total = Math.max(0, ((size + stride - 1) / stride - 1) * stride + kernel - size);
        return total % 2 == 0 ? Optional.of(total / 2) : Optional.empty();
    }

    long outputs(long size, long kernel) {
        return Math.floorDiv(size + 2 * padding - kernel, stride) + 1;
    }

    /** Whether no pixel is left over, so that rounding up and down give the same. */
    boolean isExact(Activation x) {
        return (x.dims().get(1) + 2 * padding - height) % stride == 0
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
