package io.bitcycle.training.layer;

import io.bitcycle.hardware.VectorConfig;
import io.bitcycle.hardware.memory.StorageWidths;
import io.bitcycle.simulator.AcceleratorSession;
import io.bitcycle.workload.TrainingPass;
import io.bitcycle.workload.VectorOp;

/**
 * The vector work around a quantized product. A tensor whose range is dynamic is written by its producer at vector width;
 * its range is found on the way, then it is read again, quantized, and written as packed codes.
 */
final class QuantizationWork {
    /** Minimum and maximum: two comparisons. */
    private static final int RANGE_ADDS = 2;
    /** Subtract the offset, two clamp comparisons, round. */
    private static final int QUANTIZE_ADDS = 4;
    /** Two scaled integer sums, added to each other and to the terms that columns or rows share. */
    private static final int DEQUANTIZE_MULTIPLIES = 2;

    private static final int DEQUANTIZE_ADDS = 2;

    private final String layer;
    private final AcceleratorSession session;

    QuantizationWork(String layer, AcceleratorSession session) {
        this.layer = layer;
        this.session = session;
    }

    void range(TrainingPass pass, String name, long elements) {
        session.vector(new VectorOp(layer, pass, name, elements, RANGE_ADDS, 0, 0, 0, 0, 0));
    }

    /** @param stochastic whether noise is added before rounding */
    void quantize(TrainingPass pass, String name, long elements, int bits, boolean stochastic) {
        StorageWidths storage = session.accelerator().hardware().dram().storage();
        session.vector(new VectorOp(
                layer,
                pass,
                name,
                elements,
                QUANTIZE_ADDS + (stochastic ? 1 : 0),
                0,
                1,
                0,
                elements * VectorConfig.WORD_BITS,
                elements * storage.bitsFor(bits)));
    }

    /** Turns integer sums into values as they leave the array; their way to DRAM is counted with the matrix operation. */
    void dequantize(TrainingPass pass, long elements) {
        session.vector(
                new VectorOp(layer, pass, "dequantize", elements, DEQUANTIZE_ADDS, DEQUANTIZE_MULTIPLIES, 0, 0, 0, 0));
    }

    /** Multiplies errors by the weights' relative scale on their way to the second quantizer. */
    void fold(long elements) {
        session.vector(
                new VectorOp(layer, TrainingPass.BACKWARD_DATA, "fold weight scale", elements, 0, 1, 0, 0, 0, 0));
    }
}
