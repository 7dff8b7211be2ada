package io.bitcycle.training.layer;

import io.bitcycle.numeric.loops.Loops;
import io.bitcycle.tensor.FloatTensor;
import io.bitcycle.tensor.LaneSum;
import io.bitcycle.tensor.Quantizer;
import io.bitcycle.workload.ActivationShape;
import io.bitcycle.workload.layer.AttentionSpec;
import io.bitcycle.workload.layer.LayerSite;
import io.bitcycle.workload.work.ActivationProductWork;
import io.bitcycle.workload.work.SoftmaxWork;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Multi-head self-attention over sequences [N, T, F] (Vaswani et al., NIPS 2017). The first linear layer gives queries, keys and values
 * side by side; of each head, P = softmax(Q · Kᵀ / √(F / heads)), then P · V, then the second linear layer. A causal mask leaves out
 * later tokens in the softmax. The softmax of a row, in binary32: z = s · scale, e = exp(z − max z), p = e / {@link LaneSum} of e.
 */
public final class Attention implements Layer {
    private final AttentionSpec spec;
    private final Quantizer quantizer;
    private final Layer in;
    private final Layer out;
    private final HeadProduct scores;
    private final HeadProduct context;
    private final Layer dropout;
    private final Heads heads;
    private final float scale;
    private final Kept<FloatTensor> kept;

    /**
     * @param noiseLayer coordinate in the error noise of the first linear layer; scores, context and the second one follow
     * @param in of F to 3 F features, with that coordinate
     * @param out of F to F, with the last of them
     * @param dropout of attention weights; a {@link Sequential} of nothing for none
     */
    public Attention(AttentionSpec spec, int noiseLayer, Layer in, Layer out, Layer dropout, Quantizer quantizer) {
        this.spec = spec;
        this.quantizer = quantizer;
        this.in = in;
        this.out = out;
        this.dropout = dropout;
        String scoresName = spec.scoresName();
        String contextName = spec.contextName();
        this.scores = spec.quantized()
                ? new QuantizedHeadProduct(scoresName, noiseLayer + 1, quantizer)
                : new FloatHeadProduct(scoresName);
        this.context = spec.quantized()
                ? new QuantizedHeadProduct(contextName, noiseLayer + 2, quantizer)
                : new FloatHeadProduct(contextName);
        this.heads = new Heads(spec.heads(), spec.features() / spec.heads());
        this.scale = (float) (1 / StrictMath.sqrt((double) spec.features() / spec.heads()));
        this.kept = new Kept<>(spec.name());
    }

    @Override
    public String name() {
        return spec.name();
    }

    @Override
    public List<Parameter> parameters() {
        return Stream.concat(in.parameters().stream(), out.parameters().stream())
                .toList();
    }

    @Override
    public List<Layer> children() {
        return List.of(in, dropout, out);
    }

    /** The ranges of the operands of both products. */
    @Override
    public Map<String, FloatTensor> state() {
        Map<String, FloatTensor> state = new LinkedHashMap<>();
        scores.state().forEach((name, range) -> state.put("scores." + name, range));
        context.state().forEach((name, range) -> state.put("context." + name, range));
        return state;
    }

    @Override
    public FloatTensor forward(FloatTensor input, Step step) {
        int batch = input.dim(0);
        int tokens = input.dim(1);
        int features = spec.features();
        LayerSite site = site(batch, tokens);
        FloatTensor projected = in.forward(input.reshaped(batch * tokens, features), step);
        FloatTensor queries = heads.split(projected, batch, 0);
        FloatTensor keys = heads.split(projected, batch, features);
        FloatTensor values = heads.split(projected, batch, 2 * features);
        FloatTensor weights = scores.forward(queries, Heads.transposed(keys), scoresWork(site, step), step);
        softmax(weights, step);
        softmaxWork(weights).forward(step.training()).forEach(step.session()::vector);
        if (step.training()) {
            kept.keep(weights);
        }
        FloatTensor mixed = context.forward(dropout.forward(weights, step), values, contextWork(site, step), step);
        FloatTensor merged = FloatTensor.zeros(batch * tokens, features);
        heads.merge(mixed, merged, 0);
        return out.forward(merged, step).reshaped(batch, tokens, features);
    }

