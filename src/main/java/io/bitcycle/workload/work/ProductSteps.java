package io.bitcycle.workload.work;

import static io.bitcycle.workload.Traffic.words;

import io.bitcycle.workload.Traffic;
import io.bitcycle.workload.TrainingPass;
import io.bitcycle.workload.VectorOp;
import java.util.ArrayList;
import java.util.List;

/** The vector work around a product that is not a convolution: what {@link ConvWork} does around its own. */
record ProductSteps(String layer) {
    /** The range of a tensor that is known now, and its codes. */
    List<VectorOp> quantize(TrainingPass pass, String what, long elements, int bits, boolean range) {
        List<VectorOp> ops = new ArrayList<>();
        if (range) {
            ops.add(new VectorOp(layer, pass, what + " range", elements, 2, 0, 0, 0, Traffic.NONE, Traffic.NONE));
        }
        boolean error = pass != TrainingPass.FORWARD;
        // Subtract the offset, two clamp comparisons, round; errors also add noise.
        ops.add(new VectorOp(
                layer,
                pass,
                "quantize " + what,
                elements,
                error ? 5 : 4,
                0,
                1,
                0,
                words(elements),
                Traffic.codes(elements, bits)));
        return ops;
    }

    /** Two scaled integer sums, added to each other and to the terms that columns or rows share. */
    VectorOp dequantize(TrainingPass pass, long elements) {
        return new VectorOp(layer, pass, "dequantize", elements, 2, 2, 0, 0, Traffic.NONE, Traffic.NONE);
    }

    /** The product itself in words, on the vector unit. */
    VectorOp inWords(TrainingPass pass, String name, long macs, long readWords, long writeWords) {
        return new VectorOp(layer, pass, name, macs, 1, 1, 0, 0, words(readWords), words(writeWords));
    }
}
