package io.bitcycle.simulator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.bitcycle.hardware.HardwareConfig;
import io.bitcycle.hardware.mac.MacConfig;
import io.bitcycle.numeric.IntegerFormat;
import io.bitcycle.tensor.OffsetMatrix;
import io.bitcycle.workload.EdgePlan;
import io.bitcycle.workload.MatrixOp;
import io.bitcycle.workload.TrainingPass;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A random operation that fits an array, its operands, and what comes out by plain {@code long} arithmetic. */
final class RandomProduct {
    private final MatrixOp op;
    private final List<GroupOperands> groups = new ArrayList<>();
    private final List<EdgePlan> plans = new ArrayList<>();

    RandomProduct(Random random, HardwareConfig hardware) {
        Accelerator accelerator = new Accelerator(hardware);
        MacConfig mac = hardware.array().mac();
        IntegerFormat aFormat = format(random, mac);
        IntegerFormat bFormat = format(random, mac);
        int taps = random.nextInt(3) == 0 ? 1 + random.nextInt(4) : 1;
        int k = taps * (1 + random.nextInt(40));
        int m = 1 + random.nextInt(12);
        int n = 1 + random.nextInt(12);
        int groupCount = 1 + random.nextInt(2);
        int segments = random.nextInt(4) == 0 ? divisor(random, k) : 0;
        int windows = 1 + random.nextInt(3);
        // Every group's edge has the same number of additions.
        boolean[][] covers = new boolean[windows][k];
        int[] windowOfRow = random.ints(m, 0, windows).toArray();
        long edgeAdds = 0;
        for (boolean[] window : covers) {
            for (int i = 0; i < k; i++) {
                window[i] = random.nextInt(5) > 0;
                edgeAdds += window[i] ? n : 0;
            }
        }
        for (int window : windowOfRow) {
            for (boolean covered : covers[window]) {
                edgeAdds += covered ? 1 : 0;
            }
        }
        int corrections = random.nextInt(3);
        op = new MatrixOp(
                "random",
                TrainingPass.FORWARD,
                0,
                groupCount,
                m,
                k,
                n,
                taps,
                aFormat,
                bFormat,
                (long) m * k,
                (long) k * n,
                edgeAdds + (long) corrections * m * n,
                segments,
                0);
        for (int group = 0; group < groupCount; group++) {
            EdgePlan plan = new EdgePlan(
                    windowOfRow,
                    covers,
                    random.longs(k, -1000, 1000).toArray(),
                    random.longs(k, -1000, 1000).toArray(),
                    corrections);
            plans.add(plan);
            groups.add(new GroupOperands(
                    matrix(random, m, k, aFormat, accelerator.centre(aFormat)),
                    matrix(random, k, n, bFormat, accelerator.centre(bFormat)),
                    segments == 0
                            ? null
                            : random.longs(segments, 0, (1 << 24) + 1).toArray(),
                    () -> plan));
        }
    }

    MatrixOp op() {
        return op;
    }

    List<GroupOperands> groups() {
        return groups;
    }

    /** The sums, nothing overflowing. */
    long[][] sums() {
        long[][] sums = new long[op.groups()][(int) (op.m() * op.n())];
        for (int group = 0; group < op.groups(); group++) {
            GroupOperands of = groups.get(group);
            for (int i = 0; i < op.m(); i++) {
                for (int j = 0; j < op.n(); j++) {
                    for (int k = 0; k < op.k(); k++) {
                        long scale = of.scales() == null ? 1 : of.scales()[(int) (k / (op.k() / op.rescaleSegments()))];
                        sums[group][(int) (i * op.n() + j)] +=
                                scale * of.a().get(i, k) * of.b().get(k, j);
                    }
                }
            }
        }
        return sums;
    }

    /** Compares the sums of codes that the edge formed. */
    void checkEdge(AcceleratorSession.Result result, String name) {
        for (int group = 0; group < op.groups(); group++) {
            EdgePlan plan = plans.get(group);
            long[] rows = new long[(int) op.m()];
            long[][] cols = new long[plan.windows()][(int) op.n()];
            for (int k = 0; k < op.k(); k++) {
                for (int i = 0; i < op.m(); i++) {
                    boolean covered = plan.covers()[plan.windowOfRow()[i]][k];
                    rows[i] +=
                            covered ? plan.aWeights()[k] * groups.get(group).a().get(i, k) : 0;
                }
                for (int j = 0; j < op.n(); j++) {
                    for (int window = 0; window < cols.length; window++) {
                        boolean covered = plan.covers()[window][k];
                        cols[window][j] += covered
                                ? plan.bWeights()[k] * groups.get(group).b().get(k, j)
                                : 0;
                    }
                }
            }
            assertArrayEquals(rows, result.edge(group).a(), name);
            assertArrayEquals(cols, result.edge(group).b(), name);
        }
    }

    private static int divisor(Random random, int k) {
        int divisor = 1 + random.nextInt(k);
        while (k % divisor != 0) {
            divisor--;
        }
        return divisor;
    }

    private static OffsetMatrix matrix(Random random, int rows, int cols, IntegerFormat format, int centre) {
        short[] codes = new short[rows * cols];
        boolean extreme = random.nextInt(4) == 0;
        for (int i = 0; i < codes.length; i++) {
            int code = extreme
                    ? random.nextInt(8) > 0 ? format.max() : format.min()
                    : format.min() + random.nextInt(format.max() - format.min() + 1);
            codes[i] = (short) (code - centre);
        }
        IntegerFormat seen = centre == 0 ? format : IntegerFormat.signed(format.bits());
        return OffsetMatrix.dense(codes, rows, cols, seen);
    }

    /** Small formats often, where codes hit their limits; and the widest, whose sums overflow. */
    private static IntegerFormat format(Random random, MacConfig mac) {
        int bits = switch (random.nextInt(3)) {
            case 0 -> 1 + random.nextInt(4);
            case 1 -> 1 + random.nextInt(mac.family().widestOperand(mac));
            default -> mac.maxBits();
        };
        return new IntegerFormat(bits, random.nextBoolean());
    }
}
