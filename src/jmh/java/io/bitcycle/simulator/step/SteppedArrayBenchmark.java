package io.bitcycle.simulator.step;

import io.bitcycle.hardware.array.ArrayConfig;
import io.bitcycle.hardware.array.Dataflow;
import io.bitcycle.hardware.array.DepthBlocking;
import io.bitcycle.hardware.array.Interconnect;
import io.bitcycle.hardware.array.OutputDrain;
import io.bitcycle.hardware.mac.LaneAccumulation;
import io.bitcycle.hardware.mac.MacConfig;
import io.bitcycle.hardware.mac.MacFamilies;
import io.bitcycle.hardware.mac.OperandSigns;
import io.bitcycle.hardware.mac.TermEncoding;
import io.bitcycle.hardware.mac.TermOperands;
import io.bitcycle.hardware.memory.Operand;
import io.bitcycle.mapping.FoldPorts;
import io.bitcycle.numeric.IntegerFormat;
import io.bitcycle.numeric.OverflowPolicy;
import io.bitcycle.tensor.OffsetMatrix;
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
 * Question: how many cycles of a systolic array does step fidelity go through in a second on one core, per MAC family?
 *
 * Method: one fold of a 16 x 16 array with 2,000 steps of random signed codes, all units busy; units of up to 8 bits and
 * sums of 32 bits; 16 lanes where a family has lanes.
 *
 * How to run: ./mvnw -Pjmh test-compile exec:exec -Djmh="SteppedArrayBenchmark"  on an otherwise idle core (Linux:
 * prefix `taskset -c 0`), several times; -p units=bit-parallel inside the quotes selects a family.
 *
 * How to read: "cycles" is array cycles/s; times 256 is unit cycles/s. Take the best of several runs: what disturbs a run
 * only slows it.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class SteppedArrayBenchmark {
    private static final int SIZE = 16;
    private static final int STEPS = 2000;

    /** One product, ready to run. */
    @State(Scope.Benchmark)
    public static class Product {
        @Param({
            "bit-parallel 8",
            "subword-parallel 8",
            "subword-parallel 2",
            "bit-fusion 8",
            "bit-fusion 4",
            "bit-fusion 2",
            "bit-serial 8",
            "bit-serial-2d 8",
            "term-serial 8"
        })
        String units;

        @Param({"OUTPUT_STATIONARY", "WEIGHT_STATIONARY", "INPUT_STATIONARY"})
        Dataflow dataflow;

        SteppedArray array;
        FoldPorts ports;
        EdgeAdders edge;
        Folds folds;
        long[] sums;

        @Setup
        public void setUp() {
            String[] words = units.split(" ");
            MacConfig mac = new MacConfig(
                    MacFamilies.named(words[0]).orElseThrow(),
                    OperandSigns.EITHER,
                    8,
                    2,
                    1,
                    Operand.WEIGHT,
                    16,
                    LaneAccumulation.TOGETHER,
                    TermOperands.ACTIVATION,
                    TermEncoding.ONEFFSET,
                    32,
                    OverflowPolicy.WRAP);
            ArrayConfig config = new ArrayConfig(
                    SIZE,
                    SIZE,
                    dataflow,
                    Interconnect.SYSTOLIC,
                    DepthBlocking.FLATTENED,
                    0,
                    1,
                    OutputDrain.OVERLAPPED,
                    0,
                    mac);
            IntegerFormat format = IntegerFormat.signed(Integer.parseInt(words[1]));
            int products = mac.family().productsPerStep(mac, format.bits(), format.bits());
            int m = dataflow == Dataflow.WEIGHT_STATIONARY ? STEPS : SIZE;
            int n = dataflow == Dataflow.INPUT_STATIONARY ? STEPS : SIZE;
            int k = (dataflow == Dataflow.OUTPUT_STATIONARY ? STEPS : SIZE) * products;
            folds = new Folds(config, 1, codes(m, k, format), format, codes(k, n, format), format, null);
            ports = FoldPorts.unlimited(folds.timing());
            edge = new EdgeAdders(null, m, n);
            array = new SteppedArray(config, format, format);
            sums = new long[m * n];
        }

        private static OffsetMatrix codes(int rows, int cols, IntegerFormat format) {
            Random random = new Random(1);
            short[] codes = new short[rows * cols];
            for (int i = 0; i < codes.length; i++) {
                codes[i] = (short) (format.min() + random.nextInt(1 << format.bits()));
            }
            return OffsetMatrix.dense(codes, rows, cols, format);
        }
    }

    /** Array cycles of an iteration. */
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    @State(Scope.Thread)
    public static class Count {
        public long cycles;

        @Setup(Level.Iteration)
        public void reset() {
            cycles = 0;
        }
    }

    @Benchmark
    public long[] product(Product product, Count count) {
        long before = product.array.counts().cycles();
        product.folds.run(product.array, product.folds.whole(), product.ports, product.edge, product.sums);
        product.array.finish();
        count.cycles += product.array.counts().cycles() - before;
        return product.sums;
    }
}
