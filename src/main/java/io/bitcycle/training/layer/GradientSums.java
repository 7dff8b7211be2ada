package io.bitcycle.training.layer;

import io.bitcycle.tensor.CodeTensor;
import io.bitcycle.tensor.Parallel;
import io.bitcycle.workload.ConvLowering;
import io.bitcycle.workload.ConvShape;
import io.bitcycle.workload.PositionSums;
import io.bitcycle.workload.Window;
import io.bitcycle.workload.WindowClasses;
import java.util.function.IntConsumer;

/** Sums of both operands' codes beside the products of a backward-weight pass, formed image by image where the codes are quantized. */
final class GradientSums {
    private final ConvShape shape;
    private final ConvLowering lowering;
    private final Parallel parallel;
    private PositionSums preparedInput;
    private PositionSums preparedError;

    GradientSums(ConvShape shape, ConvLowering lowering, Parallel parallel) {
        this.shape = shape;
        this.lowering = lowering;
        this.parallel = parallel;
    }

    /** Takes the input's codes, image by image. */
    IntConsumer takeInput(CodeTensor codes) {
        preparedInput = PositionSums.of(codes, inputRows());
        return preparedInput::add;
    }

    /** Takes the error's. */
    IntConsumer takeError(CodeTensor codes) {
        preparedError = PositionSums.of(codes, lowering.rowPositions());
        return preparedError::add;
    }

    /** Of the input. */
    PositionSums ofInput(CodeTensor codes) {
        return closed(preparedInput, codes, inputRows());
    }

    /** Per distinct pair of windows, the sum of each output channel's error codes inside it: [windows][O]. */
    long[][] ofError(CodeTensor codes, WindowClasses rows, WindowClasses cols) {
        PositionSums error = closed(preparedError, codes, lowering.rowPositions());
        long[][] sums = new long[rows.count() * cols.count()][shape.outChannels()];
        for (int window = 0; window < sums.length; window++) {
            Window row = rows.distinct().get(window / cols.count());
            Window col = cols.distinct().get(window % cols.count());
            for (int o = 0; o < shape.outChannels(); o++) {
                sums[window][o] = error.box(o, row.from(), row.size(), col.from(), col.size(), 1);
            }
        }
        return sums;
    }

    /** What was prepared of these codes, or else is formed now. */
    private PositionSums closed(PositionSums prepared, CodeTensor codes, Window[] rows) {
        boolean isThere = prepared != null && prepared.isOf(codes);
        PositionSums sums = isThere ? prepared : PositionSums.of(codes, rows, parallel);
        sums.close();
        return sums;
    }

    /** Rows of the input that each row of taps meets; null where they are not next to each other. */
    private Window[] inputRows() {
        if (shape.stride() > 1) {
            return null;
        }
        Window[] rows = lowering.rowPositions();
        for (int kh = 0; kh < rows.length; kh++) {
            int ahead = kh - shape.padding();
            rows[kh] = new Window(rows[kh].from() + ahead, rows[kh].to() + ahead);
        }
        return rows;
    }
}
