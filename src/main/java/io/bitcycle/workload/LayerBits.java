package io.bitcycle.workload;

/**
 * Widths that a layer keeps whatever the precision schedule says.
 *
 * @param forward of weights and activations; 0 where the schedule decides
 * @param backward of errors; 0 likewise
 */
public record LayerBits(int forward, int backward) {
    /** The schedule decides. */
    public static final LayerBits SCHEDULED = new LayerBits(0, 0);

    /** Width of weights or activations where the schedule has {@code scheduled}. */
    public int forward(int scheduled) {
        return forward == 0 ? scheduled : forward;
    }

    /** Width of errors likewise. */
    public int backward(int scheduled) {
        return backward == 0 ? scheduled : backward;
    }
}
