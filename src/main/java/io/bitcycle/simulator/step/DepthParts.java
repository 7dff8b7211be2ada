package io.bitcycle.simulator.step;

import io.bitcycle.hardware.array.DepthSteps;

/**
 * How the products of a multiply step fall to the sums that leave a unit's adder tree: all to one, unless sums are rescaled
 * along the depth. Then to one per depth segment where the output stays, else to one per product.
 */
final class DepthParts {
    private final DepthSteps depth;
    private final Rescaling rescaling;
    private final int length;
    private final int most;

    private DepthParts(DepthSteps depth, Rescaling rescaling, int length) {
        this.depth = depth;
        this.rescaling = rescaling;
        this.length = length;
        int parts = 1;
        for (long step = 0; rescaling != null && step < depth.count(); step++) {
            parts = Math.max(parts, (int) ((depth.to(step) - 1) / length - depth.from(step) / length + 1));
        }
        this.most = parts;
    }

    /** @param rescaling null where sums are not rescaled */
    static DepthParts of(DepthSteps depth, Rescaling rescaling, boolean outputStationary) {
        return new DepthParts(depth, rescaling, rescaling != null && outputStationary ? rescaling.segmentLength() : 1);
    }

    DepthSteps depth() {
        return depth;
    }

    boolean rescaled() {
        return rescaling != null;
    }

    /** The most parts of a step. */
    int most() {
        return most;
    }

    /** First depth index of a part; {@link #to} may not be above it, where a step has fewer parts. */
    int from(int step, int part) {
        return rescaling == null
                ? (int) depth.from(step)
                : (int) Math.max(depth.from(step), (depth.from(step) / length + part) * length);
    }

    /** Depth index after a part's last. */
    int to(int step, int part) {
        return rescaling == null
                ? (int) depth.to(step)
                : (int) Math.min(depth.to(step), (depth.from(step) / length + part + 1) * length);
    }

    /** The scale of a part, or {@link ScaleRegisters#NONE} where its segment goes on in step {@code next} (-1: no step). */
    int scale(int step, int part, int next) {
        int from = from(step, part);
        int to = to(step, part);
        if (from >= to || (next >= 0 && to == depth.to(step) && depth.from(next) / length == from / length)) {
            return ScaleRegisters.NONE;
        }
        return Math.toIntExact(rescaling.scales()[from / rescaling.segmentLength()]);
    }
}
