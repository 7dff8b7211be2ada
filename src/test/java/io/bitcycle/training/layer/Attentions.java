package io.bitcycle.training.layer;

import io.bitcycle.tensor.FloatTensor;
import io.bitcycle.tensor.Quantizer;
import io.bitcycle.tensor.Quantizers;
import io.bitcycle.workload.layer.AttentionSpec;
import java.util.List;

/** Attention layers with weights of zero and without dropout, for the tests. */
final class Attentions {
    private Attentions() {}

    static Attention unquantized(int features, int heads, boolean causal) {
        AttentionSpec spec = new AttentionSpec("attention", features, heads, causal, 0, false);
        return new Attention(
                spec,
                0,
                new Linear(
                        spec.inName(),
                        FloatTensor.zeros(3 * features, features),
                        FloatTensor.zeros(3 * features),
                        false),
                new Linear(spec.outName(), FloatTensor.zeros(features, features), FloatTensor.zeros(features), false),
                new Sequential(spec.dropoutName(), List.of()),
                Quantizers.named("cpt"));
    }

    static Attention quantized(int features, int heads, boolean causal, Quantizer quantizer) {
        AttentionSpec spec = new AttentionSpec("attention", features, heads, causal, 0, true);
        FloatTensor in = FloatTensor.zeros(3 * features, features);
        FloatTensor out = FloatTensor.zeros(features, features);
        return new Attention(
                spec,
                0,
                new QuantizedLinear(spec.inName(), 0, in, FloatTensor.zeros(3 * features), quantizer, false),
                new QuantizedLinear(spec.outName(), 3, out, FloatTensor.zeros(features), quantizer, false),
                new Sequential(spec.dropoutName(), List.of()),
                quantizer);
    }
}
