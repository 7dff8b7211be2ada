package io.bitcycle.workload.work;

import io.bitcycle.workload.Traffic;
import io.bitcycle.workload.TrainingPass;
import io.bitcycle.workload.VectorOp;
import java.util.List;

/**
 * The mean of each plane: one division per plane, forward and backward.
 *
 * @param planes samples times channels
 * @param size elements of a plane
 */
public record GlobalAveragePoolWork(String layer, long planes, int size) implements LayerWork {
    @Override
    public List<VectorOp> forward(boolean training) {
        return List.of(op(TrainingPass.FORWARD, "global average pool", size - 1, planes * size, planes));
    }

    @Override
    public List<VectorOp> backward() {
        return List.of(op(TrainingPass.BACKWARD_DATA, "global average pool gradient", 0, planes, planes * size));
    }

    private VectorOp op(TrainingPass pass, String name, int adds, long readWords, long writeWords) {
        Traffic reads = Traffic.words(readWords);
        return new VectorOp(layer, pass, name, planes, adds, 0, 1, 0, reads, Traffic.words(writeWords))
                .inOrder(readWords, writeWords);
    }
}
