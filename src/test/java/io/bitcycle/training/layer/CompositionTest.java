package io.bitcycle.training.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.bitcycle.TestHardware;
import io.bitcycle.tensor.FloatTensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class CompositionTest {
    private final Step step = TestHardware.training(TestHardware.session(1));

    private static Linear firstLinear() {
        return new Linear("fc1", FloatTensor.zeros(3, 4), null, true);
    }

    @Test
    void parametersAndChildrenKeepTheirOrder() {
        Residual block = new Residual("block", List.of(new BatchNorm("a", 1)), List.of(new BatchNorm("b", 1)));
        Sequential net = new Sequential("net", List.of(block, new BatchNorm("c", 1)));
        assertEquals(
                List.of("a weight", "a bias", "b weight", "b bias", "c weight", "c bias"),
                net.parameters().stream().map(p -> p.layer() + " " + p.name()).toList());
        assertEquals(
                List.of("a", "b"), block.children().stream().map(Layer::name).toList());
        assertEquals(
                List.of("block", "c"), net.children().stream().map(Layer::name).toList());
    }

    @Test
    void backwardEndsAtTheFirstLayerWithParameters() {
        Sequential net = new Sequential("net", List.of(new Flatten("flat"), firstLinear(), new Relu("relu")));
        net.forward(FloatTensor.zeros(2, 1, 2, 2), step);
        assertNull(net.backward(FloatTensor.zeros(2, 3), step));
    }

    @Test
    void parametersBelowTheFirstLayerAreAnError() {
        Sequential net = new Sequential("net", List.of(new BatchNorm("bn", 4), firstLinear()));
        net.forward(FloatTensor.zeros(2, 4), step);
        IllegalStateException thrown =
                assertThrows(IllegalStateException.class, () -> net.backward(FloatTensor.zeros(2, 3), step));
        assertEquals(
                "fc1 is built as a network's first layer and gives no input gradient, but bn below it has parameters",
                thrown.getMessage());
    }

    @Test
    void residualNeedsEqualShapes() {
        Residual block = new Residual("block", List.of(new Flatten("flat")), List.of());
        assertEquals(
                "block: the body gives [2, 4], the shortcut [2, 1, 2, 2]",
                assertThrows(IllegalArgumentException.class, () -> block.forward(FloatTensor.zeros(2, 1, 2, 2), step))
                        .getMessage());
    }

    @Test
    void flattenKeepsValuesAndTheirOrder() {
        Flatten flatten = new Flatten("flat");
        FloatTensor y = flatten.forward(FloatTensor.of(new float[] {1, 2, 3, 4, 5, 6, 7, 8}, 2, 2, 1, 2), step);
        assertArrayEquals(new int[] {2, 4}, y.shape());
        assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6, 7, 8}, y.data());
        assertArrayEquals(new int[] {2, 2, 1, 2}, flatten.backward(y, step).shape());
    }
}
