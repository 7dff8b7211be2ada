package io.bitcycle.tensor;

import java.util.function.Function;
import java.util.function.IntConsumer;

/**
 * Who takes a quantizer's codes.
 *
 * @param spares where their array comes from
 * @param byImage called with the codes before any of them is there; gives what is called with each image [.., i, ..] of [N, ...] as soon as
 *     its codes are there, on whatever thread, while they are hot; null for nothing
 */
public record CodeTaker(SpareArrays spares, Function<CodeTensor, IntConsumer> byImage) {
    /** Just the array. */
    public static CodeTaker in(SpareArrays spares) {
        return new CodeTaker(spares, null);
    }

    /** The same, and what else is to be called with each image. */
    public CodeTaker and(Function<CodeTensor, IntConsumer> more) {
        return new CodeTaker(
                spares, byImage == null ? more : codes -> byImage.apply(codes).andThen(more.apply(codes)));
    }

    /** A new array. */
    static CodeTaker fresh() {
        return in(new SpareArrays());
    }
}
