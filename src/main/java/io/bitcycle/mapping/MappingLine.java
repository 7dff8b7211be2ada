package io.bitcycle.mapping;

import io.bitcycle.hardware.HardwareConfig;
import io.bitcycle.hardware.MappingConfig.Loop;
import io.bitcycle.numeric.IntegerFormat;
import io.bitcycle.workload.MatrixOp;
import io.bitcycle.workload.TrainingPass;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * One mapping as a line of numbers: the op's shape, its tiles, and what they take. Tiles are those of a {@link TileNest},
 * their extents, the loop order and whether it spills sums that would fit; or, in one number, the length of the tiles of a
 * {@link FixedMapping}.
 */
record MappingLine(MatrixOp op, List<Long> tiles, TileRun run) {
    private static final int SHAPE = 12;
    private static final int EXTENTS = 4;
    private static final int NEST = EXTENTS + Loop.values().length + 1;
    private static final int RUN = 9;

    static MappingLine of(MatrixOp op, Mapper.Mapped mapped) {
        return new MappingLine(op, tiles(mapped.mapping()), mapped.run());
    }

    private static List<Long> tiles(Mapping mapping) {
        if (mapping instanceof StreamTiling streams) {
            return List.of(streams.tileSteps());
        }
        if (mapping instanceof PanelTiling panels) {
            return List.of(panels.tileRowFolds());
        }
        TileNest nest = (TileNest) mapping;
        Tile tile = nest.tile();
        List<Long> tiles = new ArrayList<>(List.of(tile.rows(), tile.cols(), tile.channels(), tile.taps()));
        nest.order().forEach(loop -> tiles.add((long) loop.ordinal()));
        tiles.add(nest.spillsByChoice() ? 1L : 0L);
        return tiles;
    }

    /** @throws IllegalArgumentException when that is no mapping */
    static MappingLine parse(String text) {
        long[] v = Arrays.stream(text.split(",")).mapToLong(Long::parseLong).toArray();
        int tiles = v.length - SHAPE - RUN;
        if (tiles != 1 && tiles != NEST) {
            throw new IllegalArgumentException(v.length + " numbers");
        }
        MatrixOp op = new MatrixOp(
                "",
                TrainingPass.FORWARD,
                0,
                Math.toIntExact(v[0]),
                v[1],
                v[2],
                v[3],
                Math.toIntExact(v[4]),
                new IntegerFormat((int) v[5], v[6] == 1),
                new IntegerFormat((int) v[7], v[8] == 1),
                v[9],
                v[10],
                0,
                0,
                Math.toIntExact(v[11]));
        int at = v.length - RUN;
        TileRun run = new TileRun(
                v[at], v[at + 1], v[at + 2], v[at + 3], v[at + 4], v[at + 5], v[at + 6], v[at + 7], v[at + 8]);
        return new MappingLine(op, Arrays.stream(v, SHAPE, at).boxed().toList(), run);
    }

    String text() {
        LongStream shape = LongStream.of(
                op.groups(),
                op.m(),
                op.k(),
                op.n(),
                op.taps(),
                op.a().bits(),
                op.a().signed() ? 1 : 0,
                op.b().bits(),
                op.b().signed() ? 1 : 0,
                op.aElements(),
                op.bElements(),
                op.resultBits());
        LongStream taken = LongStream.of(
                run.cycles(),
                run.arrayCycles(),
                run.activationBits(),
                run.weightBits(),
                run.sumBits(),
                run.storeBits(),
                run.activationFill(),
                run.weightFill(),
                run.sumFill());
        return LongStream.concat(LongStream.concat(shape, tiles.stream().mapToLong(Long::longValue)), taken)
                .mapToObj(Long::toString)
                .collect(Collectors.joining(","));
    }

    Mapper.Mapped mapped(HardwareConfig hardware) {
        TileProblem problem = TileProblem.of(op, hardware);
        return new Mapper.Mapped(mapping(problem), problem.bits(), run);
    }

    private Mapping mapping(TileProblem problem) {
        if (tiles.size() == 1) {
            return FixedMapping.of(problem, tiles.get(0));
        }
        List<Loop> order = new ArrayList<>();
        for (long loop : tiles.subList(EXTENTS, NEST - 1)) {
            order.add(Loop.values()[Math.floorMod(loop, Loop.values().length)]);
        }
        TileNest nest = TileNest.of(problem, new Tile(tiles.get(0), tiles.get(1), tiles.get(2), tiles.get(3)), order);
        return tiles.get(NEST - 1) == 1 ? nest.spilling() : nest;
    }
}
