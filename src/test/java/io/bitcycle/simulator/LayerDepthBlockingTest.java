package io.bitcycle.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bitcycle.hardware.HardwareConfigReader;
import io.bitcycle.json.Problems;
import io.bitcycle.tensor.Quantizers;
import io.bitcycle.workload.MatrixOp;
import io.bitcycle.workload.NetworkReader;
import io.bitcycle.workload.NetworkSpec;
import io.bitcycle.workload.TrainingPass;
import io.bitcycle.workload.work.NetworkWork;
import io.bitcycle.workload.work.Quantization;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A layer whose depth is taken as one on an array that blocks by channels. */
class LayerDepthBlockingTest {
    /** AlexNet's first layer (Krizhevsky et al., NIPS 2012) on 227 x 227 pixels. */
    private static Optional<NetworkSpec> network(String key, Problems problems) {
        return NetworkReader.parse("trace", """
                {"name": "first", "source": "test", "input": {"channels": 3, "height": 227, "width": 227}, "classes": 290400,
                 "layers": [{"type": "conv", "out": 96, "kernel": 11, "stride": 4%s}]}""".formatted(key), problems);
    }

    private static List<Long> cycles(String key) {
        Problems problems = new Problems();
        NetworkSpec network = network(key, problems).orElseThrow(() -> new AssertionError(problems.errors()));
        Accelerator accelerator = new Accelerator(new HardwareConfigReader()
                .read(Path.of("hwconfigs/bitfusion-45nm.json"), List.of())
                .config());
        return NetworkWork.of(network, 1, new Quantization(Quantizers.named("cpt"), 8, 8)).training().stream()
                .filter(op -> op instanceof MatrixOp && op.pass() != TrainingPass.BACKWARD_DATA)
                .map(op -> accelerator.cost(op).computeCycles())
                .toList();
    }

    /**
     * 16 x 32 units, broadcast, weight-stationary, one product per unit and cycle at 8 x 8 bits. Forward 3025 x 363 x 96:
     * by channels 121 taps x ceil(3 / 16) x 3 column folds x 3025, as one ceil(363 / 16) x 3 x 3025. Backward-weight
     * 363 x 3025 x 96 has no taps: ceil(3025 / 16) x 3 x 363 either way.
     */
    @Test
    void takesTheDepthAsOne() {
        assertEquals(List.of(121L * 3 * 3025, 190L * 3 * 363), cycles(""));
        assertEquals(List.of(23L * 3 * 3025, 190L * 3 * 363), cycles(", \"depth_blocking\": \"flattened\""));
    }

    @Test
    void knowsNoOther() {
        Problems problems = new Problems();
        assertTrue(network(", \"depth_blocking\": \"channel\"", problems).isEmpty());
        assertTrue(
                problems.errors()
                        .get(0)
                        .toString()
                        .contains("layers[0].depth_blocking: is \"channel\"; allowed: flattened"),
                problems.errors()::toString);
    }
}
