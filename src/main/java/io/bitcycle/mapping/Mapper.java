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

    private final HardwareConfig hardware;
    private final Map<MatrixOp, Mapped> known = new ConcurrentHashMap<>();

    public Mapper(HardwareConfig hardware) {
        this.hardware = hardware;
    }

    /**
     * How the op runs.
     *
     * @throws io.bitcycle.json.BadInputException when the hwconfig's tiles do not fit its buffers
     */
    public Mapped map(MatrixOp op) {
        return known.computeIfAbsent(shape(op), this::mapNew);
    }

    private Mapped mapNew(MatrixOp op) {
        TileProblem problem = TileProblem.of(op, hardware);
        Mapping mapping;
        if (hardware.mapping() instanceof MappingConfig.Tiles tiles) {
            mapping = ExplicitMapping.of(problem, tiles);
        } else if (hardware.mapping() instanceof MappingConfig.Search) {
            mapping = new MappingSearch(problem).best();
        } else {
            mapping = FixedMapping.of(op, hardware);
        }
        TileRun run = TileRun.of(mapping, op.groups(), hardware.dram(), problem.ports());
        return new Mapped(mapping, problem.bits(), run);
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
