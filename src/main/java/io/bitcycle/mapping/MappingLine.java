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
 * One mapping as a line of numbers: the op's shape, tile extents and loop order (none when the simple rule was best), and
 * what the tiles take.
 *
 * @param tile null for {@link FixedMapping}
 */
record MappingLine(MatrixOp op, Tile tile, List<Loop> order, TileRun run) {
    private static final int SHAPE = 12;
    private static final int TILING = 4 + Loop.values().length;
    private static final int RUN = 9;

    static MappingLine of(MatrixOp op, Mapper.Mapped mapped) {
        return mapped.mapping() instanceof TileNest nest
                ? new MappingLine(op, nest.tile(), nest.order(), mapped.run())
                : new MappingLine(op, null, List.of(), mapped.run());
    }

    /** @throws IllegalArgumentException when that is no mapping */
    static MappingLine parse(String text) {
        long[] v = Arrays.stream(text.split(",")).mapToLong(Long::parseLong).toArray();
        boolean rule = v.length == SHAPE + RUN;
        if (!rule && v.length != SHAPE + TILING + RUN) {
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
        if (rule) {
            return new MappingLine(op, null, List.of(), run);
        }
        List<Loop> order = new ArrayList<>();
        for (int i = SHAPE + 4; i < at; i++) {
            order.add(Loop.values()[Math.floorMod((int) v[i], Loop.values().length)]);
        }
        return new MappingLine(op, new Tile(v[SHAPE], v[SHAPE + 1], v[SHAPE + 2], v[SHAPE + 3]), order, run);
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
        LongStream tiling = tile == null
                ? LongStream.empty()
                : LongStream.concat(
                        LongStream.of(tile.rows(), tile.cols(), tile.channels(), tile.taps()),
                        order.stream().mapToLong(Loop::ordinal));
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
        return LongStream.concat(LongStream.concat(shape, tiling), taken)
                .mapToObj(Long::toString)
                .collect(Collectors.joining(","));
    }

    Mapper.Mapped mapped(HardwareConfig hardware) {
        Mapping mapping =
                tile == null ? FixedMapping.of(op, hardware) : TileNest.of(TileProblem.of(op, hardware), tile, order);
        return new Mapper.Mapped(mapping, OpBits.of(op, hardware), run);
    }
}
