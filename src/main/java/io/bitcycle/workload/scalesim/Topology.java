package io.bitcycle.workload.scalesim;

import java.util.List;

/**
 * The layers of a SCALE-Sim topology, in the file's order.
 *
 * @param form which columns the file has
 * @param layers at least one
 * @param notes what a user should know of how the file was read, one sentence each
 */
public record Topology(Form form, List<Layer> layers, List<String> notes) {
    public Topology {
        layers = List.copyOf(layers);
        notes = List.copyOf(notes);
    }

    /** SCALE-Sim's two kinds of topology files ({@code -i conv} and {@code -i gemm}). */
    public enum Form {
        CONV,
        GEMM
    }

    /** One row. */
    public sealed interface Layer {
        String name();
    }

    /**
     * A convolution without padding.
     *
     * @param height rows of the input that the outputs cover, which may be more than the file's
     * @param width columns, likewise
     * @param channels input channels
     * @param filters filters; of a depthwise layer, per channel
     * @param depthwise whether each channel is convolved on its own
     */
    public record Conv(
            String name,
            int height,
            int width,
            int kernelHeight,
            int kernelWidth,
            int channels,
            int filters,
            int stride,
            boolean depthwise)
            implements Layer {
        int outputs() {
            return depthwise ? channels * filters : filters;
        }

        int groups() {
            return depthwise ? channels : 1;
        }
    }

    /** C[m, n] = A[m, k] x B[k, n]. */
    public record Gemm(String name, int m, int n, int k) implements Layer {}
}
