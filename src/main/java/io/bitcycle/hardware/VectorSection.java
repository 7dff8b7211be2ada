package io.bitcycle.hardware;

import static io.bitcycle.json.JsonTypes.choice;
import static io.bitcycle.json.JsonTypes.flag;
import static io.bitcycle.json.JsonTypes.integer;
import static io.bitcycle.json.JsonTypes.integerOf;

import io.bitcycle.json.Key;
import io.bitcycle.json.ObjectType;
import java.util.List;

/** {@code vector}: the unit for batch norm, activations, pooling, loss and optimizer. */
final class VectorSection {
    private static final Key<Integer> LANES =
            Key.required("lanes", integer(1, 65536), "Elementary operations per cycle.");
    private static final Key<VectorConfig.Numeric> NUMERIC = Key.required(
            "numeric",
            choice(VectorConfig.Numeric.class).later("fixed", "is not built yet"),
            "Format of its numbers: float is IEEE binary32.");
    private static final Key<Boolean> OVERLAP =
            Key.required("overlap", flag(), "Whether its cycles hide behind the array's; else they add to the total.");
    private static final Key<Integer> STASH_BITS = Key.required(
            "stash_bits",
            integerOf(16, VectorConfig.WORD_BITS),
            "Width at which batch norm inputs are kept for the backward pass.");

    private static final Key<VectorConfig.Fusion> FUSION = Key.required(
            "fusion",
            choice(VectorConfig.Fusion.class),
            "chain: an elementwise operation takes what the one before it makes, array results included, without a trip"
                    + " through DRAM; none: each operation reads and writes DRAM.");

    static final ObjectType<VectorConfig> TYPE = new ObjectType<>(
            List.of(LANES, NUMERIC, OVERLAP, STASH_BITS, FUSION),
            fields -> new VectorConfig(
                    fields.get(LANES),
                    fields.get(NUMERIC),
                    fields.get(OVERLAP),
                    fields.get(STASH_BITS),
                    fields.get(FUSION)));

    private VectorSection() {}
}
