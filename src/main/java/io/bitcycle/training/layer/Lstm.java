package io.bitcycle.training.layer;

import io.bitcycle.tensor.FloatTensor;
import io.bitcycle.tensor.QuantizedTensor;
import io.bitcycle.tensor.Quantizer;
import io.bitcycle.workload.ActivationShape;
import io.bitcycle.workload.layer.LayerSite;
import io.bitcycle.workload.layer.LstmSpec;
import io.bitcycle.workload.work.LstmWork;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * An LSTM over sequences [N, T, I] to [N, T, H], see {@link LstmCell}. State and cell go on from batch to batch until
 * {@link #begin}; gradients do not go back beyond a batch (truncated backpropagation through time).
 */
public final class Lstm implements Layer {
    private final LstmSpec spec;
    private final Quantizer quantizer;
    private final boolean first;
    private final Layer input;
    private final StateProduct product;
    private final Parameter bias;
    private final Carried training;
    private final Carried evaluation;
    private final Kept<Forward> kept;

    /** What goes on to the next batch: [N, H] each. */
    private record Carried(FloatTensor state, FloatTensor cell) {
        static Carried of(int batch, int hidden) {
            return new Carried(FloatTensor.zeros(batch, hidden), FloatTensor.zeros(batch, hidden));
        }

        void forget() {
            Arrays.fill(state.data(), 0f);
            Arrays.fill(cell.data(), 0f);
        }
    }

    /**
     * Of the last forward pass.
     *
     * @param states before each step [N · T, H]
     */
    private record Forward(LstmCell cell, FloatTensor states) {}

    /**
     * Weights are owned by the layer from now on.
     *
     * @param noiseLayer coordinate in the error noise of the input's product; the state's has the next one
     * @param inputWeight [4 H, I]
     * @param inputBias [4 H]
     * @param stateWeight [4 H, H]
     * @param stateBias [4 H]
     * @param batch samples whose state is carried
     * @param first whether nothing before it learns
     */
    public Lstm(
            LstmSpec spec,
            int noiseLayer,
            FloatTensor inputWeight,
            FloatTensor inputBias,
            FloatTensor stateWeight,
            FloatTensor stateBias,
            Quantizer quantizer,
            int batch,
            boolean first) {
        this.spec = spec;
        this.quantizer = quantizer;
        this.first = first;
        String inputs = spec.inputName();
        this.input = spec.quantized()
                ? new QuantizedLinear(inputs, noiseLayer, inputWeight, inputBias, quantizer, first)
                : new Linear(inputs, inputWeight, inputBias, first);
        this.product = spec.quantized()
                ? new QuantizedStateProduct(spec.recurrentName(), noiseLayer + 1, stateWeight, quantizer)
                : new FloatStateProduct(spec.recurrentName(), stateWeight);
        this.bias = Parameter.of(spec.recurrentName(), "bias", stateBias);
        this.training = Carried.of(batch, spec.hidden());
        this.evaluation = Carried.of(batch, spec.hidden());
        this.kept = new Kept<>(spec.name());
    }

    @Override
    public String name() {
        return spec.name();
    }

    @Override
    public List<Parameter> parameters() {
        return Stream.concat(input.parameters().stream(), Stream.of(product.weight(), bias))
                .toList();
    }

    @Override
    public List<Layer> children() {
        return List.of(input);
    }

    /** What training carries from batch to batch, and the range of the state. */
    @Override
    public Map<String, FloatTensor> state() {
        Map<String, FloatTensor> state = new LinkedHashMap<>(product.state());
        state.put("state", training.state());
        state.put("cell", training.cell());
        return state;
    }

    @Override
    public void begin(boolean inTraining) {
        carried(inTraining).forget();
    }

    private Carried carried(boolean inTraining) {
        return inTraining ? training : evaluation;
    }

    @Override
    public FloatTensor forward(FloatTensor sequences, Step step) {
        Carried carried = carried(step.training());
        int batch = sequences.dim(0);
        int steps = sequences.dim(1);
        int hidden = spec.hidden();
        if (batch != carried.state().dim(0)) {
            throw new IllegalArgumentException(name() + ": a batch of " + batch + ", but the state of "
                    + carried.state().dim(0) + " samples is carried");
        }
        LstmWork work = work(batch, steps, step);
        FloatTensor sums = input.forward(sequences.reshaped(batch * steps, spec.in()), step);
        LstmCell cell = new LstmCell(batch, steps, hidden, step.session().workers());
        FloatTensor states = FloatTensor.zeros(batch * steps, hidden);
        FloatTensor outputs = FloatTensor.zeros(batch, steps, hidden);
        product.forwardSteps(work.recurrent(), step, () -> {
            FloatTensor state = carried.state().copy();
            for (int t = 0; t < steps; t++) {
                copyRows(state, states, t, steps);
                FloatTensor recurrent = product.forward(state, step);
                state = cell.forward(t, sums, recurrent, bias.value(), carried.cell());
                copyRows(state, outputs, t, steps);
            }
            System.arraycopy(state.data(), 0, carried.state().data(), 0, state.size());
        });
        work.cell().forward(step.training()).forEach(step.session()::vector);
        if (step.training()) {
            kept.keep(new Forward(cell, states));
        }
        return outputs;
    }

    @Override
    public FloatTensor backward(FloatTensor outputGradient, Step step) {
        Forward forward = kept.take();
        LstmCell cell = forward.cell();
        int batch = cell.batch();
        int steps = cell.steps();
        LstmWork work = work(batch, steps, step);
        work.cell().backward().forEach(step.session()::vector);
        FloatTensor errors = FloatTensor.zeros(batch * steps, LstmSpec.GATES * spec.hidden());
        FloatTensor cellGradient = FloatTensor.zeros(batch, spec.hidden());
        product.backwardSteps(work.recurrent(), step, () -> {
            FloatTensor stateGradient = FloatTensor.zeros(batch, spec.hidden());
            for (int t = steps - 1; t >= 0; t--) {
                FloatTensor own = cell.backward(t, outputGradient, stateGradient, cellGradient, errors);
                if (t > 0) {
                    stateGradient = product.backwardData(own, t, step);
                }
            }
        });
        LinearProduct.biasGradient(errors, bias.gradient());
        QuantizedTensor[] codes = new QuantizedTensor[1];
        FloatTensor inputGradient = input instanceof QuantizedLinear quantized
                ? quantized.backward(errors, step, made -> codes[0] = made)
                : input.backward(errors, step);
        product.backwardWeight(work.recurrent(), forward.states(), errors, codes[0], step);
        return inputGradient == null ? null : inputGradient.reshaped(batch, steps, spec.in());
    }

    /** Step t of each sample. */
    private static void copyRows(FloatTensor from, FloatTensor to, int t, int steps) {
        int width = from.dim(1);
        for (int n = 0; n < from.dim(0); n++) {
            System.arraycopy(from.data(), n * width, to.data(), (n * steps + t) * width, width);
        }
    }

    private LstmWork work(int batch, int steps, Step step) {
        LayerSite site = new LayerSite(batch, ActivationShape.sequence(steps, spec.in()), !first);
        return spec.work(site, step.quantization(quantizer));
    }
}
