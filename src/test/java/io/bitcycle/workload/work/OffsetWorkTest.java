package io.bitcycle.workload.work;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bitcycle.tensor.Quantizer;
import io.bitcycle.tensor.Quantizers;
import io.bitcycle.workload.MatrixOp;
import io.bitcycle.workload.NetworkReader;
import io.bitcycle.workload.Operation;
import io.bitcycle.workload.VectorOp;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What offsets of codes cost, under every quantizer: sums of codes at the edge, and the vector unit's part in them. */
class OffsetWorkTest {
    @ParameterizedTest
    @ValueSource(strings = {"resnet8-optdigits", "lstm-ptb", "transformer-wikitext103"})
    void isCountedWhereThereAreOffsets(String trace) {
        for (Quantizer quantizer : Quantizers.ALL) {
            boolean offsets = !quantizer.name().startsWith("symmetric");
            List<Operation> operations = NetworkWork.of(
                            NetworkReader.read(Path.of("traces", trace + ".json")),
                            2,
                            new Quantization(quantizer, 3, 6))
                    .training();
            int products = 0;
            for (Operation operation : operations) {
                String which = quantizer.name() + ", " + operation;
                if (operation instanceof MatrixOp op) {
                    products++;
                    assertEquals(offsets, op.edgeAdds() > 0, which);
                } else if (operation instanceof VectorOp op && op.name().equals("dequantize")) {
                    assertEquals(offsets ? 4 : 1, op.operations(), which);
                } else if (operation instanceof VectorOp op && op.name().startsWith("quantize ")) {
                    // Clamped twice, rounded and divided; an offset is subtracted, noise added to errors.
                    boolean noise = op.name().endsWith("errors");
                    assertEquals(4 + (offsets ? 1 : 0) + (noise ? 1 : 0), op.operations(), which);
                }
            }
            assertTrue(products > 10, trace);
        }
    }
}
