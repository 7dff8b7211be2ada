package io.bitcycle.mapping;

import io.bitcycle.hardware.HardwareConfig;
import io.bitcycle.hardware.MappingConfig;
import io.bitcycle.workload.MatrixOp;
import io.bitcycle.workload.TrainingPass;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Maps ops onto one hwconfig as its {@code mapping} says. Remembers mappings by shape and widths. Thread-safe. */
public final class Mapper {
    /**
     * A mapping and what it takes.
     *
     * @param run all groups of the op
     */
    public record Mapped(Mapping mapping, OpBits bits, TileRun run) {}

    private static final long FEW_STEPS = 4096;

    private final HardwareConfig hardware;
    private final Map<MatrixOp, Mapped> known = new ConcurrentHashMap<>();

    public Mapper(HardwareConfig hardware) {
        this.hardware = hardware;
    }

    /**
     * How the op runs.
     *
     * @throws TilesDoNotFitException when the hwconfig's tiles do not fit its buffers
     */
    public Mapped map(MatrixOp op) {
        return known.computeIfAbsent(shape(op), this::mapNew);
    }

    /**
     * The same tiles on the same array with other cycles per step, as values turned out to need.
     *
     * @param other this mapper's hwconfig but for the MAC units' cycles
     */
    public Mapped map(MatrixOp op, HardwareConfig other) {
        TileProblem problem = TileProblem.of(op, other);
        Mapping mapping = map(op).mapping() instanceof TileNest nest
                ? TileNest.of(problem, nest.tile(), nest.order())
                : FixedMapping.of(op, other);
        return run(problem, mapping);
    }

    private Mapped mapNew(MatrixOp op) {
        TileProblem problem = TileProblem.of(op, hardware);
        if (hardware.mapping() instanceof MappingConfig.Tiles tiles) {
            return run(problem, ExplicitMapping.of(problem, tiles));
        }
        if (hardware.mapping() instanceof MappingConfig.Fixed) {
            return run(problem, FixedMapping.of(op, hardware));
        }
        Mapped found = run(problem, new MappingSearch(problem).best());
        Mapping rule = FixedMapping.of(op, hardware);
        if (op.groups() * rule.steps() > FEW_STEPS) {
            return found;
        }
        // The simple rule moves operands fold by fold, finer than tiles, which a small op can notice.
        Mapped simple = run(problem, rule);
        return simple.run().cycles() < found.run().cycles() ? simple : found;
    }

    private Mapped run(TileProblem problem, Mapping mapping) {
        int groups = problem.op().groups();
        return new Mapped(mapping, problem.bits(), TileRun.of(mapping, groups, hardware.dram(), problem.ports()));
    }

    /** The op without what has no bearing on its mapping. */
    private static MatrixOp shape(MatrixOp op) {
        return new MatrixOp(
                "",
                TrainingPass.FORWARD,
                0,
                op.groups(),
                op.m(),
                op.k(),
                op.n(),
                op.taps(),
                op.a(),
                op.b(),
                op.aElements(),
                op.bElements(),
                0,
                0,
                op.resultBits());
    }
}
