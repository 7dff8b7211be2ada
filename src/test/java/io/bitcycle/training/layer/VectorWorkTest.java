package io.bitcycle.training.layer;

import static io.bitcycle.workload.TrainingPass.BACKWARD_DATA;
import static io.bitcycle.workload.TrainingPass.BACKWARD_WEIGHT;
import static io.bitcycle.workload.TrainingPass.FORWARD;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.bitcycle.TestHardware;
import io.bitcycle.simulator.AcceleratorSession;
import io.bitcycle.simulator.VectorBits;
import io.bitcycle.tensor.FloatTensor;
import io.bitcycle.workload.Traffic;
import io.bitcycle.workload.TrainingPass;
import io.bitcycle.workload.VectorOp;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The work of tiny layers by the rules of {@code workload.work}, worked out by hand; words of 32 bits. */
class VectorWorkTest {
    private static final String LAYER = "it";

    private static VectorOp op(
            TrainingPass pass,
            String name,
            int elements,
            int adds,
            int multiplies,
            int divides,
            int specials,
            int readBits,
            int writeBits) {
        return new VectorOp(
                LAYER,
                pass,
                name,
                elements,
                adds,
                multiplies,
                divides,
                specials,
                Traffic.bits(readBits),
                Traffic.bits(writeBits));
    }

    /** Traffic as it is asked for, not in bursts. */
    private static String[] with(String... settings) {
        String[] all = Arrays.copyOf(settings, settings.length + 1);
        all[settings.length] = "dram.burst_bits=1";
        return all;
    }

    private static List<VectorOp> trained(Layer layer, FloatTensor input, String... settings) {
        AcceleratorSession session = TestHardware.session(1, with(settings));
        Step step = TestHardware.training(session);
        layer.backward(layer.forward(input, step), step);
        return inBits(session);
    }

    /** The operations with what they move in bits of the session's hwconfig. */
    private static List<VectorOp> inBits(AcceleratorSession session) {
        return TestHardware.operations(session).stream()
                .map(VectorOp.class::cast)
                .map(op -> {
                    VectorBits bits = VectorBits.of(op, session.accelerator().hardware());
                    return new VectorOp(
                            op.layer(),
                            op.pass(),
                            op.name(),
                            op.elements(),
                            op.adds(),
                            op.multiplies(),
                            op.divides(),
                            op.specials(),
                            Traffic.bits(bits.read()),
                            Traffic.bits(bits.written()));
                })
                .toList();
    }

    private static List<VectorOp> evaluated(Layer layer, FloatTensor input) {
        AcceleratorSession session = TestHardware.session(1, with());
        layer.forward(input, TestHardware.evaluation(session));
        return inBits(session);
    }

    /** 24 elements, 3 channels; 16 bits are kept besides the input. */
    @Test
    void batchNormWithNarrowStash() {
        assertEquals(
                List.of(
                        op(FORWARD, "batchnorm statistics", 24, 3, 1, 0, 0, 24 * 32, 6 * 32),
                        op(FORWARD, "batchnorm channels", 3, 3, 5, 4, 1, 15 * 32, 15 * 32),
                        op(FORWARD, "batchnorm normalise", 24, 2, 1, 0, 0, 33 * 32, 24 * 32 + 24 * 16),
                        op(BACKWARD_WEIGHT, "batchnorm gradient sums", 24, 3, 1, 0, 0, 27 * 32 + 24 * 16, 6 * 32),
                        op(BACKWARD_WEIGHT, "batchnorm gradient channels", 3, 0, 2, 2, 0, 9 * 32, 9 * 32),
                        op(BACKWARD_DATA, "batchnorm gradient", 24, 3, 2, 0, 0, 36 * 32 + 24 * 16, 24 * 32)),
                trained(new BatchNorm(LAYER, 3), FloatTensor.zeros(2, 3, 2, 2), "vector.stash_bits=16"));
    }

    /** The input itself is kept: nothing more to write, 32 bits to read. */
    @Test
    void batchNormWithFullStash() {
        assertEquals(
                List.of(
                        op(FORWARD, "batchnorm statistics", 24, 3, 1, 0, 0, 24 * 32, 6 * 32),
                        op(FORWARD, "batchnorm channels", 3, 3, 5, 4, 1, 15 * 32, 15 * 32),
                        op(FORWARD, "batchnorm normalise", 24, 2, 1, 0, 0, 33 * 32, 24 * 32),
                        op(BACKWARD_WEIGHT, "batchnorm gradient sums", 24, 3, 1, 0, 0, 51 * 32, 6 * 32),
                        op(BACKWARD_WEIGHT, "batchnorm gradient channels", 3, 0, 2, 2, 0, 9 * 32, 9 * 32),
                        op(BACKWARD_DATA, "batchnorm gradient", 24, 3, 2, 0, 0, 60 * 32, 24 * 32)),
                trained(new BatchNorm(LAYER, 3), FloatTensor.zeros(2, 3, 2, 2), "vector.stash_bits=32"));
    }

    @Test
    void batchNormInEvaluation() {
        assertEquals(
                List.of(
                        op(FORWARD, "batchnorm channels", 3, 1, 1, 1, 1, 6 * 32, 3 * 32),
                        op(FORWARD, "batchnorm normalise", 24, 2, 1, 0, 0, 33 * 32, 24 * 32)),
                evaluated(new BatchNorm(LAYER, 3), FloatTensor.zeros(2, 3, 2, 2)));
    }

