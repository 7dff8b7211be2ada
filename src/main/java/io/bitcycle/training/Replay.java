package io.bitcycle.training;

import io.bitcycle.tensor.FloatTensor;
import io.bitcycle.training.data.BatchSource;
import io.bitcycle.training.layer.ErrorNoise;
import io.bitcycle.training.layer.Parameter;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a training run is given that it would draw otherwise, so that it can be compared with another program's.
 *
 * @param parameters initial values by LAYER.NAME: all of a network, or none
 * @param batches of training
 * @param noise rounding noise of errors
 */
public record Replay(Map<String, FloatTensor> parameters, Optional<BatchSource> batches, Optional<ErrorNoise> noise) {
    /** Everything is drawn. */
    public static final Replay NONE = new Replay(Map.of(), Optional.empty(), Optional.empty());

    public Replay {
        parameters = Map.copyOf(parameters);
    }

    /** Writes the initial values into a network, if there are any. */
    void start(Network network) {
        for (Parameter parameter : parameters.isEmpty() ? List.<Parameter>of() : network.parameters()) {
            float[] given =
                    parameters.get(parameter.layer() + "." + parameter.name()).data();
            System.arraycopy(
                    given, 0, parameter.value().data(), 0, parameter.value().size());
        }
    }
}
