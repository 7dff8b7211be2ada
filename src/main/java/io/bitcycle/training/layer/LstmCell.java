package io.bitcycle.training.layer;

import io.bitcycle.numeric.loops.Loops;
import io.bitcycle.tensor.FloatTensor;
import io.bitcycle.tensor.Parallel;

/**
 * The elementwise part of an LSTM, step by step, and what it keeps for the backward pass. Gates are input i, forget f, candidate g and
 * output o, as PyTorch orders them: s = (input sums + state sums) + bias, i, f and o = 1 / (1 + exp(−s)), g = tanh(s),
 * c = f · c' + i · g, h = o · tanh(c). Rows of the sequences are sample-major: row n · T + t is step t of sample n.
 */
final class LstmCell {
    private static final int GATES = 4;
    /** Work of an element compared with an addition, for sharing it out. */
    private static final int WORK = 64;

    private final int batch;
    private final int steps;
    private final int hidden;
    private final Parallel parallel;
    /** [N · T, 4 H]: the gates. */
    private final float[] gates;
    /** [N · T, H]: the cell before and after each step, and the latter's tanh. */
    private final float[] before;

    private final float[] after;
    private final float[] squashed;

    LstmCell(int batch, int steps, int hidden, Parallel parallel) {
        this.batch = batch;
        this.steps = steps;
        this.hidden = hidden;
        this.parallel = parallel;
        int size = batch * steps * hidden;
        this.gates = new float[GATES * size];
        this.before = new float[size];
        this.after = new float[size];
        this.squashed = new float[size];
    }

    int batch() {
        return batch;
    }

    int steps() {
        return steps;
    }

    /**
     * One step.
     *
     * @param inputs sums of the input [N · T, 4 H], its bias included
     * @param recurrent sums of the state [N, 4 H]
     * @param bias of the latter
     * @param cell [N, H], moved on
     * @return the new state [N, H]
     */
    FloatTensor forward(int t, FloatTensor inputs, FloatTensor recurrent, FloatTensor bias, FloatTensor cell) {
        FloatTensor state = FloatTensor.zeros(batch, hidden);
        float[] x = inputs.data();
        float[] u = recurrent.data();
        float[] b = bias.data();
        float[] c = cell.data();
        parallel.forEachRange(batch, (long) WORK * hidden, (from, to) -> {
            for (int n = from; n < to; n++) {
                int row = n * steps + t;
                int first = row * GATES * hidden;
                for (int j = 0; j < GATES * hidden; j++) {
                    gates[first + j] = (x[first + j] + u[n * GATES * hidden + j]) + b[j];
                }
                logistic(first, 2 * hidden);
                Loops.best().tanh(gates, first + 2 * hidden, first + 3 * hidden, gates);
                logistic(first + 3 * hidden, hidden);
                int cells = row * hidden;
                for (int j = 0; j < hidden; j++) {
                    int i = first + j;
                    before[cells + j] = c[n * hidden + j];
                    after[cells + j] = gates[i + hidden] * before[cells + j] + gates[i] * gates[i + 2 * hidden];
                    c[n * hidden + j] = after[cells + j];
                }
                Loops.best().tanh(after, cells, cells + hidden, squashed);
                for (int j = 0; j < hidden; j++) {
                    state.data()[n * hidden + j] = gates[first + 3 * hidden + j] * squashed[cells + j];
                }
            }
        });
        return state;
    }

    /**
     * One step back.
     *
     * @param output gradient by the states [N · T, H], from above
     * @param state gradient by this step's state [N, H], from the next step
     * @param cell gradient by this step's cell, from the next step; moved on to the step before
     * @param errors receives the gradients by the sums, in rows [N · T, 4 H]
     * @return those of this step [N, 4 H]
     */
    FloatTensor backward(int t, FloatTensor output, FloatTensor state, FloatTensor cell, FloatTensor errors) {
        FloatTensor own = FloatTensor.zeros(batch, GATES * hidden);
        float[] all = errors.data();
        float[] dc = cell.data();
        parallel.forEachRange(batch, (long) WORK * hidden, (from, to) -> {
            for (int n = from; n < to; n++) {
                int row = n * steps + t;
                int first = n * GATES * hidden;
                for (int j = 0; j < hidden; j++) {
                    int at = row * hidden + j;
                    int gate = row * GATES * hidden + j;
                    float i = gates[gate];
                    float f = gates[gate + hidden];
                    float g = gates[gate + 2 * hidden];
                    float o = gates[gate + 3 * hidden];
                    float dh = output.data()[at] + state.data()[n * hidden + j];
                    float through = dc[n * hidden + j] + dh * o * (1 - squashed[at] * squashed[at]);
                    own.data()[first + j] = through * g * (i * (1 - i));
                    own.data()[first + hidden + j] = through * before[at] * (f * (1 - f));
                    own.data()[first + 2 * hidden + j] = through * i * (1 - g * g);
                    own.data()[first + 3 * hidden + j] = dh * squashed[at] * (o * (1 - o));
                    dc[n * hidden + j] = through * f;
                }
                System.arraycopy(own.data(), first, all, row * GATES * hidden, GATES * hidden);
            }
        });
        return own;
    }

    /** 1 / (1 + exp(−s)) of gates, in place. */
    private void logistic(int from, int count) {
        for (int i = from; i < from + count; i++) {
            gates[i] = -gates[i];
        }
        Loops.best().exp(gates, from, from + count, 0f, gates);
        for (int i = from; i < from + count; i++) {
            gates[i] = 1f / (1f + gates[i]);
        }
    }
}