    /** One mask bit per element, in training only. */
    @Test
    void relu() {
        FloatTensor input = FloatTensor.zeros(1, 1, 5, 7);
        assertEquals(
                List.of(
                        op(FORWARD, "relu", 35, 1, 0, 0, 0, 35 * 32, 35 * 32 + 35),
                        op(BACKWARD_DATA, "relu gradient", 35, 1, 0, 0, 0, 35 * 32 + 35, 35 * 32)),
                trained(new Relu(LAYER), input));
        assertEquals(List.of(op(FORWARD, "relu", 35, 1, 0, 0, 0, 35 * 32, 35 * 32)), evaluated(new Relu(LAYER), input));
    }

    /** 18 outputs of 9 taps: 8 comparisons, and 4 bits tell which tap won. */
    @Test
    void maxPool() {
        FloatTensor input = FloatTensor.zeros(1, 2, 5, 5);
        assertEquals(
                List.of(
                        op(FORWARD, "max pool", 18, 8, 0, 0, 0, 50 * 32, 18 * 32 + 18 * 4),
                        op(BACKWARD_DATA, "max pool gradient", 18, 1, 0, 0, 0, 18 * 32 + 18 * 4, 50 * 32)),
                trained(new MaxPool(LAYER, 3, 2, 1), input));
        assertEquals(
                List.of(op(FORWARD, "max pool", 18, 8, 0, 0, 0, 50 * 32, 18 * 32)),
                evaluated(new MaxPool(LAYER, 3, 2, 1), input));
    }

    /** 4 taps need 2 bits, 1 tap none. */
    @Test
    void maxPoolIndicesAreAsNarrowAsTheKernelAllows() {
        FloatTensor input = FloatTensor.zeros(1, 1, 4, 4);
        assertEquals(
                op(FORWARD, "max pool", 4, 3, 0, 0, 0, 16 * 32, 4 * 32 + 4 * 2),
                trained(new MaxPool(LAYER, 2, 2, 0), input).get(0));
        assertEquals(
                op(FORWARD, "max pool", 4, 0, 0, 0, 0, 16 * 32, 4 * 32),
                trained(new MaxPool(LAYER, 1, 2, 0), input).get(0));
    }

    @Test
    void averagePools() {
        assertEquals(
                List.of(
                        op(FORWARD, "average pool", 4, 3, 0, 1, 0, 16 * 32, 4 * 32),
                        op(BACKWARD_DATA, "average pool gradient", 4, 4, 0, 1, 0, 4 * 32, 16 * 32)),
                trained(new AveragePool(LAYER, 2, 2), FloatTensor.zeros(1, 1, 4, 4)));
        assertEquals(
                List.of(
                        op(FORWARD, "global average pool", 6, 3, 0, 1, 0, 24 * 32, 6 * 32),
                        op(BACKWARD_DATA, "global average pool gradient", 6, 0, 0, 1, 0, 6 * 32, 24 * 32)),
                trained(new GlobalAveragePool(LAYER), FloatTensor.zeros(2, 3, 2, 2)));
    }

    /** 2 samples, 3 inputs, 4 outputs: 24 products in each of the three passes. */
    @Test
    void linear() {
        FloatTensor weight = FloatTensor.zeros(4, 3);
        FloatTensor bias = FloatTensor.zeros(4);
        FloatTensor input = FloatTensor.zeros(2, 3);
        VectorOp forward = op(FORWARD, "linear", 24, 1, 1, 0, 0, (6 + 12 + 4) * 32, 8 * 32);
        VectorOp weights = op(BACKWARD_WEIGHT, "linear weight gradient", 24, 1, 1, 0, 0, (8 + 6) * 32, 12 * 32);
        VectorOp biases = op(BACKWARD_WEIGHT, "linear bias gradient", 8, 1, 0, 0, 0, 8 * 32, 4 * 32);
        assertEquals(
                List.of(
                        forward,
                        op(BACKWARD_DATA, "linear input gradient", 24, 1, 1, 0, 0, (8 + 12) * 32, 6 * 32),
                        weights,
                        biases),
                trained(new Linear(LAYER, weight, bias, false), input));
        assertEquals(List.of(forward, weights, biases), trained(new Linear(LAYER, weight, bias, true), input));
        assertEquals(
                List.of(op(FORWARD, "linear", 24, 1, 1, 0, 0, (6 + 12) * 32, 8 * 32), weights),
                trained(new Linear(LAYER, weight, null, true), input));
    }

    /** Adds twice; reshaping and the identity are free. */
    @Test
    void residual() {
        assertEquals(
                List.of(
                        op(FORWARD, "residual add", 6, 1, 0, 0, 0, 12 * 32, 6 * 32),
                        op(BACKWARD_DATA, "residual gradient add", 6, 1, 0, 0, 0, 12 * 32, 6 * 32)),
                trained(
                        new Residual(LAYER, List.of(new Flatten("a")), List.of(new Flatten("b"))),
                        FloatTensor.zeros(1, 1, 2, 3)));
    }
}
