package io.bitcycle.simulator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bitcycle.hardware.HardwareConfig;
import io.bitcycle.hardware.HardwareConfigReader;
import io.bitcycle.numeric.IntegerFormat;
import io.bitcycle.tensor.OffsetMatrix;
import io.bitcycle.workload.MatrixOp;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The MAC units of published RTL (Camus et al., JETCAS 2019, as observed in simulation): shipped hwconfigs with settings give
 * their modes, their products or cycles per cycle, and the sums of their accumulators, which wrap. Weights are signed,
 * activations unsigned.
 */
class PublishedRtlTest {
    private static final int DEPTH = 512;

    /** Rows of the published table: unit, serial bits, weight bits, activation bits, cycles per 512 products, accumulator. */
    @ParameterizedTest
    @CsvSource({
        "data-gated, 0, 8, 8, 512, 20",
        "data-gated, 0, 4, 4, 512, 20",
        "data-gated, 0, 2, 2, 512, 20",
        "apart, 0, 8, 8, 512, 20",
        "apart, 0, 4, 4, 512, 12",
        "apart, 0, 2, 2, 512, 8",
        "together, 0, 8, 8, 512, 20",
        "together, 0, 4, 4, 256, 13",
        "together, 0, 2, 2, 128, 10",
        "fusion, 0, 8, 8, 512, 20",
        "fusion, 0, 4, 8, 256, 17",
        "fusion, 0, 4, 4, 128, 14",
        "fusion, 0, 2, 8, 128, 16",
        "fusion, 0, 2, 2, 32, 12",
        "serial, 1, 8, 8, 4096, 20",
        "serial, 1, 4, 8, 2048, 16",
        "serial, 1, 2, 8, 1024, 14",
        "serial, 2, 8, 8, 2048, 20",
        "serial, 2, 4, 8, 1024, 16",
        "serial, 2, 2, 8, 512, 14",
        "serial, 4, 8, 8, 1024, 20",
        "serial, 4, 4, 8, 512, 16",
        "serial-2d, 1, 8, 8, 32768, 20",
        "serial-2d, 1, 4, 8, 16384, 16",
        "serial-2d, 1, 4, 4, 8192, 12",
        "serial-2d, 1, 2, 2, 2048, 8",
        "serial-2d, 2, 8, 8, 8192, 20",
        "serial-2d, 2, 4, 4, 2048, 12",
        "serial-2d, 4, 8, 8, 2048, 20",
        "serial-2d, 4, 4, 8, 1024, 16",
    })
    void unit(String unit, int serialBits, int weightBits, int activationBits, long cycles, int accumulatorBits) {
        List<String> settings = new ArrayList<>(List.of(
                "array.rows=1",
                "array.cols=1",
                "array.dataflow=os",
                "array.interconnect=systolic",
                "array.mac.operand_signs=either",
                "array.mac.overflow=wrap",
                "array.mac.accumulator_bits=" + accumulatorBits));
        settings.addAll(
                switch (unit) {
                    case "data-gated" -> List.of("array.mac.family=bit-parallel");
                    case "apart", "together" ->
                        List.of(
                                "array.mac.family=subword-parallel",
                                "array.mac.min_bits=2",
                                "array.mac.lane_sum=" + unit);
                    case "fusion" -> List.of("array.mac.family=bit-fusion", "array.mac.min_bits=2");
                    default ->
                        List.of(
                                "array.mac.family=bit-" + unit,
                                "array.mac.serial_operand=weight",
                                "array.mac.lanes=1",
                                "array.mac.serial_bits=" + serialBits);
                });
        HardwareConfig hardware = new HardwareConfigReader()
                .read(
                        Path.of(
                                "hwconfigs",
                                unit.equals("fusion") ? "bitfusion-45nm.json" : "bit-parallel-8bit-45nm.json"),
                        settings)
                .config();
        // As many columns as lanes apart have sums.
        int columns = unit.equals("apart") ? 8 / weightBits : 1;
        IntegerFormat a = IntegerFormat.unsigned(activationBits);
        IntegerFormat w = IntegerFormat.signed(weightBits);
        MatrixOp op = MatrixOp.product("rtl", 1, DEPTH, columns, a, w);
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            short[] activations = codes(random, DEPTH, a, a.max());
            short[] weights = codes(random, DEPTH * columns, w, seed % 2 == 0 ? w.min() : w.max());
            long[] moved = new long[1];
            try (Workers workers = new Workers(1)) {
                AcceleratorSession session = new Accelerator(hardware)
                        .steppedSession(workers, (cycle, array) -> moved[0] += array.holding() ? 0 : 1);
                long[] sums = session.multiply(
                                op,
                                List.of(OffsetMatrix.dense(activations, 1, DEPTH, a)),
                                List.of(OffsetMatrix.dense(weights, DEPTH, columns, w)))[0];
                String name = "seed " + seed;
                long[] exact = sums(activations, weights, columns);
                assertArrayEquals(wrapped(exact, accumulatorBits), sums, name);
                assertEquals(cycles, moved[0], name);
                long overflows = session.ledger().entries().get(0).overflows();
                assertTrue(Arrays.equals(exact, sums) || overflows > 0, name);
            }
        }
    }

    /** Mostly one extreme, whose sums leave the accumulator. */
    private static short[] codes(Random random, int count, IntegerFormat format, int extreme) {
        short[] codes = new short[count];
        for (int i = 0; i < count; i++) {
            boolean any = random.nextInt(4) == 0;
            codes[i] = (short) (any ? format.min() + random.nextInt(1 << format.bits()) : extreme);
        }
        return codes;
    }

    private static long[] sums(short[] activations, short[] weights, int columns) {
        long[] sums = new long[columns];
        for (int i = 0; i < weights.length; i++) {
            sums[i % columns] += (long) activations[i / columns] * weights[i];
        }
        return sums;
    }

    private static long[] wrapped(long[] sums, int bits) {
        long half = 1L << (bits - 1);
        return Arrays.stream(sums)
                .map(sum -> Math.floorMod(sum + half, 2 * half) - half)
                .toArray();
    }
}
