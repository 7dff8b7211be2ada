package io.bitcycle.training.layer;

import io.bitcycle.tensor.FloatTensor;
import io.bitcycle.tensor.Quantizer;
import io.bitcycle.tensor.Quantizers;
import io.bitcycle.workload.layer.LstmSpec;

/** LSTM layers with weights of zero, for the tests. */
final class Lstms {
    private Lstms() {}

    static Lstm unquantized(int inputs, int hidden, int batch) {
        return of(new LstmSpec("lstm", inputs, hidden, false), Quantizers.named("cpt"), batch);
    }

    static Lstm quantized(int inputs, int hidden, int batch, Quantizer quantizer) {
        return of(new LstmSpec("lstm", inputs, hidden, true), quantizer, batch);
    }

    private static Lstm of(LstmSpec spec, Quantizer quantizer, int batch) {
        int gates = 4 * spec.hidden();
        return new Lstm(
                spec,
                0,
                FloatTensor.zeros(gates, spec.in()),
                FloatTensor.zeros(gates),
                FloatTensor.zeros(gates, spec.hidden()),
                FloatTensor.zeros(gates),
                quantizer,
                batch,
                false);
    }
}
