package io.bitcycle.workload.layer;

import static io.bitcycle.json.JsonTypes.integer;

import io.bitcycle.json.Key;
import io.bitcycle.workload.ActivationShape;
import io.bitcycle.workload.ConvProduct;
import io.bitcycle.workload.Product;
import io.bitcycle.workload.RecurrentProduct;
import io.bitcycle.workload.work.LstmCellWork;
import io.bitcycle.workload.work.LstmWork;
import io.bitcycle.workload.work.Quantization;
import io.bitcycle.workload.work.RecurrentWork;
import java.util.List;

/**
 * Long short-term memory (Hochreiter and Schmidhuber 1997, with a forget gate), unrolled over the tokens: one product of all
 * inputs with the weights of the four gates, one product of the state with theirs at each token, and the cell.
 */
public record LstmSpec(String name, int in, int hidden, boolean quantized) implements LayerSpec {
    /** Input, forget, cell and output, in this order. */
    public static final int GATES = 4;

    private static final Key<Integer> HIDDEN =
            Key.required("hidden", integer(1, LayerKeys.MOST / GATES), "Features of the state, and of the output.");
    private static final Key<Boolean> QUANTIZED = LayerKeys.quantized(true, ".");

    static final LayerKind KIND = new LayerKind(
            "lstm",
            List.of(LayerKeys.IN, HIDDEN, QUANTIZED),
            draft -> new LstmSpec(
                    draft.name(),
                    draft.stated(LayerKeys.IN, draft.input().features()),
                    draft.get(HIDDEN),
                    draft.get(QUANTIZED)));

    @Override
    public ActivationShape output(ActivationShape input) {
        LayerMismatchException.require("in", in, "features", input.features(), input);
        return input.withImage(hidden, 1, 1);
    }

    @Override
    public List<Product> products(LayerSite site) {
        return List.of(
                new ConvProduct(inputName(), site.linear(in, GATES * hidden), quantized, site.inputGradient()),
                recurrent(site));
    }

    /** Where the input's product reports. */
    public String inputName() {
        return name + ".input";
    }

    /** Where the state's product reports. */
    public String recurrentName() {
        return name + ".recurrent";
    }

    /** Where the cell reports. */
    public String cellName() {
        return name + ".cell";
    }

    private RecurrentProduct recurrent(LayerSite site) {
        return new RecurrentProduct(
                recurrentName(), site.input().tokens(), site.batch(), hidden, GATES * hidden, quantized);
    }

    @Override
    public LstmWork work(LayerSite site, Quantization quantization) {
        return new LstmWork(
                site.linear(inputName(), in, GATES * hidden, quantized, quantization),
                new RecurrentWork(recurrent(site), quantization),
                new LstmCellWork(cellName(), (long) site.rows() * hidden));
    }

    @Override
    public boolean hasParameters() {
        return true;
    }
}
