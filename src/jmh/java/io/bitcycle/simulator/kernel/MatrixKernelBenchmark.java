package io.bitcycle.simulator.kernel;

import io.bitcycle.numeric.loops.VectorFlags;
import io.bitcycle.simulator.Workers;
import io.bitcycle.tensor.ArrayMatrix;
import io.bitcycle.tensor.CodeMatrix;
import io.bitcycle.tensor.Im2colView;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/*
 * Question: how many multiply-accumulates a second does the exact integer product do on one core, packing included,
 * for the products of a training step (batch 128, ResNet on CIFAR) and for small ones?
 *
 * Method: one worker, so one core. "forward" is an im2col view (unsigned 8-bit) times a weight matrix; "backward" is
 * the transposed view times a matrix of errors as deep as the batch has pixels; "array" multiplies plain row-major
 * arrays. The right-hand codes are signed, of `bits` bits. PlainKernel, the definition, runs on the smallest only.
 *
 * How to run: ./mvnw -Pjmh test-compile exec:exec -Djmh="MatrixKernelBenchmark"  on an otherwise idle core (Linux:
 * prefix `taskset -c 0`), several times; -p shape=... inside the quotes selects a shape.
 *
 * How to read: "macs" is MAC/s: 1.0E10 is 10 GMAC/s. Take the best of several runs: what disturbs a run only slows it.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 2,
        jvmArgsAppend = {
            VectorFlags.ADD_MODULE,
            VectorFlags.QUIET,
            VectorFlags.LOOPS_APART,
            VectorFlags.TILE_LOOPS_APART,
            VectorFlags.PRODUCT_LOOPS_APART,
            VectorFlags.WIDE_PRODUCT_LOOPS_APART,
            VectorFlags.UNCHECKED,
            VectorFlags.OBJECTS_AT_LINES
        })
public class MatrixKernelBenchmark {
    /** Operands of one product; a shape is array:MxKxN, or, for the im2col kinds, C channels of S x S pixels: CxSxN. */
    @State(Scope.Benchmark)
    public static class Operands {
        @Param({
            "forward:16x32x16",
            "forward:32x16x32",
            "forward:64x8x64",
            "backward:16x32x16",
            "backward:32x16x32",
            "backward:64x8x64",
            "array:4096x9x16",
            "array:4096x144x32",
            "array:144x4096x32",
            "array:64x512x10"
        })
        String shape;

        @Param({"8", "12"})
        int bits;

        CodeMatrix a;
        CodeMatrix b;
        long[] c;
        final Workers workers = new Workers(1);

        @Setup(Level.Trial)
        public void fill() {
            Random random = new Random(1);
            String[] sizes = shape.substring(shape.indexOf(':') + 1).split("x");
            int p = Integer.parseInt(sizes[0]);
            int q = Integer.parseInt(sizes[1]);
            int n = Integer.parseInt(sizes[2]);
            if (shape.startsWith("array")) {
                a = ArrayMatrix.random(random, p, q, 0, 255);
            } else {
                short[] codes = new short[128 * p * q * q];
                for (int i = 0; i < codes.length; i++) {
                    codes[i] = (short) random.nextInt(256);
                }
                a = new Im2colView(128, p, q, codes);
            }
            if (shape.startsWith("backward")) {
                a = a.transposed();
            }
            b = ArrayMatrix.random(random, a.cols(), n, -(1 << bits - 1), (1 << bits - 1) - 1);
            c = new long[a.rows() * n];
        }
    }

    /** The smallest of the shapes alone, for the baseline. */
    @State(Scope.Benchmark)
    public static class Small {
        final CodeMatrix a = ArrayMatrix.random(new Random(1), 64, 512, 0, 255);
        final CodeMatrix b = ArrayMatrix.random(new Random(2), 512, 10, -128, 127);
        final long[] c = new long[64 * 10];
    }

    /** Counts multiply-accumulates; JMH reports them a second. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Count {
        public long macs;
    }

    @Benchmark
    public long[] blocked(Operands x, Count count) {
        BlockedKernel.multiply(x.a, x.b, x.c, x.workers);
        count.macs += (long) x.a.rows() * x.a.cols() * x.b.cols();
        return x.c;
    }

    @Benchmark
    public long[] plain(Small x, Count count) {
        PlainKernel.multiply(x.a, x.b, x.c);
        count.macs += 64 * 512 * 10;
        return x.c;
    }
}
