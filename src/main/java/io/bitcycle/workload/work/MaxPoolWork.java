package io.bitcycle.workload.work;

import io.bitcycle.workload.Traffic;
import io.bitcycle.workload.TrainingPass;
import io.bitcycle.workload.VectorOp;
import java.util.List;

/**
 * Max pooling with square windows; keeps which tap won.
 *
 * @param inputs elements
 * @param outputs elements
 */
public record MaxPoolWork(String layer, int kernel, long inputs, long outputs) implements LayerWork {
    @Override
    public List<VectorOp> forward(boolean training) {
        Traffic output = Traffic.words(outputs).andBits(training ? winnerBits() : 0);
        return List.of(new VectorOp(
                        layer,
                        TrainingPass.FORWARD,
                        "max pool",
                        outputs,
                        kernel * kernel - 1,
                        0,
                        0,
                        0,
                        Traffic.words(inputs),
                        output)
                .whole(inputs, outputs));
    }

    @Override
    public List<VectorOp> backward() {
        return List.of(new VectorOp(
                        layer,
                        TrainingPass.BACKWARD_DATA,
                        "max pool gradient",
                        outputs,
                        1,
                        0,
                        0,
                        0,
                        Traffic.words(outputs).andBits(winnerBits()),
                        Traffic.words(inputs))
                .whole(outputs, inputs));
    }

    private long winnerBits() {
        return outputs * (Integer.SIZE - Integer.numberOfLeadingZeros(kernel * kernel - 1));
    }
}
