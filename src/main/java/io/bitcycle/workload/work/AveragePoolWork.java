package io.bitcycle.workload.work;

import io.bitcycle.workload.Traffic;
import io.bitcycle.workload.TrainingPass;
import io.bitcycle.workload.VectorOp;
import java.util.List;

/**
 * Average pooling with square windows: one division per output, forward and backward.
 *
 * @param inputs elements
 * @param outputs elements
 */
public record AveragePoolWork(String layer, int kernel, long inputs, long outputs) implements LayerWork {
    @Override
    public List<VectorOp> forward(boolean training) {
        return List.of(op(TrainingPass.FORWARD, "average pool", kernel * kernel - 1, inputs, outputs));
    }

    @Override
    public List<VectorOp> backward() {
        return List.of(op(TrainingPass.BACKWARD_DATA, "average pool gradient", kernel * kernel, outputs, inputs));
    }

    private VectorOp op(TrainingPass pass, String name, int adds, long readWords, long writeWords) {
        Traffic reads = Traffic.words(readWords);
        return new VectorOp(layer, pass, name, outputs, adds, 0, 1, 0, reads, Traffic.words(writeWords))
                .whole(readWords, writeWords);
    }
}
