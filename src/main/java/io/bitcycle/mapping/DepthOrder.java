package io.bitcycle.mapping;

import io.bitcycle.hardware.array.DepthSteps;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The order in which an output's multiply steps are added up: pass by pass, a pass being what the array takes of the depth
 * between two moments at which its sums are in the output buffer. Within a pass kernel position by kernel position, each in
 * ascending order.
 *
 * @param passes the steps of each pass, by number
 */
public record DepthOrder(DepthSteps depth, List<int[]> passes) {
    /** The steps of a tile in their order. */
    public static int[] steps(DepthSteps depth, Region tile) {
        int g = depth.productsPerStep();
        int perBlock = Math.toIntExact(depth.stepsPerBlock());
        int first = tile.channelFrom() / g;
        int count = (tile.channels() + g - 1) / g;
        return IntStream.range(tile.tapFrom(), tile.tapFrom() + tile.taps())
                .flatMap(tap -> IntStream.range(tap * perBlock + first, tap * perBlock + first + count))
                .toArray();
    }

    /**
     * How many sums over depth segments of equal length leave a unit's accumulator per output: one per segment, unless
     * passes or kernel positions take a segment apart.
     */
    public long pieces(long segmentLength) {
        long pieces = 0;
        for (int[] pass : passes) {
            long last = -1;
            for (int step : pass) {
                long first = depth.from(step) / segmentLength;
                pieces += (first == last ? 0 : 1) + (depth.to(step) - 1) / segmentLength - first;
                last = (depth.to(step) - 1) / segmentLength;
            }
        }
        return pieces;
    }
}
