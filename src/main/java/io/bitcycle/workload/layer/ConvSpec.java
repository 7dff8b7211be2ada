package io.bitcycle.workload.layer;

import static io.bitcycle.json.JsonTypes.integer;

import io.bitcycle.json.ChoiceType;
import io.bitcycle.json.Key;
import io.bitcycle.workload.ActivationShape;
import io.bitcycle.workload.ConvProduct;
import io.bitcycle.workload.ConvShape;
import io.bitcycle.workload.Product;
import io.bitcycle.workload.work.ConvWork;
import io.bitcycle.workload.work.FloatConvWork;
import io.bitcycle.workload.work.LayerWork;
import io.bitcycle.workload.work.Quantization;
import java.util.List;

/**
 * A convolution without bias.
 *
 * @param quantized whether its products run on the array (else on the vector unit, in binary32)
 * @param flattened whether the array takes its depth as one whatever {@code array.depth_blocking} is
 */
public record ConvSpec(
        String name,
        int in,
        int out,
        int kernelHeight,
        int kernelWidth,
        int stride,
        int padding,
        int groups,
        boolean quantized,
        boolean flattened)
        implements LayerSpec {
    private static final Key<KernelType.Kernel> KERNEL =
            Key.required("kernel", new KernelType(), "Window height and width, or both apart.");
    private static final Key<ActivationShape> INPUT = Key.optional(
            "input", ImageType.TYPE, "What the layer sees, in a list of layers that do not feed each other.");
    private static final Key<Integer> GROUPS = Key.withDefault(
            "groups", integer(1, LayerKeys.MOST), 1, "Groups of channels; as many as channels: depthwise.");
    private static final Key<Boolean> QUANTIZED = LayerKeys.quantized(true, " as in CPT's code.");

    private static final Key<Boolean> DEPTH_BLOCKING = Key.withDefault(
            "depth_blocking",
            ChoiceType.of(List.of(true), flattened -> "flattened"),
            false,
            "Flattened: the array takes this layer's depth as one even where array.depth_blocking is channel, as Bit"
                    + " Fusion does its first layers; without it, as the array does.");

    static final LayerKind KIND = new LayerKind(
            "conv",
            List.of(
                    INPUT,
                    LayerKeys.IN,
                    LayerKeys.OUT,
                    KERNEL,
                    LayerKeys.STRIDE,
                    LayerKeys.PADDING,
                    GROUPS,
                    QUANTIZED,
                    DEPTH_BLOCKING,
                    LayerKeys.FORWARD_BITS,
                    LayerKeys.BACKWARD_BITS),
            ConvSpec::of);

    /** With a square kernel. */
    public ConvSpec(String name, int in, int out, int kernel, int stride, int padding, int groups, boolean quantized) {
        this(name, in, out, kernel, kernel, stride, padding, groups, quantized, false);
    }

    public ConvSpec {
        if (in % groups != 0 || out % groups != 0) {
            throw new LayerMismatchException(
                    "groups",
                    "is " + groups + "; allowed: a divisor of the " + in + " input and " + out + " output channels");
        }
    }

    private static LayerSpec of(LayerDraft draft) {
        ActivationShape input = draft.find(INPUT).orElse(draft.input());
        ConvSpec conv = new ConvSpec(
                draft.name(),
                draft.stated(LayerKeys.IN, input.channels()),
                draft.get(LayerKeys.OUT),
                draft.get(KERNEL).height(),
                draft.get(KERNEL).width(),
                draft.get(LayerKeys.STRIDE),
                draft.get(LayerKeys.PADDING),
                draft.get(GROUPS),
                draft.get(QUANTIZED),
                draft.get(DEPTH_BLOCKING));
        return draft.withBits(draft.find(INPUT).isPresent() ? new PlacedSpec(conv, input) : conv, conv.quantized());
    }

    /** The geometry for a batch of inputs of the given shape, each of its tokens an image. */
    public ConvShape shape(int batch, ActivationShape input) {
        return new ConvShape(
                Math.multiplyExact(batch, input.tokens()),
                in,
                input.height(),
                input.width(),
                out,
                kernelHeight,
                kernelWidth,
                stride,
                padding,
                groups,
                flattened);
    }

    @Override
    public LayerSpec withoutCodes() {
        return new ConvSpec(name, in, out, kernelHeight, kernelWidth, stride, padding, groups, false, flattened);
    }

    @Override
    public ActivationShape output(ActivationShape input) {
        LayerMismatchException.require("in", in, "channels", input.channels(), input);
        return new SlidingWindow(kernelHeight, kernelWidth, stride, padding).output(input, out);
    }

    @Override
    public List<Product> products(LayerSite site) {
        return List.of(new ConvProduct(name, shape(site.batch(), site.input()), quantized, site.inputGradient()));
    }

    @Override
    public LayerWork work(LayerSite site, Quantization quantization) {
        ConvShape shape = shape(site.batch(), site.input());
        boolean first = !site.inputGradient();
        return quantized ? new ConvWork(name, shape, quantization, first) : new FloatConvWork(name, shape, first);
    }

    @Override
    public boolean hasParameters() {
        return true;
    }
}
