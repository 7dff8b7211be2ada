package io.bitcycle.simulator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.bitcycle.hardware.HardwareConfigReader;
import io.bitcycle.numeric.IntegerFormat;
import io.bitcycle.simulator.kernel.FrameGradient;
import io.bitcycle.tensor.CodeTensor;
import io.bitcycle.tensor.PaddedImages;
import io.bitcycle.tensor.Parallel;
import io.bitcycle.workload.ConvLowering;
import io.bitcycle.workload.ConvShape;
import io.bitcycle.workload.ConvViews;
import io.bitcycle.workload.MatrixOp;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A shortcut to sums changes nothing: neither sums nor overflows, whatever the accumulator does. */
class ShortcutTest {
    private static final ConvShape SHAPE = new ConvShape(2, 8, 10, 16, 9, 3, 3, 1, 1, 1);

    private static PaddedImages codes(Random random, int planes, int frame) {
        short[] codes = new short[SHAPE.batch() * planes * SHAPE.height() * SHAPE.width()];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = (short) random.nextInt(256);
        }
        CodeTensor tensor =
                new CodeTensor(codes, IntegerFormat.unsigned(8), SHAPE.batch(), planes, SHAPE.height(), SHAPE.width());
        return PaddedImages.of(tensor, 0, frame, frame, frame, frame, Parallel.SERIAL);
    }

    private static AcceleratorSession session(int accumulatorBits, String overflow) {
        List<String> settings =
                List.of("array.mac.accumulator_bits=" + accumulatorBits, "array.mac.overflow=" + overflow);
        return new Accelerator(new HardwareConfigReader()
                        .read(Path.of("hwconfigs", "bitfusion-45nm.json"), settings)
                        .config())
                .session(new Workers(1));
    }

    @ParameterizedTest
    @CsvSource({"32, wrap", "23, wrap", "23, saturate", "22, saturate"})
    void changesNothing(int accumulatorBits, String overflow) {
        Random random = new Random(accumulatorBits);
        PaddedImages images = codes(random, SHAPE.inChannels(), 1);
        PaddedImages errors = codes(random, SHAPE.outChannels(), 0);
        ConvViews views = new ConvViews(SHAPE);
        GroupOperands plain = GroupOperands.of(views.patchesTransposed(images, 0), views.errors(errors, 0));
        FrameGradient gradient = FrameGradient.of(SHAPE, images, errors, 0);
        assertNotNull(gradient);
        MatrixOp op = new ConvLowering("conv", SHAPE, 32)
                .backwardWeight(IntegerFormat.unsigned(8), IntegerFormat.unsigned(8));
        AcceleratorSession expected = session(accumulatorBits, overflow);
        AcceleratorSession actual = session(accumulatorBits, overflow);
        assertArrayEquals(
                expected.multiply(op, List.of(plain)).sums(),
                actual.multiply(op, List.of(plain.by(gradient))).sums());
        assertEquals(
                expected.ledger().entries().get(0).overflows(),
                actual.ledger().entries().get(0).overflows());
    }
}
