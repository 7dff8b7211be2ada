package io.bitcycle.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.bitcycle.hardware.HardwareConfig;
import io.bitcycle.hardware.HardwareConfigReader;
import io.bitcycle.hardware.array.ArrayConfig;
import io.bitcycle.hardware.array.ArrayTiming;
import io.bitcycle.json.JsonText;
import io.bitcycle.json.Problems;
import io.bitcycle.precision.Precision;
import io.bitcycle.tensor.Quantizers;
import io.bitcycle.training.ShapeRun;
import io.bitcycle.workload.MatrixOp;
import io.bitcycle.workload.NetworkReader;
import io.bitcycle.workload.NetworkSpec;
import io.bitcycle.workload.scalesim.TopologyImport;
import io.bitcycle.workload.work.NetworkWork;
import io.bitcycle.workload.work.Quantization;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SCALE-Sim's ResNet-18 against SCALE-Sim v3 itself. */
class ScaleSimCyclesTest {
    /**
     * "Total Cycles" of COMPUTE_REPORT.csv, the index of the last cycle: SCALE-Sim v3 (commit 1d62b68), configs/scale.cfg
     * (32 x 32, ws, CALC), topologies/conv_nets/Resnet18.csv, run unchanged.
     */
    private static final long[] LAST_CYCLES = {
        121939, 108359, 108359, 108359, 108359, 63215, 110879, 7479, 110879, 110879, 83519, 137087, 10207, 137087,
        137087, 164735, 274175, 20223, 274175, 274175, 48639
    };

    @TempDir
    private Path folder;

    /** ResNet-18 (He et al., CVPR 2016, table 1) as that topology writes it: ifmaps without padding. */
    private static String topology() {
        StringBuilder rows = new StringBuilder("Layer name, IFMAP Height, IFMAP Width, Filter Height, Filter Width,"
                + " Channels, Num Filter, Strides, \nConv1,224,224,7,7,3,64,2,\n");
        for (int i = 0; i < 4; i++) {
            rows.append("Conv2_" + i + ",56,56,3,3,64,64,1,\n");
        }
        for (int out = 128, size = 56; out <= 512; out *= 2, size /= 2) {
            String before = size + "," + size + ",";
            String after = size / 2 + "," + size / 2 + ",3,3," + out + "," + out + ",1,\n";
            rows.append("a" + out + "," + before + "3,3," + out / 2 + "," + out + ",2,\n");
            rows.append("b" + out + "," + after);
            rows.append("s" + out + "," + before + "1,1," + out / 2 + "," + out + ",2,\n");
            rows.append("c" + out + "," + after);
            rows.append("d" + out + "," + after);
        }
        return rows.append("FC,1,1,1,1,512,1000,1,\n").toString();
    }

    private NetworkSpec network() throws IOException {
        Problems problems = new Problems();
        Path file = Files.writeString(folder.resolve("resnet18.csv"), topology());
        String trace = String.join(
                "\n",
                JsonText.lines(TopologyImport.read(file, Optional.empty(), problems)
                        .orElseThrow()
                        .trace()));
        NetworkSpec network = NetworkReader.parse("trace", trace, problems).orElseThrow();
        assertEquals(List.of(), problems.errors());
        return network;
    }

    private static HardwareConfig hardware() {
        return new HardwareConfigReader()
                .read(Path.of("hwconfigs/bit-parallel-8bit-45nm.json"), List.of("array.rows=32", "array.cols=32"))
                .config();
    }

    @Test
    void everyLayerTakesAsManyCycles() throws IOException {
        ArrayConfig array = hardware().array();
        List<Long> cycles = new ArrayList<>();
        NetworkWork.of(network(), 1, new Quantization(Quantizers.named("cpt"), 8, 8))
                .training()
                .forEach(op -> {
                    if (op instanceof MatrixOp product) {
                        ArrayTiming timing =
                                ArrayTiming.of(array, product.m(), product.k(), product.n(), product.taps(), 8, 8);
                        cycles.add(timing.cycles() * product.groups() - 1);
                    }
                });
        List<Long> expected = new ArrayList<>();
        for (long last : LAST_CYCLES) {
            expected.add(last);
        }
        assertEquals(expected, cycles);
    }

    /** A list of layers is run forward only: one product per layer, BitOPs of one pass. */
    @Test
    void simulatesAListForwardOnly() throws IOException {
        NetworkSpec network = network();
        ShapeRun.Plan plan = new ShapeRun.Plan(network, Quantizers.named("cpt"), 1, 1, 0, 0, 0, 0, 2);
        try (Workers workers = new Workers(1)) {
            ShapeRun.Result result =
                    ShapeRun.iteration(plan, new Precision(8, 8), new Accelerator(hardware()), workers);
            assertEquals(
                    LongStream.of(LAST_CYCLES).sum() + LAST_CYCLES.length,
                    result.ledger().totals(result.ledger().entries()).computeCycles());
            assertEquals(BigInteger.valueOf(network.forwardMacs() * 64), result.bitOps());
        }
    }
}
