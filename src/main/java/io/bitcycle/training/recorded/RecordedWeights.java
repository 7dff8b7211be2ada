package io.bitcycle.training.recorded;

import io.bitcycle.json.Position;
import io.bitcycle.json.Problems;
import io.bitcycle.tensor.FloatTensor;
import io.bitcycle.training.Network;
import io.bitcycle.training.layer.Parameter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Initial parameters in files named {@code NN-TYPE-PARAMETER.npy}, NN being the layer's place in the manifest. */
public final class RecordedWeights {
    private static final Pattern FILE = Pattern.compile("(?<place>.*\\d)-\\D+-(?<name>[^-]+)\\.npy");

    private final Map<String, String> places;
    private final Map<String, FloatTensor> values = new LinkedHashMap<>();

    /** @throws io.bitcycle.json.BadInputException when they are not those of the network */
    public RecordedWeights(Path folder, Network network) {
        LayerFiles files = LayerFiles.list(folder, FILE, "NN-TYPE-PARAMETER.npy, e.g. 00-conv-weight.npy");
        Map<String, Map<String, Parameter>> layers = new LinkedHashMap<>();
        for (Parameter parameter : network.parameters()) {
            layers.computeIfAbsent(parameter.layer(), layer -> new TreeMap<>()).put(parameter.name(), parameter);
        }
        places = files.of(List.copyOf(layers.keySet()), "with parameters");
        Problems problems = new Problems();
        layers.forEach((layer, parameters) -> read(layer, parameters, files.at(places.get(layer)), problems));
        problems.throwIfAny();
    }

    /** By LAYER.NAME. */
    public Map<String, FloatTensor> values() {
        return values;
    }

    /** Where each layer with parameters stands. */
    Map<String, String> places() {
        return places;
    }

    private void read(String layer, Map<String, Parameter> parameters, Map<String, Path> found, Problems problems) {
        if (!found.keySet().equals(parameters.keySet())) {
            problems.add(
                    Position.of(found.values().iterator().next().toString()),
                    "",
                    "belongs to " + layer + ", of which there are files of " + String.join(", ", found.keySet())
                            + "; allowed: " + String.join(", ", parameters.keySet()));
            return;
        }
        parameters.forEach((name, parameter) -> {
            FloatTensor value = RecordedArrays.floats(found.get(name));
            int[] shape = parameter.value().shape();
            if (!Arrays.equals(withoutOnes(value.shape()), withoutOnes(shape))) {
                problems.add(
                        Position.of(found.get(name).toString()),
                        "",
                        "has shape " + Arrays.toString(value.shape()) + "; allowed for " + name + " of " + layer + ": "
                                + Arrays.toString(shape));
            }
            values.put(layer + "." + name, value);
        });
    }

    /** A linear layer's weight may be written as that of a 1x1 convolution. */
    private static int[] withoutOnes(int[] shape) {
        return Arrays.stream(shape).filter(size -> size != 1).toArray();
    }
}
