package io.bitcycle.workload.layer;

import static io.bitcycle.json.JsonTypes.decimal;
import static io.bitcycle.json.JsonTypes.flag;
import static io.bitcycle.json.JsonTypes.integer;

import io.bitcycle.json.Key;
import io.bitcycle.workload.ActivationProduct;
import io.bitcycle.workload.ActivationShape;
import io.bitcycle.workload.ConvProduct;
import io.bitcycle.workload.Product;
import io.bitcycle.workload.work.ActivationProductWork;
import io.bitcycle.workload.work.DropoutWork;
import io.bitcycle.workload.work.LayerWork;
import io.bitcycle.workload.work.Quantization;
import io.bitcycle.workload.work.SequentialWork;
import io.bitcycle.workload.work.SoftmaxWork;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * Multi-head self-attention (Vaswani et al., NIPS 2017): queries, keys and values from one linear layer of three times the
 * features, scores Q·Kᵀ, softmax, P·V, and a linear layer. The scores of all pairs of tokens are computed; a causal mask is
 * applied by the softmax, which spares no product.
 *
 * @param dropout share of attention weights that are dropped in training, 0 for none
 */
public record AttentionSpec(String name, int features, int heads, boolean causal, double dropout, boolean quantized)
        implements LayerSpec {
    private static final Key<Integer> FEATURES =
            Key.optional("features", integer(1, LayerKeys.MOST), "Features of a token; checked, may be left out.");
    private static final Key<Integer> HEADS = Key.required("heads", integer(1, 1024), "Heads that share the features.");
    private static final Key<Boolean> CAUSAL =
            Key.withDefault("causal", flag(), false, "Whether a token sees only those before it.");
    private static final Key<BigDecimal> DROPOUT =
            Key.optional("dropout", decimal("0", "0.99"), "Share of attention weights dropped in training.");
    private static final Key<Boolean> QUANTIZED = LayerKeys.quantized(true, ".");

    static final LayerKind KIND = new LayerKind(
            "attention",
            List.of(FEATURES, HEADS, CAUSAL, DROPOUT, QUANTIZED),
            draft -> new AttentionSpec(
                    draft.name(),
                    draft.stated(FEATURES, draft.input().features()),
                    draft.get(HEADS),
                    draft.get(CAUSAL),
                    draft.find(DROPOUT).map(BigDecimal::doubleValue).orElse(0.0),
                    draft.get(QUANTIZED)));

    public AttentionSpec {
        if (features % heads != 0) {
            throw new LayerMismatchException(
                    "heads", "is " + heads + "; allowed: a divisor of the " + features + " features");
        }
    }

    @Override
    public ActivationShape output(ActivationShape input) {
        LayerMismatchException.require("features", features, "features", input.features(), input);
        return input.withImage(features, 1, 1);
    }

    @Override
    public List<Product> products(LayerSite site) {
        return List.of(
                new ConvProduct(inName(), site.linear(features, 3 * features), quantized, site.inputGradient()),
                scores(site),
                context(site),
                new ConvProduct(outName(), site.linear(features, features), quantized, true));
    }

    /** Where the linear layer of queries, keys and values reports. */
    public String inName() {
        return name + ".in";
    }

    /** Where the second linear layer reports. */
    public String outName() {
        return name + ".out";
    }

    /** Where the softmax reports. */
    public String softmaxName() {
        return name + ".softmax";
    }

    /** Where the dropout of attention weights reports. */
    public String dropoutName() {
        return name + ".dropout";
    }

    /** Where queries times keys report. */
    public String scoresName() {
        return name + ".scores";
    }

    /** Where weights times values report. */
    public String contextName() {
        return name + ".context";
    }

    /** Queries times keys. */
    public ActivationProduct scores(LayerSite site) {
        int tokens = site.input().tokens();
        return new ActivationProduct(scoresName(), heads(site), tokens, features / heads, tokens, quantized);
    }

    /** Weights times values. */
    public ActivationProduct context(LayerSite site) {
        int tokens = site.input().tokens();
        return new ActivationProduct(contextName(), heads(site), tokens, tokens, features / heads, quantized);
    }

    /** Of the whole batch. */
    private int heads(LayerSite site) {
        return Math.multiplyExact(site.batch(), heads);
    }

    @Override
    public LayerWork work(LayerSite site, Quantization quantization) {
        ActivationProduct scores = scores(site);
        List<LayerWork> parts = new ArrayList<>();
        parts.add(site.linear(inName(), features, 3 * features, quantized, quantization));
        parts.add(new ActivationProductWork(scores, quantization));
        parts.add(new SoftmaxWork(softmaxName(), scores.resultElements(), causal));
        if (dropout > 0) {
            parts.add(new DropoutWork(dropoutName(), scores.resultElements()));
        }
        parts.add(new ActivationProductWork(context(site), quantization));
        parts.add(new LayerSite(site.batch(), site.input(), true)
                .linear(outName(), features, features, quantized, quantization));
        return new SequentialWork(parts);
    }

    @Override
    public boolean hasParameters() {
        return true;
    }
}
