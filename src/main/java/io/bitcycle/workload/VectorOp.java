package io.bitcycle.workload;

/**
 * Elementwise or reducing work of the vector unit: {@code elements} elements, each with the given binary32 operations.
 *
 * @param layer name of the layer
 * @param pass training pass it belongs to
 * @param name what it does, e.g. {@code quantize}
 * @param elements elements processed
 * @param adds additions, subtractions and comparisons per element
 * @param multiplies per element
 * @param divides per element
 * @param specials square roots, exponentials and logarithms per element
 * @param reads what it reads from DRAM
 * @param writes what it writes to DRAM
 */
public record VectorOp(
        String layer,
        TrainingPass pass,
        String name,
        long elements,
        int adds,
        int multiplies,
        int divides,
        int specials,
        Traffic reads,
        Traffic writes)
        implements Operation {
    /** The same work on codes that take {@code bits} bits each. */
    public VectorOp withCodeBits(int bits) {
        return new VectorOp(
                layer, pass, name, elements, adds, multiplies, divides, specials, reads, writes.withCodeBits(bits));
    }

    /** Elementary operations per element. */
    public int operations() {
        return adds + multiplies + divides + specials;
    }
}
