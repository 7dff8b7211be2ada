package io.bitcycle.training;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.bitcycle.TestHardware;
import io.bitcycle.energy.Event;
import io.bitcycle.hardware.VectorConfig.Fusion;
import io.bitcycle.hardware.memory.Operand;
import io.bitcycle.json.Problems;
import io.bitcycle.numeric.CounterRandom;
import io.bitcycle.precision.Precision;
import io.bitcycle.simulator.AcceleratorSession;
import io.bitcycle.simulator.RunLedger;
import io.bitcycle.tensor.FloatTensor;
import io.bitcycle.tensor.Quantizers;
import io.bitcycle.training.layer.ErrorNoise;
import io.bitcycle.training.layer.Step;
import io.bitcycle.workload.MatrixOp;
import io.bitcycle.workload.NetworkReader;
import io.bitcycle.workload.NetworkSpec;
import io.bitcycle.workload.VectorOp;
import io.bitcycle.workload.work.NetworkWork;
import io.bitcycle.workload.work.Quantization;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * All bits that one iteration with values moves from and to DRAM, worked out by hand: two samples of 2 x 4 x 4 (64 elements); a
 * 3 x 3 convolution to 3 channels (54 weights, 96 outputs), batch norm, ReLU and a max pool of 2 x 2 (24 outputs); a 3 x 3
 * convolution to 2 channels (54 weights, 16 outputs); a linear layer of 8 to 3 on the vector unit. Forward codes take 3 bits,
 * errors 6, words 32; every buffer holds its operand, and DRAM has no bursts.
 */
class TrainingTrafficTest {
    private static final int W = 32;
    private static final String NETWORK = """
            {"name": "n", "source": "s", "input": {"channels": 2, "height": 4, "width": 4}, "classes": 3, "layers": [
              {"type": "conv", "name": "c1", "out": 3, "kernel": 3, "padding": 1},
              {"type": "batchnorm", "name": "bn"},
              {"type": "relu", "name": "relu"},
              {"type": "max-pool", "name": "pool", "kernel": 2, "stride": 2},
              {"type": "conv", "name": "c2", "out": 2, "kernel": 3, "padding": 1},
              {"type": "linear", "name": "fc", "out": 3}]}
            """;

    private static String line(String what, int read, int written) {
        return what + ": " + read + " read, " + written + " written";
    }

    /** @param stash bits of a kept batch norm input; its copy is not needed at full width */
    @ParameterizedTest
    @CsvSource({"NONE,16", "NONE,32", "CHAIN,16", "CHAIN,32"})
    void equalsHandArithmetic(Fusion fusion, int stash) {
        boolean chain = fusion == Fusion.CHAIN;
        int copy = stash == W ? 0 : stash;
        // What a chain spares: 1 without it.
        int c = chain ? 0 : 1;
        List<String> expected = List.of(
                line("c1 quantize weights", 54 * W, 54 * 3),
                // The image's range must be found before it is quantized: two passes.
                line("c1 activation range", 64 * W, 0),
                line("c1 quantize activations", 64 * W, 64 * 3),
                line("c1 FORWARD", 64 * 3 + 54 * 3, 96 * W),
                // Of 3 channels: sum and squares; with scale and running values in, five vectors out; mean, factor,
                // shift.
                line("bn batchnorm statistics", c * 96 * W, 6 * W),
                line("bn batchnorm channels", 15 * W, 15 * W),
                line("bn batchnorm normalise", (96 + 9) * W, c * 96 * W + 96 * copy),
                // One mask bit per element. The pool has windows: its input is written.
                line("relu relu", c * 96 * W, 96 * W + 96),
                // Two bits tell which of four won. The pool's output is written for the second pass of its range.
                line("pool max pool", 96 * W, 24 * W + 24 * 2),
                line("c2 quantize weights", 54 * W, 54 * 3),
                line("c2 quantize activations", 24 * W, 24 * 3),
                line("c2 FORWARD", 24 * 3 + 54 * 3, 16 * W),
                line("fc linear", (16 + 24 + 3) * W, 6 * W),
                line("loss softmax", (6 + 2) * W, (6 + 6) * W),
                line("loss cross entropy", 6 * W, 2 * W),
                line("loss cross entropy gradient", (6 + 4) * W, 6 * W),
                line("fc linear input gradient", (6 + 24) * W, 16 * W),
                line("fc linear weight gradient", (6 + 16) * W, 24 * W),
                line("fc linear bias gradient", 6 * W, 3 * W),
                // Codes of activations kept from the forward pass, codes of errors used twice.
                line("c2 quantize errors", 16 * W, 16 * 6),
                line("c2 BACKWARD_WEIGHT", 24 * 3 + 16 * 6, 54 * W),
                line("c2 BACKWARD_DATA", 16 * 6 + 54 * 3, 24 * W),
                line("pool max pool gradient", 24 * W + 24 * 2, 96 * W),
                line("relu relu gradient", 96 * W + 96, 96 * W),
                line("bn batchnorm gradient sums", c * 96 * W + 3 * W + 96 * stash, 6 * W),
                line("bn batchnorm gradient channels", 9 * W, 9 * W),
                line("bn batchnorm gradient", (96 + 12) * W + 96 * stash, 96 * W),
                line("c1 quantize errors", 96 * W, 96 * 6),
                line("c1 BACKWARD_WEIGHT", 64 * 3 + 96 * 6, 54 * W),
                // Weight, gradient and velocity in; weight and velocity out.
                line("c1 sgd weight", 3 * 54 * W, 2 * 54 * W),
                line("bn sgd weight", 3 * 3 * W, 2 * 3 * W),
                line("bn sgd bias", 3 * 3 * W, 2 * 3 * W),
                line("c2 sgd weight", 3 * 54 * W, 2 * 54 * W),
                line("fc sgd weight", 3 * 24 * W, 2 * 24 * W),
                line("fc sgd bias", 3 * 3 * W, 2 * 3 * W));
        assertEquals(String.join("\n", expected), String.join("\n", moved(iteration(fusion, stash))));
    }

