package io.bitcycle.workload;

/**
 * Elementwise or reducing work of the vector unit: {@code elements} elements, each with the given operations on the vector unit's
 * numbers.
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
 * @param flow how it takes the tensor that goes from operation to operation
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
        Traffic writes,
        Flow flow)
        implements Operation {
    /** Work about whose place in the stream nothing is said. */
    public VectorOp(
            String layer,
            TrainingPass pass,
            String name,
            long elements,
            int adds,
            int multiplies,
            int divides,
            int specials,
            Traffic reads,
            Traffic writes) {
        this(layer, pass, name, elements, adds, multiplies, divides, specials, reads, writes, Flow.OPAQUE);
    }

    /** The same work on codes that take {@code bits} bits each. */
    public VectorOp withCodeBits(int bits) {
        return new VectorOp(
                layer,
                pass,
                name,
                elements,
                adds,
                multiplies,
                divides,
                specials,
                reads,
                writes.withCodeBits(bits),
                flow);
    }

    /** The same work, beside the stream or making one of what it finds elsewhere. */
    public VectorOp beside(long given) {
        return with(new Flow(Flow.Order.BESIDE, 0, given, false));
    }

    /** The same work, taking the stream element by element. */
    public VectorOp inOrder(long taken, long given) {
        return with(new Flow(Flow.Order.IN_ORDER, taken, given, false));
    }

    /** The same work, taking the stream from DRAM in an order of its own. */
    public VectorOp whole(long taken, long given) {
        return with(new Flow(Flow.Order.WHOLE, taken, given, false));
    }

    /** The same work, what it takes of the stream being read again by the backward pass. */
    public VectorOp keepingTaken() {
        return with(new Flow(flow.order(), flow.taken(), flow.given(), true));
    }

    private VectorOp with(Flow newFlow) {
        return new VectorOp(layer, pass, name, elements, adds, multiplies, divides, specials, reads, writes, newFlow);
    }

    /** The same work without some words of its traffic. */
    public VectorOp sparing(long readWords, long writtenWords) {
        return new VectorOp(
                layer,
                pass,
                name,
                elements,
                adds,
                multiplies,
                divides,
                specials,
                reads.without(readWords),
                writes.without(writtenWords),
                flow);
    }

    /** The same work with other operations per element. */
    public VectorOp withOperations(int newAdds, int newMultiplies, int newDivides, int newSpecials) {
        return new VectorOp(
                layer, pass, name, elements, newAdds, newMultiplies, newDivides, newSpecials, reads, writes, flow);
    }

    /** Elementary operations per element. */
    public int operations() {
        return adds + multiplies + divides + specials;
    }
}
