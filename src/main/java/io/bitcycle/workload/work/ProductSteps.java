package io.bitcycle.workload.work;

import static io.bitcycle.workload.Traffic.words;

import io.bitcycle.workload.Traffic;
import io.bitcycle.workload.TrainingPass;
import io.bitcycle.workload.VectorOp;
import java.util.ArrayList;
import java.util.List;

/** The vector work around a product that is not a convolution: what {@link ConvWork} does around its own. */
record ProductSteps(String layer, Quantization quantization) {
    /** Activations, weights or states: their codes, after their range where that is known only now. */
    List<VectorOp> quantize(TrainingPass pass, String what, long elements, int bits, boolean range) {
        return quantize(pass, what, elements, bits, range, false);
    }

    /** The range of errors, and their codes by stochastic rounding. */
    List<VectorOp> quantizeErrors(TrainingPass pass, long elements, int bits) {
        return quantize(pass, "errors", elements, bits, true, true);
    }

    private List<VectorOp> quantize(
            TrainingPass pass, String what, long elements, int bits, boolean range, boolean stochastic) {
        List<VectorOp> ops = new ArrayList<>();
        if (range) {
            ops.add(new VectorOp(layer, pass, what + " range", elements, 2, 0, 0, 0, Traffic.NONE, Traffic.NONE));
        }
        ops.add(new VectorOp(
                layer,
                pass,
                "quantize " + what,
                elements,
                quantization.quantizeAdds(stochastic),
                0,
                1,
                0,
                words(elements),
                Traffic.codes(elements, bits)));
        return ops;
    }

    VectorOp dequantize(TrainingPass pass, long elements) {
        int adds = quantization.dequantizeAdds();
        int multiplies = quantization.dequantizeMultiplies();
        return new VectorOp(layer, pass, "dequantize", elements, adds, multiplies, 0, 0, Traffic.NONE, Traffic.NONE);
    }

    /** The product itself in words, on the vector unit. */
    VectorOp inWords(TrainingPass pass, String name, long macs, long readWords, long writeWords) {
        return new VectorOp(layer, pass, name, macs, 1, 1, 0, 0, words(readWords), words(writeWords));
    }
}
