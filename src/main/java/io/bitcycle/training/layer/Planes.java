package io.bitcycle.training.layer;

import io.bitcycle.numeric.loops.Loops;
import io.bitcycle.tensor.FloatTensor;
import io.bitcycle.tensor.LaneSum;
import io.bitcycle.tensor.Parallel;
import java.util.Arrays;

/**
 * An activation tensor [N, C, H, W] as N x C planes of H x W contiguous elements; [N, C] has planes of one element.
 *
 * <p>For sums per channel, planes are cut into blocks of {@value LaneSum#BLOCK} elements, the last of a plane shorter. A
 * block's slot numbers it within all blocks: by channel, then by image, then by place in the plane.
 */
record Planes(int batch, int channels, int height, int width) {
    /** Elements of a piece. */
    private static final int PIECE = 1 << 12;

    /** Work on the elements [from, to) of one block. */
    @FunctionalInterface
    interface BlockTask {
        void run(int channel, int slot, int from, int to);
    }

    /** @throws IllegalArgumentException for another rank, naming the layer */
    static Planes of(FloatTensor tensor, String layer) {
        return switch (tensor.rank()) {
            case 2 -> new Planes(tensor.dim(0), tensor.dim(1), 1, 1);
            case 4 -> new Planes(tensor.dim(0), tensor.dim(1), tensor.dim(2), tensor.dim(3));
            default ->
                throw new IllegalArgumentException(layer + ": the input is " + Arrays.toString(tensor.shape())
                        + ", allowed are [N, C, H, W] and [N, C]");
        };
    }

    int count() {
        return batch * channels;
    }

    /** Elements of a plane. */
    int size() {
        return height * width;
    }

    /** Elements of a channel. */
    int perChannel() {
        return batch * size();
    }

    /** Runs a task on ranges of planes. Plane p is channel p mod C of image p / C. */
    void forEach(Parallel parallel, Parallel.RangeTask task) {
        parallel.forEachRange(count(), Math.max(1, size()), task);
    }

    /**
     * Runs a task on pieces of planes that stay in the first-level cache, so that it may go through them twice. Each begins at a multiple
     * of {@link Loops#MASKED} elements.
     */
    void forEachPiece(Parallel parallel, Parallel.RangeTask task) {
        int planes = Loops.MASKED;
        while (planes > 1 && planes / 2 * size() % Loops.MASKED == 0) {
            planes /= 2;
        }
        int length = planes * Math.max(1, PIECE / Math.max(1, planes * size()));
        int pieces = (count() + length - 1) / length;
        parallel.forEachRange(pieces, Math.max(1, length * size()), (first, end) -> {
            for (int piece = first; piece < end; piece++) {
                task.run(piece * length, Math.min(count(), (piece + 1) * length));
            }
        });
    }

    /** Runs a task on every block. */
    void forEachBlock(Parallel parallel, BlockTask task) {
        forEach(parallel, (first, end) -> forEachBlock(first, end, task));
    }

    /** Runs a task on every block of the planes [first, end). */
    void forEachBlock(int first, int end, BlockTask task) {
        int size = size();
        int blocks = blocksPerPlane();
        for (int plane = first; plane < end; plane++) {
            int channel = plane % channels;
            int slot = (channel * batch + plane / channels) * blocks;
            for (int skipped = 0; skipped < size; skipped += LaneSum.BLOCK, slot++) {
                int from = plane * size + skipped;
                task.run(channel, slot, from, from + Math.min(LaneSum.BLOCK, size - skipped));
            }
        }
    }

    int blocksPerPlane() {
        return (size() + LaneSum.BLOCK - 1) / LaneSum.BLOCK;
    }

    int slotsPerChannel() {
        return batch * blocksPerPlane();
    }

    int slots() {
        return channels * slotsPerChannel();
    }

    /** Elements of the block in a slot. */
    int length(int slot) {
        return Math.min(LaneSum.BLOCK, size() - slot % blocksPerPlane() * LaneSum.BLOCK);
    }

    /** Per channel, the {@link LaneSum} of its blocks' values. */
    float[] sumPerChannel(float[] bySlot) {
        float[] sums = new float[channels];
        for (int channel = 0; channel < channels; channel++) {
            sums[channel] = LaneSum.of(bySlot, channel * slotsPerChannel(), (channel + 1) * slotsPerChannel());
        }
        return sums;
    }
}
