package io.bitcycle.workload.layer;

import java.util.List;

/** The kinds of layers that traces may use; a new one is a class and a line here. */
public final class LayerKinds {
    public static final List<LayerKind> ALL = List.of(
            ConvSpec.KIND,
            LinearSpec.KIND,
            BatchNormSpec.KIND,
            ReluSpec.KIND,
            Relu6Spec.KIND,
            MaxPoolSpec.KIND,
            AveragePoolSpec.KIND,
            GlobalAveragePoolSpec.KIND,
            FlattenSpec.KIND,
            EmbeddingSpec.KIND,
            PositionsSpec.KIND,
            LayerNormSpec.KIND,
            DropoutSpec.KIND,
            GeluSpec.KIND,
            AttentionSpec.KIND,
            LstmSpec.KIND,
            AdaptiveSoftmaxSpec.KIND,
            GemmKind.KIND,
            ResidualSpec.KIND);

    private LayerKinds() {}
}
