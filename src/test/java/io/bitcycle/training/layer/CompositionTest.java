package io.bitcycle.training.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.bitcycle.TestHardware;
import io.bitcycle.tensor.FloatTensor;
import io.bitcycle.tensor.Quantizers;
import io.bitcycle.workload.layer.ConvSpec;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
    void backwardEndsAtABlockWithTheFirstLayer() {
        Residual block =
                new Residual("block", List.of(new Linear("fc", FloatTensor.zeros(4, 4), null, true)), List.of());
        Sequential net = new Sequential("net", List.of(new Flatten("flat"), block, new Relu("relu")));
        net.forward(FloatTensor.zeros(2, 1, 2, 2), step);
        assertNull(net.backward(FloatTensor.zeros(2, 4), step));
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

    private static FloatTensor random(Random random) {
        FloatTensor values = FloatTensor.zeros(4, 2, 3, 5);
        for (int i = 0; i < values.size(); i++) {
            values.data()[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private static Layer convolution(String name, long seed) {
        Random random = new Random(seed);
        FloatTensor weights = FloatTensor.zeros(2, 2, 3, 3);
        for (int i = 0; i < weights.size(); i++) {
            weights.data()[i] = (float) random.nextGaussian();
        }
        ConvSpec spec = new ConvSpec(name, 2, 2, 3, 1, 1, 1, true);
        return new QuantizedConv(spec, 1, weights, Quantizers.named("cpt"), false);
    }

    private static Layer shortcut(long seed) {
        return seed % 2 == 0 ? new Sequential("e", List.of()) : new BatchNorm("e", 2);
    }

    /** The same with new tensors all the way: nothing is written over what another layer still needs. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void writingOverWhatIsGivenAwayChangesNothing(long seed) {
        Random random = new Random(seed);
        FloatTensor x = random(random);
        FloatTensor g = random(random);
        float[] xBefore = x.data().clone();
        float[] gBefore = g.data().clone();
        Layer block = new Residual(
                "block",
                List.of(convolution("b", 1), new BatchNorm("c", 2), new Relu("r"), convolution("d", 2)),
                List.of(shortcut(seed)));
        Sequential net = new Sequential(
                "net", List.of(new BatchNorm("a", 2), block, new Relu("f"), new Relu("g"), new BatchNorm("h", 2)));
        Layer a = new BatchNorm("a", 2);
        Layer b = convolution("b", 1);
        Layer c = new BatchNorm("c", 2);
        Layer r = new Relu("r");
        Layer d = convolution("d", 2);
        Layer e = shortcut(seed);
        Layer f = new Relu("f");
        Layer h = new BatchNorm("h", 2);

        FloatTensor in = a.forward(x, step);
        FloatTensor body = d.forward(r.forward(c.forward(b.forward(in, step), step), step), step);
        FloatTensor y = h.forward(f.forward(sum(body, e.forward(in, step)), step), step);
        assertArrayEquals(y.data(), net.forward(x, step).data(), "seed " + seed);

        FloatTensor out = f.backward(h.backward(g, step), step);
        FloatTensor inner = b.backward(c.backward(r.backward(d.backward(out, step), step), step), step);
        FloatTensor expected = a.backward(sum(inner, e.backward(out, step)), step);
        assertArrayEquals(expected.data(), net.backward(g, step).data(), "seed " + seed);
        assertArrayEquals(xBefore, x.data(), "input, seed " + seed);
        assertArrayEquals(gBefore, g.data(), "gradient, seed " + seed);
    }

    private static FloatTensor sum(FloatTensor a, FloatTensor b) {
        FloatTensor sum = a.copy();
        for (int i = 0; i < sum.size(); i++) {
            sum.data()[i] = a.data()[i] + b.data()[i];
        }
        return sum;
    }
}
