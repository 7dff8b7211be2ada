package io.bitcycle.simulator.kernel;

import io.bitcycle.numeric.IntegerFormat;
import io.bitcycle.numeric.loops.VectorFlags;
import io.bitcycle.simulator.Workers;
import io.bitcycle.tensor.CodeTensor;
import io.bitcycle.tensor.PaddedImages;
import io.bitcycle.tensor.Parallel;
import io.bitcycle.workload.ConvShape;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.LongUnaryOperator;
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
import org.openjdk.jmh.infra.Blackhole;

/*
 * Question: how many multiply-accumulates a second do the kernels of the three training passes do on one core, packing and
 * transforms included, for the convolutions of ResNet-38 on CIFAR-10 (batch 128, 8 bits, weights rescaled by channel in
 * backward-data)?
 *
 * Method: one worker, so one core. Multiply-accumulates are those of the definition, 9 per channel and output: what Winograd's
 * filtering saves of them counts as speed.
 *
 * How to run: ./mvnw -Pjmh test-compile exec:exec -Djmh="PassKernelBenchmark"  on an otherwise idle core.
 *
 * How to read: "macs" is MAC/s: 1.0E10 is 10 GMAC/s. Take the best of several runs: what disturbs a run only slows it.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {
            VectorFlags.ADD_MODULE,
            VectorFlags.QUIET,
            VectorFlags.LOOPS_APART,
            VectorFlags.TILE_LOOPS_APART,
            VectorFlags.SUM_LOOPS_APART,
            VectorFlags.PRODUCT_LOOPS_APART,
            VectorFlags.WIDE_PRODUCT_LOOPS_APART,
            VectorFlags.UNCHECKED,
            VectorFlags.OBJECTS_AT_LINES
        })
public class PassKernelBenchmark {
    private static final int BATCH = 128;

    /** One convolution: channels x pixels of a side. */
    @State(Scope.Benchmark)
    public static class Operands {
        @Param({"16x32", "32x16", "64x8"})
        String stage;

        final Workers workers = new Workers(1);
        long macs;
        Stencil narrow;
        Stencil wide;
        FrameGradient gradients;
        long[] gradient;

        @Setup(Level.Trial)
        public void fill() {
            Random random = new Random(1);
            int channels = Integer.parseInt(stage.substring(0, stage.indexOf('x')));
            int size = Integer.parseInt(stage.substring(stage.indexOf('x') + 1));
            ConvShape shape = new ConvShape(BATCH, channels, size, size, channels, 3, 3, 1, 1, 1);
            macs = shape.macs();
            CodeTensor codes = codes(random, channels, size);
            PaddedImages framed = PaddedImages.of(codes, 0, 1, 1, 1, 1, Parallel.SERIAL);
            narrow = stencil(framed, channels, i -> code(random));
            wide = stencil(framed, channels, i -> (long) code(random) * ((1 << 23) + random.nextInt(1 << 23)));
            PaddedImages errors = PaddedImages.of(codes, 0, 0, 0, 0, 0, Parallel.SERIAL);
            gradients = FrameGradient.of(shape, framed, errors, 0);
            gradient = new long[channels * Stencil.TAPS * channels];
        }

        /** Of a weight: about normal, as trained ones are, and centred. */
        private static int code(Random random) {
            return (int) Math.max(-128, Math.min(127, Math.round(40 * random.nextGaussian())));
        }

        private static CodeTensor codes(Random random, int channels, int size) {
            short[] codes = new short[BATCH * channels * size * size];
            for (int i = 0; i < codes.length; i++) {
                codes[i] = (short) random.nextInt(256);
            }
            return new CodeTensor(codes, IntegerFormat.unsigned(8), BATCH, channels, size, size);
        }

        private static Stencil stencil(PaddedImages images, int channels, LongUnaryOperator weight) {
            long[] weights = new long[channels * channels * Stencil.TAPS];
            Arrays.setAll(weights, i -> weight.applyAsLong(i));
            long largest = Arrays.stream(weights).map(Math::abs).max().orElse(0);
            return new Stencil(images, BATCH, 1, channels, 0, channels, channels, weights, largest);
        }
    }

    /** Counts multiply-accumulates; JMH reports them a second. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Count {
        public long macs;
    }

    @Benchmark
    public void forward(Operands x, Count count, Blackhole sink) {
        StencilKernel.of(x.narrow, x.workers)
                .multiply((row, rows, sums, at, stride, pitch) -> sink.consume(sums), x.workers);
        count.macs += x.macs;
    }

    @Benchmark
    public void backwardData(Operands x, Count count, Blackhole sink) {
        StencilKernel.of(x.wide, x.workers)
                .multiply((row, rows, sums, at, stride, pitch) -> sink.consume(sums), x.workers);
        count.macs += x.macs;
    }

    @Benchmark
    public long[] backwardWeight(Operands x, Count count) {
        x.gradients.multiply(x.gradient, x.workers);
        count.macs += x.macs;
        return x.gradient;
    }
}
