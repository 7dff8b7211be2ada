package io.bitcycle.training.layer;

import io.bitcycle.tensor.FloatTensor;
import io.bitcycle.tensor.LaneSum;
import io.bitcycle.workload.work.GlobalAveragePoolWork;
import java.util.Arrays;

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
        GlobalAveragePoolWork work = new GlobalAveragePoolWork(name, output.size(), size);
        work.forward(step.training()).forEach(step.session()::vector);
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
        new GlobalAveragePoolWork(name, outputGradient.size(), size).backward().forEach(step.session()::vector);
        return inputGradient;
    }
}
