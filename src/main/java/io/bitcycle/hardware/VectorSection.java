package io.bitcycle.hardware;

import static io.bitcycle.json.JsonTypes.choice;
import static io.bitcycle.json.JsonTypes.flag;
import static io.bitcycle.json.JsonTypes.integer;
import static io.bitcycle.json.JsonTypes.integerOf;

import io.bitcycle.json.Fields;
import io.bitcycle.json.Key;
import io.bitcycle.json.ObjectType;
import java.util.List;
import java.util.Optional;

/** {@code vector}: the unit for batch norm, activations, pooling, loss and optimizer. */
final class VectorSection {
    private static final Key<Integer> LANES =
            Key.required("lanes", integer(1, 65536), "Elementary operations per cycle.");
    private static final Key<VectorConfig.Numeric> NUMERIC = Key.required(
            "numeric",
            choice(VectorConfig.Numeric.class),
            "Format of its numbers: float is IEEE binary32; fixed is integers with power-of-two scales.");
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

    private static final int MIN_FIXED_BITS = 16;
    private static final Key<Integer> FIXED_BITS = Key.optional(
            "fixed_bits",
            integer(MIN_FIXED_BITS, VectorConfig.WORD_BITS),
            "Width of the integers of numeric fixed, sign included; they move as words of 32 bits all the same.");
    private static final Key<Integer> FIXED_WEIGHT_FRACTION_BITS = Key.optional(
            "fixed_weight_fraction_bits",
            integer(1, VectorConfig.WORD_BITS - 2),
            "n of the Qm.n in which numeric fixed keeps weights and their velocities.");

    static final ObjectType<VectorConfig> TYPE = new ObjectType<>(
            List.of(LANES, NUMERIC, OVERLAP, STASH_BITS, FUSION, FIXED_BITS, FIXED_WEIGHT_FRACTION_BITS),
            fields -> new VectorConfig(
                    fields.get(LANES),
                    fields.get(NUMERIC),
                    fields.get(OVERLAP),
                    fields.get(STASH_BITS),
                    fields.get(FUSION),
                    fixedPoint(fields)));

    private VectorSection() {}

    private static Optional<VectorConfig.FixedPoint> fixedPoint(Fields fields) {
        boolean needed = fields.get(NUMERIC) == VectorConfig.Numeric.FIXED;
        for (Key<Integer> key : List.of(FIXED_BITS, FIXED_WEIGHT_FRACTION_BITS)) {
            if (needed && !fields.has(key)) {
                fields.problem(
                        key.name(),
                        "is missing; allowed: " + key.type().allowed() + ", since numeric is fixed and has no default");
            }
        }
        Optional<VectorConfig.FixedPoint> formats = fields.find(FIXED_BITS)
                .flatMap(bits -> fields.find(FIXED_WEIGHT_FRACTION_BITS)
                        .map(fraction -> new VectorConfig.FixedPoint(bits, fraction)));
        formats.filter(format -> format.weightFractionBits() > format.bits() - 2)
                .ifPresent(format -> fields.problem(
                        FIXED_WEIGHT_FRACTION_BITS.name(),
                        "is " + format.weightFractionBits() + "; allowed: at most " + (format.bits() - 2)
                                + ", so that 1 fits a number of fixed_bits"));
        return formats;
    }
}
