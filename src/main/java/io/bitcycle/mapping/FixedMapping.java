package io.bitcycle.mapping;

import io.bitcycle.hardware.HardwareConfig;
import io.bitcycle.hardware.array.ArrayTiming;
import io.bitcycle.hardware.array.Dataflow;
import java.util.List;

/**
 * The mapping {@code "fixed"}: no search, one stated rule per dataflow. The whole depth of an output is finished before its
 * sum leaves the chip, so partial sums never spill.
 *
 * <ul>
 *   <li>weight- and input-stationary ({@link StreamTiling}): the streamed dimension is cut so that a tile's partial sums fit
 *       half the output buffer and, where that leaves tiles worth their preload and moves fewer bits, its codes fit half
 *       their buffer.
 *   <li>output-stationary ({@link PanelTiling}): as many row folds share a tile as fit half the activation buffer.
 * </ul>
 *
 * <p>Tiles are equal parts, see {@link Parts}.
 */
final class FixedMapping {
    private FixedMapping() {}

    static Mapping of(TileProblem problem) {
        return of(problem, outputStationary(problem) ? panelFolds(problem) : streamSteps(problem));
    }

    /** The mapping of the same form with tiles of some length: row folds of a panel, or steps of a stream. */
    static Mapping of(TileProblem problem, long length) {
        return outputStationary(problem) ? PanelTiling.of(problem, length) : StreamTiling.of(problem, length);
    }

    /** The lengths whose tiles fit; the shortest in any case. */
    static List<Long> lengths(TileProblem problem) {
        ArrayTiming timing = problem.timing();
        long whole = outputStationary(problem) ? timing.rowFolds() : timing.steps();
        long most = outputStationary(problem) ? panelFolds(problem) : StreamTiling.longestSums(problem);
        return Parts.lengths(whole, 1, Parts.FINE).stream()
                .filter(length -> length <= Math.max(1, most))
                .toList();
    }

    private static boolean outputStationary(TileProblem problem) {
        return problem.hardware().array().dataflow() == Dataflow.OUTPUT_STATIONARY;
    }

    private static long streamSteps(TileProblem problem) {
        HardwareConfig hardware = problem.hardware();
        long steps = problem.timing().steps();
        long sumsFit = StreamTiling.longestSums(problem);
        long codesFit = StreamTiling.longestCodes(problem);
        StreamTiling streamed = StreamTiling.of(problem, Parts.longest(steps, sumsFit));
        StreamTiling held = StreamTiling.of(problem, Parts.longest(steps, Math.min(sumsFit, codesFit)));
        // A tile shorter than the array's own latency would spend its time on preloads.
        long shortest =
                Math.min(steps, hardware.array().rows() + hardware.array().cols());
        return codesFit >= shortest && held.traffic() <= streamed.traffic() ? held.tileSteps() : streamed.tileSteps();
    }

    private static long panelFolds(TileProblem problem) {
        return Parts.longest(problem.timing().rowFolds(), PanelTiling.longestCodes(problem));
    }
}
