package io.bitcycle.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bitcycle.hardware.HardwareConfigReader;
import io.bitcycle.numeric.IntegerFormat;
import io.bitcycle.workload.NetworkReader;
import io.bitcycle.workload.NetworkSpec;
import io.bitcycle.workload.TrainingPass;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class AccumulatorWidthsTest {
    private static final IntegerFormat CODES = IntegerFormat.unsigned(8);
    private static final NetworkSpec RESNET = NetworkReader.read(Path.of("traces/resnet20-cifar10.json"));

    private static List<AccumulatorWidths.Need> needs(boolean perChannel, String... settings) {
        Accelerator accelerator = new Accelerator(new HardwareConfigReader()
                .read(Path.of("hwconfigs/bitfusion-45nm.json"), List.of(settings))
                .config());
        return AccumulatorWidths.beyond(accelerator, RESNET, 128, CODES, CODES, perChannel);
    }

    /** DESIGN section 2: 8 x 8-bit backward-weight over a CIFAR batch needs 34: 255 x 255 x 128 x 32 x 32 is below 2^33. */
    @Test
    void backwardWeightOverACifarBatchNeeds34Bits() {
        AccumulatorWidths.Need widest = needs(true).get(0);
        assertEquals(TrainingPass.BACKWARD_WEIGHT, widest.op().pass());
        assertEquals(34, widest.bits());
    }

    @Test
    void wideEnoughAccumulatorsHaveNoNeeds() {
        assertTrue(needs(true, "array.mac.accumulator_bits=34").isEmpty());
        // Centred codes reach -128 x -128 = 2^14: two bits less.
        assertTrue(needs(true, "array.mac.accumulator_bits=33", "array.mac.operand_signs=signed")
                .isEmpty());
    }

    /** 64 channels x 9 taps in one sum need 27 bits (2^25 is below 576 x 255 x 255); rescaled per channel, 9 taps need 21. */
    @Test
    void rescalingStartsANewSumForEachChannel() {
        assertEquals(OptionalInt.of(27), widestBackwardData(false, "os"));
        assertEquals(OptionalInt.of(21), widestBackwardData(true, "os"));
    }

    /** There the products are rescaled one by one, into 64-bit sums. */
    @Test
    void whereSumsMoveRescaledOnesNeedNoAccumulator() {
        for (String dataflow : List.of("ws", "is")) {
            assertEquals(OptionalInt.of(27), widestBackwardData(false, dataflow));
            assertEquals(OptionalInt.empty(), widestBackwardData(true, dataflow));
        }
    }

    private static OptionalInt widestBackwardData(boolean perChannel, String dataflow) {
        return needs(perChannel, "array.mac.accumulator_bits=17", "array.dataflow=" + dataflow).stream()
                .filter(need -> need.op().pass() == TrainingPass.BACKWARD_DATA)
                .mapToInt(AccumulatorWidths.Need::bits)
                .max();
    }
}