    private static AcceleratorSession iteration(Fusion fusion, int stash) {
        Problems problems = new Problems();
        NetworkSpec spec = NetworkReader.parse("test", NETWORK, problems).orElse(null);
        problems.throwIfAny();
        AcceleratorSession session = TestHardware.session(
                1,
                "vector.stash_bits=" + stash,
                "vector.fusion=" + fusion.name().toLowerCase(Locale.ROOT),
                "dram.burst_bits=1",
                "dram.storage_bits=1",
                "buffers.weight.kib=1024",
                "buffers.activation.kib=1024",
                "buffers.output.kib=1024");
        Network network = Network.of(spec, Quantizers.named("cpt"), CounterRandom.of(5));
        Quantization quantization = new Quantization(Quantizers.named("cpt"), 3, 6);
        session.executing(FusedWork.replacements(
                NetworkWork.of(spec, 2, quantization),
                true,
                session.accelerator().hardware().vector()));
        Step step = new Step(session, new Precision(3, 6), true, 0, ErrorNoise.of(CounterRandom.of(5)));
        FloatTensor images = FloatTensor.zeros(2, 2, 4, 4);
        for (int i = 0; i < images.size(); i++) {
            images.data()[i] = i % 7;
        }
        FloatTensor scores = network.forward(images, step);
        network.backward(SoftmaxCrossEntropy.of(scores, new int[] {0, 1}, step).gradient(), step);
        new Sgd(network.parameters(), 0.9f, 1e-4f).step(0, 0.01f, session);
        return session;
    }

    private static List<String> moved(AcceleratorSession session) {
        List<String> lines = new ArrayList<>();
        for (RunLedger.Entry entry : session.ledger().entries()) {
            int read = (int) entry.cost().events().get(Event.VECTOR_DRAM_READ_BIT);
            int written = (int) entry.cost().events().get(Event.VECTOR_DRAM_WRITE_BIT);
            for (Operand operand : Operand.values()) {
                read += (int) entry.cost().events().get(Event.dramRead(operand));
                written += (int) entry.cost().events().get(Event.dramWrite(operand));
            }
            if (read + written > 0) {
                String what = entry.operation() instanceof MatrixOp op
                        ? op.pass().toString()
                        : ((VectorOp) entry.operation()).name();
                lines.add(line(entry.operation().layer() + " " + what, read, written));
            }
        }
        return lines;
    }
}
