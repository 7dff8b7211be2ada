package io.bitcycle.simulator;

import io.bitcycle.hardware.array.ArrayConfig;
import io.bitcycle.hardware.array.Dataflow;
import io.bitcycle.numeric.Accumulator;
import io.bitcycle.numeric.IntegerFormat;
import io.bitcycle.workload.Lowering;
import io.bitcycle.workload.MatrixOp;
import io.bitcycle.workload.NetworkSpec;
import io.bitcycle.workload.Product;
import java.util.ArrayList;
import java.util.List;

/** Whether the accumulators of an array are sure to hold the sums of a network's products: worked out before a run. */
public final class AccumulatorWidths {
    private AccumulatorWidths() {}

    /**
     * An operation whose sums can outgrow the accumulator.
     *
     * @param bits width that holds every sum it can meet
     */
    public record Need(MatrixOp op, int bits) {}

    /**
     * The operations of one training iteration that can need more than {@code accumulator_bits}, widest need first.
     *
     * @param batch samples of the iteration
     * @param forward format of activations and weights, where a layer has none of its own
     * @param backward format of errors
     * @param perChannelScales whether backward-data rescales per output channel: where the output stays, that starts a new sum for each;
     *     elsewhere products go straight into 64 bits
     */
    public static List<Need> beyond(
            Accelerator accelerator,
            NetworkSpec network,
            int batch,
            IntegerFormat forward,
            IntegerFormat backward,
            boolean perChannelScales) {
        List<Need> needs = new ArrayList<>();
        for (Product product : network.products(batch)) {
            if (product.quantized()) {
                Lowering lowering = product.lower(0);
                IntegerFormat code = new IntegerFormat(product.bits().forward(forward.bits()), forward.signed());
                IntegerFormat error = new IntegerFormat(product.bits().backward(backward.bits()), backward.signed());
                add(needs, accelerator, lowering.forward(code, code));
                add(needs, accelerator, lowering.backwardWeight(code, error));
                if (product.inputGradient()) {
                    lowering.backwardData(error, code, perChannelScales).forEach(op -> add(needs, accelerator, op));
                }
            }
        }
        needs.sort((a, b) -> Integer.compare(b.bits(), a.bits()));
        return needs;
    }

    private static void add(List<Need> needs, Accelerator accelerator, MatrixOp op) {
        ArrayConfig array = accelerator.hardware().array();
        boolean rescaled = op.rescaleSegments() > 0;
        if (rescaled && array.dataflow() != Dataflow.OUTPUT_STATIONARY) {
            return; // Each product is rescaled on its way into 64 bits.
        }
        long terms = rescaled ? op.k() / op.rescaleSegments() : op.k();
        int bits = Accumulator.bitsFor(accelerator.unitFormat(op.a()), accelerator.unitFormat(op.b()), terms);
        if (bits > array.mac().accumulatorBits()) {
            needs.add(new Need(op, bits));
        }
    }
}
