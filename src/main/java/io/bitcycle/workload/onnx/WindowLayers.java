package io.bitcycle.workload.onnx;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bitcycle.workload.onnx.Constants.Constant;
import io.bitcycle.workload.onnx.OnnxModel.Node;
import java.util.List;
import java.util.Optional;

/** The layers of nodes that slide a window over an image: convolutions and poolings. */
final class WindowLayers {
    private final Constants constants;
    private final Refusals refusals;
    private final Summary summary;

    WindowLayers(Constants constants, Refusals refusals, Summary summary) {
        this.constants = constants;
        this.refusals = refusals;
        this.summary = summary;
    }

    Optional<Activation> convolution(Node node, Activation x) {
        Constant weight = constants.input(node, 1);
        long groups = node.integer("group", 1);
        if (weight.dims().size() != 4 || !x.isImage()) {
            return refusals.refuse(node, "Conv that is not two-dimensional, or whose weights are no constant");
        }
        Optional<Window> window = window(node, x, weight.dims());
        if (window.isEmpty()) {
            return Optional.empty();
        }
        long channels = x.dims().get(0);
        long outputs = weight.dims().get(0);
        if (groups < 1
                || outputs < 1
                || outputs % groups != 0
                || (double) weight.dims().get(1) * groups != channels) {
            return refusals.problem(
                    node,
                    "has weights of " + weight.dims() + " in " + groups + " groups, which do not fit " + channels
                            + " input channels");
        }
        ObjectNode layer = LayerRules.layer(node, "conv").put("in", channels).put("out", outputs);
        window.get().describe(layer);
        if (groups > 1) {
            layer.put("groups", groups);
        }
        summary.product(node.inputs().size() > 2, weight.bits(), x.bits());
        return output(node, x, layer, outputs, window.get());
    }

    Optional<Activation> pool(Node node, Activation x) {
        boolean max = node.op().equals("MaxPool");
        List<Long> kernel = node.integers("kernel_shape");
        if (!x.isImage() || kernel.size() != 2 || !kernel.get(0).equals(kernel.get(1))) {
            return refusals.problem(
                    node,
                    "has a kernel_shape of " + kernel + " on an input of " + x.dims()
                            + "; allowed: a square on an image");
        }
        Optional<Window> window = window(node, x, List.of(1L, 1L, kernel.get(0), kernel.get(1)));
        if (window.isEmpty()) {
            return Optional.empty();
        }
        if (!max && window.get().padding() > 0) {
            return refusals.problem(node, "pads its input; allowed of AveragePool: none");
        }
        if (node.integer("ceil_mode", 0) != 0 && !window.get().isExact(x)) {
            return refusals.problem(node, "has a ceil_mode that gives more outputs than rounding down; allowed: 0");
        }
        ObjectNode layer = LayerRules.layer(node, max ? "max-pool" : "average-pool");
        window.get().describe(layer);
        return output(node, x, layer, x.dims().get(0), window.get());
    }

    /** Empty after a problem that names the attribute. */
    private Optional<Window> window(Node node, Activation x, List<Long> weight) {
        try {
            Window window = Window.of(node, x, weight);
            if (window.evened()) {
                summary.evenedPadding();
            }
            return Optional.of(window);
        } catch (UnsupportedWindowException e) {
            refusals.problem(node, e.getMessage());
            return Optional.empty();
        }
    }

    private Optional<Activation> output(Node node, Activation x, ObjectNode layer, long channels, Window window) {
        long height = window.outputs(x.dims().get(1), window.height());
        long width = window.outputs(x.dims().get(2), window.width());
        if (height < 1 || width < 1) {
            return refusals.problem(
                    node,
                    "has a window larger than its padded input of " + x.dims().get(1) + "x"
                            + x.dims().get(2));
        }
        if ((double) channels * height * width > Integer.MAX_VALUE) {
            return refusals.problem(
                    node, "gives " + channels + "x" + height + "x" + width + " elements; allowed: at most 2147483647");
        }
        return Optional.of(x.through(layer, List.of(channels, height, width)));
    }
}
