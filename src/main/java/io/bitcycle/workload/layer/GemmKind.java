package io.bitcycle.workload.layer;

import static io.bitcycle.json.JsonTypes.integer;

import io.bitcycle.json.Key;
import io.bitcycle.workload.ActivationShape;
import java.util.List;

/** {@code gemm}: C[m, n] = A[m, k] x B[k, n] in a list of layers, a 1x1 convolution of m tokens with k features. */
final class GemmKind {
    private static final int MOST_ROWS = 1 << 24;
    private static final Key<Integer> M = Key.required("m", integer(1, MOST_ROWS), "Rows of the product.");
    private static final Key<Integer> N = Key.required("n", integer(1, LayerKeys.MOST), "Columns of the product.");
    private static final Key<Integer> K = Key.required("k", integer(1, LayerKeys.MOST), "Depth of the product.");
    private static final Key<Boolean> QUANTIZED = LayerKeys.quantized(true, ".");

    static final LayerKind KIND = new LayerKind(
            "gemm",
            List.of(M, N, K, QUANTIZED),
            draft -> new PlacedSpec(
                    new ConvSpec(draft.name(), draft.get(K), draft.get(N), 1, 1, 0, 1, draft.get(QUANTIZED)),
                    ActivationShape.sequence(draft.get(M), draft.get(K))));

    private GemmKind() {}
}
