package io.bitcycle.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bitcycle.numeric.IntegerFormat;
import io.bitcycle.tensor.Quantizers;
import io.bitcycle.workload.layer.AttentionSpec;
import io.bitcycle.workload.layer.LayerSite;
import io.bitcycle.workload.layer.LstmSpec;
import io.bitcycle.workload.work.NetworkWork;
import io.bitcycle.workload.work.ParameterSize;
import io.bitcycle.workload.work.Quantization;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Attention and recurrent layers as matrix operations, against shapes worked out by hand. */
class SequenceLoweringTest {
    private static final IntegerFormat FORWARD = IntegerFormat.unsigned(4);
    private static final IntegerFormat ERROR = IntegerFormat.unsigned(8);

    /** Layer, pass, phase: groups x m x k x n, bits of the operands. */
    private static List<String> ops(Product product) {
        Lowering lowering = product.lower(32);
        List<MatrixOp> ops = new ArrayList<>(List.of(lowering.forward(FORWARD, FORWARD)));
        if (product.inputGradient()) {
            ops.addAll(lowering.backwardData(ERROR, FORWARD, false));
        }
        ops.add(lowering.backwardWeight(FORWARD, ERROR));
        return ops.stream()
                .map(op -> op.layer() + " " + op.pass().label() + " " + op.phase() + ": " + op.groups() + " x " + op.m()
                        + "x" + op.k() + "x" + op.n() + ", " + op.a().bits() + " x "
                        + op.b().bits())
                .toList();
    }

    /** 2 samples of 5 tokens, 12 features in 3 heads of 4: Q and K are 5x4, P is 5x5. */
    @Test
    void attentionMultipliesActivationsByActivations() {
        AttentionSpec attention = new AttentionSpec("a", 12, 3, true, 0, true);
        List<Product> products = attention.products(new LayerSite(2, ActivationShape.sequence(5, 12), true));
        assertEquals(
                List.of(
                        "a.in forward 0: 1 x 10x12x36, 4 x 4",
                        "a.in backward-data 0: 1 x 10x36x12, 8 x 4",
                        "a.in backward-weight 0: 1 x 12x10x36, 4 x 8"),
                ops(products.get(0)));
        assertEquals(
                List.of(
                        "a.scores forward 0: 6 x 5x4x5, 4 x 4",
                        "a.scores backward-data 0: 6 x 5x5x4, 8 x 4",
                        "a.scores backward-data 1: 6 x 4x5x5, 4 x 8"),
                ops(products.get(1)));
        assertEquals(
                List.of(
                        "a.context forward 0: 6 x 5x5x4, 4 x 4",
                        "a.context backward-data 0: 6 x 5x4x5, 8 x 4",
                        "a.context backward-data 1: 6 x 5x5x4, 4 x 8"),
                ops(products.get(2)));
        assertEquals(
                "a.out forward 0: 1 x 10x12x12, 4 x 4", ops(products.get(3)).get(0));
        assertEquals(
                List.of(false, false),
                products.subList(1, 3).stream().map(Product::hasWeights).toList());
    }

    /** 7 steps of 3 samples, 5 features, 2 in the state, 4 gates: the first step's state is given, so 6 steps go back. */
    @Test
    void lstmStepsForwardAndBack() {
        LstmSpec lstm = new LstmSpec("l", 5, 2, true);
        List<Product> products = lstm.products(new LayerSite(3, ActivationShape.sequence(7, 5), true));
        assertEquals(
                List.of(
                        "l.input forward 0: 1 x 21x5x8, 4 x 4",
                        "l.input backward-data 0: 1 x 21x8x5, 8 x 4",
                        "l.input backward-weight 0: 1 x 5x21x8, 4 x 8"),
                ops(products.get(0)));
        assertEquals(
                List.of(
                        "l.recurrent forward 0: 7 x 3x2x8, 4 x 4",
                        "l.recurrent backward-data 0: 6 x 3x8x2, 8 x 4",
                        "l.recurrent backward-weight 0: 1 x 2x21x8, 4 x 8"),
                ops(products.get(1)));
        assertFalse(lstm.products(new LayerSite(3, ActivationShape.sequence(1, 5), true))
                .get(1)
                .inputGradient());
    }

    /** Zaremba et al. count 4.65 M parameters for this size; an LSTM layer has 4 h (in + h + 2). */
    @Test
    void lstmTraceCounts() {
        NetworkSpec network = NetworkReader.read(Path.of("traces/lstm-ptb.json"));
        // Per token two layers of 4 x 200 x 400, and 200 x 10,000.
        assertEquals(35L * (2 * 4 * 200 * 400 + 200 * 10_000), network.forwardMacs());
        assertEquals(2 * 10_000 * 200 + 10_000 + 2 * 4 * 200 * (200 + 200 + 2), parameters(network));
        // The embedding learns, so its reader gives it a gradient.
        assertTrue(network.products(1).stream().allMatch(Product::inputGradient));
    }

    /** Baevski and Auli (ICLR 2019) give 247 M parameters for this model. */
    @Test
    void transformerTraceCounts() {
        NetworkSpec network = NetworkReader.read(Path.of("traces/transformer-wikitext103.json"));
        assertEquals(247e6, parameters(network), 1e6);
        long block = 12L * 1024 * 1024 + 2L * 3072 * 1024;
        long softmax = 20_002L * 1024 + 1024 * 256 + 256L * 40_000 + 1024 * 64 + 64L * 207_744;
        assertEquals(3072 * (1024 * 1024 + 16 * block + softmax), network.forwardMacs());
    }

    private static long parameters(NetworkSpec network) {
        Quantization quantization = new Quantization(Quantizers.named("cpt"), 8, 8);
        return NetworkWork.of(network, 1, quantization).parameters().stream()
                .mapToLong(ParameterSize::size)
                .sum();
    }
}
