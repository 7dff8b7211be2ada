package io.bitcycle.workload.work;

import static io.bitcycle.workload.Traffic.words;

import io.bitcycle.workload.ConvShape;
import io.bitcycle.workload.TrainingPass;
import io.bitcycle.workload.VectorOp;
import java.util.ArrayList;
import java.util.List;

/**
 * A convolution without quantization: its products on the vector unit, padding taps included.
 *
 * @param first whether this is the network's first layer, which needs no input gradient
 */
public record FloatConvWork(String layer, ConvShape shape, boolean first) implements LayerWork {
    @Override
    public List<VectorOp> forward(boolean training) {
        return List.of(products(TrainingPass.FORWARD, "conv", inputs() + weights(), outputs())
                .whole(inputs(), outputs()));
    }

    @Override
    public List<VectorOp> backward() {
        List<VectorOp> ops = new ArrayList<>();
        if (!first) {
            ops.add(products(TrainingPass.BACKWARD_DATA, "conv input gradient", outputs() + weights(), inputs())
                    .whole(outputs(), inputs()));
        }
        ops.add(products(TrainingPass.BACKWARD_WEIGHT, "conv weight gradient", outputs() + inputs(), weights())
                .whole(outputs(), 0));
        return ops;
    }

    @Override
    public boolean givesInputGradient() {
        return !first;
    }

    @Override
    public List<ParameterSize> parameters() {
        return List.of(new ParameterSize(layer, "weight", weights()));
    }

    private VectorOp products(TrainingPass pass, String name, long readWords, long writeWords) {
        return new VectorOp(layer, pass, name, shape.macs(), 1, 1, 0, 0, words(readWords), words(writeWords));
    }

    private long inputs() {
        return (long) shape.batch() * shape.inChannels() * shape.height() * shape.width();
    }

    private long outputs() {
        return (long) shape.batch() * shape.outChannels() * shape.outHeight() * shape.outWidth();
    }

    private long weights() {
        return (long) shape.outChannels() * shape.groupInChannels() * shape.kernelHeight() * shape.kernelWidth();
    }
}
