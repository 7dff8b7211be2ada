package io.bitcycle.training.layer;

import static io.bitcycle.training.layer.VectorTraffic.words;

import io.bitcycle.tensor.FloatTensor;
import io.bitcycle.tensor.LaneSum;
import io.bitcycle.workload.TrainingPass;
import io.bitcycle.workload.VectorOp;
import java.util.Arrays;
import java.util.List;

/** The mean of each plane of [N, C, H, W], as [N, C]: {@link LaneSum} of the plane / (H · W). */
public final class GlobalAveragePool implements Layer {
    private final String name;
    private final Kept<int[]> inputShape;

    public GlobalAveragePool(String name) {
        this.name = name;
        this.inputShape = new Kept<>(name);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<Parameter> parameters() {
        return List.of();
    }

    @Override
    public FloatTensor forward(FloatTensor input, Step step) {
        Planes planes = Planes.of(input, name);
        FloatTensor output = FloatTensor.zeros(planes.batch(), planes.channels());
        int size = planes.size();
        planes.forEach(step.session().workers(), (first, end) -> {
            for (int plane = first; plane < end; plane++) {
                output.data()[plane] = LaneSum.of(input.data(), plane * size, (plane + 1) * size) / size;
            }
        });
        if (step.training()) {
            inputShape.keep(input.shape());
        }
        count(step, TrainingPass.FORWARD, "global average pool", output.size(), size - 1, input.size(), output.size());
        return output;
    }

    @Override
    public FloatTensor backward(FloatTensor outputGradient, Step step) {
        FloatTensor inputGradient = FloatTensor.zeros(inputShape.take());
        Planes planes = Planes.of(inputGradient, name);
        int size = planes.size();
        planes.forEach(step.session().workers(), (first, end) -> {
            for (int plane = first; plane < end; plane++) {
                float share = outputGradient.data()[plane] / size;
                Arrays.fill(inputGradient.data(), plane * size, (plane + 1) * size, share);
            }
        });
        TrainingPass pass = TrainingPass.BACKWARD_DATA;
        int outputs = outputGradient.size();
        count(step, pass, "global average pool gradient", outputs, 0, outputs, inputGradient.size());
        return inputGradient;
    }

    /** One division per output. */
    private void count(
            Step step, TrainingPass pass, String what, long outputs, int adds, long readWords, long writeWords) {
        step.session()
                .vector(new VectorOp(name, pass, what, outputs, adds, 0, 1, 0, words(readWords), words(writeWords)));
    }
}
