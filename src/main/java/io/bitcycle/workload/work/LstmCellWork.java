package io.bitcycle.workload.work;

import static io.bitcycle.workload.Traffic.words;

import io.bitcycle.workload.Traffic;
import io.bitcycle.workload.TrainingPass;
import io.bitcycle.workload.VectorOp;
import java.util.List;

/**
 * The cell of an LSTM: three logistic gates, a candidate, the new cell and the new state, for so many elements of the state
 * over all steps. Kept for the backward pass: the four gates, the cell and its tanh.
 */
public record LstmCellWork(String layer, long elements) implements LayerWork {
    private static final int KEPT = 6;

    @Override
    public List<VectorOp> forward(boolean training) {
        // Reads four sums of the input, four of the state and the old cell; writes state and cell.
        Traffic writes = words((training ? KEPT + 1 : 2) * elements);
        // Four additions of the sums and four of the second bias, one per logistic function, one for the cell. Three
        // products. A logistic function divides once; five exponentials or hyperbolic tangents.
        return List.of(new VectorOp(
                layer, TrainingPass.FORWARD, "lstm cell", elements, 12, 3, 3, 5, words(9 * elements), writes));
    }

    @Override
    public List<VectorOp> backward() {
        // Reads what was kept, the old cell, the state's gradient from above and from the next step; writes four.
        // do = dh t o', dc += dh o t', df = dc c f', di = dc g i', dg = dc i g', old dc = dc f: 16 products with the
        // derivatives s' = s (1 - s) and t' = 1 - t t; 7 additions, and 4 for the gradient of the second bias.
        return List.of(new VectorOp(
                layer,
                TrainingPass.BACKWARD_DATA,
                "lstm cell gradient",
                elements,
                11,
                16,
                0,
                0,
                words((KEPT + 3) * elements),
                words(4 * elements)));
    }
}