    /** Turns scores [G, T, T] into weights, in place. */
    private void softmax(FloatTensor scoresOfHeads, Step step) {
        int tokens = scoresOfHeads.dim(2);
        float[] values = scoresOfHeads.data();
        step.session().workers().forEachRange(values.length / tokens, tokens, (from, to) -> {
            for (int row = from; row < to; row++) {
                int first = row * tokens;
                int seen = spec.causal() ? row % tokens + 1 : tokens;
                float most = Float.NEGATIVE_INFINITY;
                for (int i = first; i < first + seen; i++) {
                    values[i] *= scale;
                    most = Math.max(most, values[i]);
                }
                Loops.best().exp(values, first, first + seen, most, values);
                float sum = LaneSum.of(values, first, first + seen);
                for (int i = first; i < first + tokens; i++) {
                    values[i] = i < first + seen ? values[i] / sum : 0;
                }
            }
        });
    }

    @Override
    public FloatTensor backward(FloatTensor outputGradient, Step step) {
        int batch = outputGradient.dim(0);
        int tokens = outputGradient.dim(1);
        int features = spec.features();
        LayerSite site = site(batch, tokens);
        FloatTensor weights = kept.take();
        FloatTensor merged = out.backward(outputGradient.reshaped(batch * tokens, features), step);
        HeadProduct.Gradients mixed = context.backward(heads.split(merged, batch, 0), contextWork(site, step), step);
        FloatTensor errors = dropout.backward(mixed.left(), step);
        softmaxGradient(errors, weights, step);
        softmaxWork(weights).backward().forEach(step.session()::vector);
        HeadProduct.Gradients scored = scores.backward(errors, scoresWork(site, step), step);
        FloatTensor projected = FloatTensor.zeros(batch * tokens, 3 * features);
        heads.merge(scored.left(), projected, 0);
        heads.merge(Heads.transposed(scored.right()), projected, features);
        heads.merge(mixed.right(), projected, 2 * features);
        FloatTensor gradient = in.backward(projected, step);
        return gradient == null ? null : gradient.reshaped(batch, tokens, features);
    }

    /** Turns gradients by the weights into those by the scores, in place: p · (g − sum of p · g) · scale. */
    private void softmaxGradient(FloatTensor errors, FloatTensor weights, Step step) {
        int tokens = weights.dim(2);
        float[] g = errors.data();
        float[] p = weights.data();
        step.session().workers().forEachRange(g.length / tokens, tokens, (from, to) -> {
            float[] products = new float[tokens];
            for (int row = from; row < to; row++) {
                int first = row * tokens;
                for (int i = 0; i < tokens; i++) {
                    products[i] = p[first + i] * g[first + i];
                }
                float sum = LaneSum.of(products, 0, tokens);
                for (int i = first; i < first + tokens; i++) {
                    g[i] = p[i] * (g[i] - sum) * scale;
                }
            }
        });
    }

    private static LayerSite siteOf(int batch, int tokens, int features) {
        return new LayerSite(batch, ActivationShape.sequence(tokens, features), true);
    }

    private LayerSite site(int batch, int tokens) {
        return siteOf(batch, tokens, spec.features());
    }

    private ActivationProductWork scoresWork(LayerSite site, Step step) {
        return new ActivationProductWork(spec.scores(site), step.quantization(quantizer));
    }

    private ActivationProductWork contextWork(LayerSite site, Step step) {
        return new ActivationProductWork(spec.context(site), step.quantization(quantizer));
    }

    private SoftmaxWork softmaxWork(FloatTensor weights) {
        return new SoftmaxWork(spec.softmaxName(), weights.size(), spec.causal());
    }
}
