package io.bitcycle.workload;

/**
 * How a vector operation stands to the stream: the tensor that goes from operation to operation, activations forward and
 * gradients backward. What one operation gives, the next can take without a trip through DRAM
 * ({@link io.bitcycle.workload.work.NetworkWork#chainedTraining()}).
 *
 * @param taken words of the stream among those it reads
 * @param given words of the stream that it makes; 0 when it makes none
 * @param keepsTaken whether the backward pass reads what it takes again
 */
public record Flow(Order order, long taken, long given, boolean keepsTaken) {
    /** How an operation takes the stream. */
    public enum Order {
        /** Not known: whatever comes before it is complete in DRAM, and so is what it makes. */
        OPAQUE,
        /** Not at all: it works on parameters, per channel, or makes a stream of what it finds elsewhere. */
        BESIDE,
        /** Each element once, as it comes: elementwise, or reducing what lies next to each other. */
        IN_ORDER,
        /** From DRAM, in an order of its own, and what it makes is complete only at its end. */
        WHOLE
    }

    /** Of an operation about which nothing is said. */
    public static final Flow OPAQUE = new Flow(Order.OPAQUE, 0, 0, false);
}
