package io.bitcycle.workload.work;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bitcycle.tensor.Quantizers;
import io.bitcycle.workload.MatrixOp;
import io.bitcycle.workload.NetworkReader;
import io.bitcycle.workload.NetworkSpec;
import io.bitcycle.workload.Operation;
import io.bitcycle.workload.Traffic;
import io.bitcycle.workload.TrainingPass;
import io.bitcycle.workload.VectorOp;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What integers change of an iteration's operations: the arithmetic of each, and nothing else. */
class FixedPointWorkTest {
    private static final Quantization QUANTIZATION = new Quantization(Quantizers.named("symmetric-pow2"), 4, 8);

    private static List<Operation> iteration(String network) {
        NetworkSpec spec = NetworkReader.read(Path.of("traces", network + ".json"));
        return NetworkWork.of(spec, 32, QUANTIZATION).training();
    }

    @ParameterizedTest
    @ValueSource(strings = {"cnn-optdigits", "resnet20-cifar10", "mobilenetv2-cifar10", "resnet38-cifar100"})
    void nothingButTheArithmeticChanges(String network) {
        for (Operation plain : iteration(network)) {
            Operation fixed = FixedPointWork.of(plain);
            assertEquals(fixed, FixedPointWork.of(fixed), "twice is once");
            if (plain instanceof MatrixOp) {
                assertEquals(plain, fixed);
                continue;
            }
            VectorOp before = (VectorOp) plain;
            VectorOp after = (VectorOp) fixed;
            assertEquals(0, after.specials(), after.name());
            assertTrue(after.operations() > 0, after.name());
            assertEquals(
                    before,
                    after.withOperations(before.adds(), before.multiplies(), before.divides(), before.specials()));
        }
    }

    /** By hand from the formulas of docs/fixed-point.md: additions (with shifts and comparisons), multiplications, divisions. */
    @Test
    void countsAreThoseOfTheFormulas() {
        Map<String, List<Integer>> counts = iteration("cnn-optdigits").stream()
                .map(FixedPointWork::of)
                .filter(VectorOp.class::isInstance)
                .map(VectorOp.class::cast)
                .collect(Collectors.toMap(
                        VectorOp::name, op -> List.of(op.adds(), op.multiplies(), op.divides()), (a, b) -> a));
        // No scale is divided by: rounding, shift, saturation.
        assertEquals(List.of(3, 0, 0), counts.get("quantize activations"));
        assertEquals(List.of(3, 0, 0), counts.get("quantize errors"));
        // (g - m) - (x - mean) k, times the scale: three differences; alignment of g and of two products, two
        // operations each.
        assertEquals(List.of(9, 2, 0), counts.get("batchnorm gradient"));
        // Reduction by ln 2: a division, a product, a difference; eight products; and maximum, difference, sum.
        assertEquals(List.of(3 + 1 + 8 * 3 + 2, 1 + 8, 1), counts.get("softmax"));
        // Three products, as in binary32.
        assertEquals(3, counts.get("sgd weight").get(1));
        assertEquals(0, counts.get("sgd weight").get(2));
    }

    @Test
    void anUnknownOperationIsRefused() {
        VectorOp gelu = new VectorOp(
                "gelu1", TrainingPass.FORWARD, "gelu", 10, 1, 1, 0, 1, Traffic.words(10), Traffic.words(10));
        assertThrows(IllegalArgumentException.class, () -> FixedPointWork.of(gelu));
    }
}
