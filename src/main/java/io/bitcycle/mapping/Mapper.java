package io.bitcycle.mapping;

import io.bitcycle.hardware.HardwareConfig;
import io.bitcycle.hardware.MappingConfig;
import io.bitcycle.hardware.array.DepthSteps;
import io.bitcycle.workload.MatrixOp;
import io.bitcycle.workload.TrainingPass;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Maps ops onto one hwconfig as its {@code mapping} says. Remembers mappings by shape and widths. Thread-safe. */
public final class Mapper {
    /**
     * A mapping and what it takes.
     *
     * @param run all groups of the op
     */
    public record Mapped(Mapping mapping, OpBits bits, TileRun run) {}

    private final HardwareConfig hardware;
    private final Optional<MappingCache> cache;
    private final Map<MatrixOp, Mapped> known = new ConcurrentHashMap<>();
    private final AtomicInteger kept = new AtomicInteger();
    private final Map<MatrixOp, Mapped> unstored = new ConcurrentHashMap<>();

    /** A mapper that knows nothing yet. */
    public Mapper(HardwareConfig hardware) {
        this(hardware, Optional.empty());
    }

    /** A mapper that knows what earlier runs searched for. */
    public Mapper(HardwareConfig hardware, MappingCache cache) {
        this(hardware, Optional.of(cache));
    }

    private Mapper(HardwareConfig hardware, Optional<MappingCache> cache) {
        this.hardware = hardware;
        // Only a search takes longer than reading its result.
        this.cache = cache.filter(any -> hardware.mapping() instanceof MappingConfig.Search);
        this.cache.ifPresent(from -> known.putAll(from.load(hardware)));
        kept.set(known.size());
    }

    /** Lets later runs know what this one searched for. */
    public void save() {
        int now = known.size();
        if (cache.isPresent() && now > kept.getAndSet(now)) {
            cache.get().save(hardware, known);
        }
    }

    /**
     * How the op runs.
     *
     * @throws TilesDoNotFitException when the hwconfig's tiles do not fit its buffers
     */
    public Mapped map(MatrixOp op) {
        if (op.storesResult()) {
            return known.computeIfAbsent(shape(op), this::mapNew);
        }
        Mapping stored = map(op.withStore()).mapping();
        return unstored.computeIfAbsent(shape(op), any -> again(op, stored));
    }

    /** The tiles that serve the op best when its results are stored, so that not storing them never costs more. */
    private Mapped again(MatrixOp op, Mapping stored) {
        TileProblem problem = TileProblem.of(op, hardware);
        return run(problem, stored.on(problem));
    }

    /** Runs the op's tiles on an array that says how long each takes. */
    public TileRun run(MatrixOp op, TileRunner array) {
        return TileRun.of(TileProblem.of(op, hardware), map(op).mapping(), array);
    }

    /** What the op moves from and to DRAM, in its order on the port; tiles take as long as their shapes say. */
    public void transfers(MatrixOp op, Consumer<DramTransfer> consumer) {
        FoldPorts ports = TileProblem.of(op, hardware).ports();
        DramTransfers.forEach(map(op).mapping(), op.groups(), hardware, ports, consumer);
    }

    /** The order in which each output's multiply steps are added up. */
    public DepthOrder depthOrder(MatrixOp op) {
        TileProblem problem = TileProblem.of(op, hardware);
        DepthSteps depth = depthSteps(op, problem);
        List<int[]> passes = new ArrayList<>();
        TileRegions.forEachInDepth(problem, map(op).mapping(), tile -> passes.add(DepthOrder.steps(depth, tile)));
        return new DepthOrder(depth, passes);
    }

    /** How the depth falls into multiply steps. */
    public DepthSteps depthSteps(MatrixOp op) {
        return depthSteps(op, TileProblem.of(op, hardware));
    }

    private DepthSteps depthSteps(MatrixOp op, TileProblem problem) {
        return DepthSteps.of(
                hardware.array(), op.k(), op.taps(), problem.timing().productsPerStep());
    }

    private Mapped mapNew(MatrixOp op) {
        TileProblem problem = TileProblem.of(op, hardware);
        if (hardware.mapping() instanceof MappingConfig.Tiles tiles) {
            return run(problem, ExplicitMapping.of(problem, tiles));
        }
        if (hardware.mapping() instanceof MappingConfig.Fixed) {
            return run(problem, FixedMapping.of(problem));
        }
        MappingSearch.Found found = new MappingSearch(problem).best();
        return new Mapped(found.mapping(), problem.bits(), found.run());
    }

    private Mapped run(TileProblem problem, Mapping mapping) {
        int groups = problem.op().groups();
        return new Mapped(mapping, problem.bits(), TileRun.of(mapping, groups, hardware, problem.ports()));
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
