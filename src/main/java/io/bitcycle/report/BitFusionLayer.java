package io.bitcycle.report;

import io.bitcycle.hardware.HardwareConfig;
import io.bitcycle.hardware.array.DepthBlocking;
import io.bitcycle.json.Problems;
import io.bitcycle.mapping.BitFusionAccounting;
import io.bitcycle.mapping.BitFusionTilings;
import io.bitcycle.mapping.ConvTiling;
import io.bitcycle.numeric.IntegerFormat;
import io.bitcycle.workload.ConvShape;
import io.bitcycle.workload.MatrixOp;
import io.bitcycle.workload.TrainingPass;
import java.io.IOException;
import java.util.List;

/**
 * A layer of Bit Fusion's published comparison, forward.
 *
 * @param shape padding is part of the input
 * @param activation format of its inputs
 * @param im2col whether the host lays windows out, so that the depth is cut as one
 */
public record BitFusionLayer(
        String network, String layer, ConvShape shape, IntegerFormat activation, IntegerFormat weight, boolean im2col) {
    static final List<String> COLUMNS =
            List.of("network", "layer", "K", "O", "S", "IC", "OC", "batch", "iprec", "wprec", "im2col");
    private static final int LARGEST = 1 << 20;

    /** The layers of the comparison's eight networks. */
    static List<BitFusionLayer> published(Problems problems) throws IOException {
        return PublishedTable.resource("bitfusion/layers.csv", COLUMNS, problems).rows().stream()
                .map(BitFusionLayer::of)
                .toList();
    }

    static BitFusionLayer of(PublishedTable.Row row) {
        int kernel = row.whole("K", 1, LARGEST);
        int stride = row.whole("S", 1, LARGEST);
        int input = (row.whole("O", 1, LARGEST) - 1) * stride + kernel;
        return new BitFusionLayer(
                row.text("network"),
                row.text("layer"),
                new ConvShape(
                        row.whole("batch", 1, LARGEST),
                        row.whole("IC", 1, LARGEST),
                        input,
                        input,
                        row.whole("OC", 1, LARGEST),
                        kernel,
                        kernel,
                        stride,
                        0,
                        1),
                IntegerFormat.unsigned(row.whole("iprec", 1, IntegerFormat.MAX_BITS)),
                IntegerFormat.unsigned(row.whole("wprec", 1, IntegerFormat.MAX_BITS)),
                row.flag("im2col"));
    }

    /** The hwconfig with the depth cut as this layer has it. */
    public HardwareConfig on(HardwareConfig hardware) {
        DepthBlocking blocking = im2col ? DepthBlocking.FLATTENED : DepthBlocking.CHANNEL;
        return hardware.withArray(hardware.array().withDepthBlocking(blocking));
    }

    /** Cycles and accesses of a tiling, as Bit Fusion's simulator accounts for them. */
    public BitFusionAccounting.Cost cost(HardwareConfig hardware, ConvTiling tiling) {
        return new BitFusionAccounting(on(hardware), shape, activation, weight, tiling).cost();
    }

    /**
     * The tiling that Bit Fusion's simulator chooses.
     *
     * @throws io.bitcycle.mapping.TilesDoNotFitException when half of the buffers holds no tile
     */
    public ConvTiling tiling(HardwareConfig hardware) {
        return new BitFusionTilings(on(hardware), shape, activation, weight).best();
    }

    /** The same as one product of ours, without work at the array's edge: Bit Fusion's codes have no offsets. */
    public MatrixOp op() {
        int taps = shape.kernelHeight() * shape.kernelWidth();
        long k = (long) shape.inChannels() * taps;
        return new MatrixOp(
                network + " " + layer,
                TrainingPass.FORWARD,
                0,
                1,
                (long) shape.batch() * shape.outHeight() * shape.outWidth(),
                k,
                shape.outChannels(),
                taps,
                activation,
                weight,
                (long) shape.batch() * shape.inChannels() * shape.height() * shape.width(),
                k * shape.outChannels(),
                0,
                0,
                0);
    }
}
