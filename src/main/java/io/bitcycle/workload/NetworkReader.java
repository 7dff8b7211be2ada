package io.bitcycle.workload;

import static io.bitcycle.json.JsonTypes.decimal;
import static io.bitcycle.json.JsonTypes.integer;
import static io.bitcycle.json.JsonTypes.list;
import static io.bitcycle.json.JsonTypes.text;

import io.bitcycle.json.BadInputException;
import io.bitcycle.json.Fields;
import io.bitcycle.json.JsonPath;
import io.bitcycle.json.JsonReader;
import io.bitcycle.json.Key;
import io.bitcycle.json.ObjectType;
import io.bitcycle.json.Problems;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads network traces ({@code traces/*.json}) and checks that their shapes chain. */
public final class NetworkReader {
    private static final Key<String> NAME = Key.required("name", text(64), "Name of the network.");
    private static final Key<String> SOURCE =
            Key.required("source", text(2000), "Where shapes and hyper-parameters come from.");
    private static final Key<Integer> CHANNELS = Key.required("channels", integer(1, 65_536), "Input channels.");
    private static final Key<Integer> HEIGHT = Key.required("height", integer(1, 65_536), "Rows of an image.");
    private static final Key<Integer> WIDTH = Key.required("width", integer(1, 65_536), "Columns of an image.");
    private static final Key<ActivationShape> INPUT = Key.required(
            "input",
            new ObjectType<>(
                    List.of(CHANNELS, HEIGHT, WIDTH),
                    f -> new ActivationShape(f.get(CHANNELS), f.get(HEIGHT), f.get(WIDTH))),
            "Shape of one sample.");
    private static final Key<Integer> CLASSES = Key.required("classes", integer(2, 1 << 20), "Number of classes.");
    private static final Key<List<List<LayerSpec>>> LAYERS =
            Key.required("layers", list(LayerType.INSTANCE, 1, 10_000), "From input to class scores.");
    private static final Key<Integer> BATCH = Key.required("batch", integer(1, 1 << 20), "Samples per iteration.");
    private static final Key<Integer> EPOCHS = Key.required("epochs", integer(1, 1 << 20), "Passes over the data.");
    private static final Key<BigDecimal> LEARNING_RATE =
            Key.required("learning_rate", decimal("0", "1000"), "Initial learning rate.");
    private static final Key<BigDecimal> MOMENTUM = Key.required("momentum", decimal("0", "1"), "Of SGD.");
    private static final Key<BigDecimal> WEIGHT_DECAY =
            Key.required("weight_decay", decimal("0", "1"), "On every parameter.");
    private static final Key<String> SCHEDULE =
            Key.required("learning_rate_schedule", text(64), "Name of the learning-rate schedule.");
    private static final Key<NetworkSpec.Recipe> TRAINING = Key.required(
            "training",
            new ObjectType<>(
                    List.of(BATCH, EPOCHS, LEARNING_RATE, MOMENTUM, WEIGHT_DECAY, SCHEDULE),
                    f -> new NetworkSpec.Recipe(
                            f.get(BATCH),
                            f.get(EPOCHS),
                            f.get(LEARNING_RATE).doubleValue(),
                            f.get(MOMENTUM).doubleValue(),
                            f.get(WEIGHT_DECAY).doubleValue(),
                            f.get(SCHEDULE))),
            "Hyper-parameters of the source.");
    private static final ObjectType<NetworkSpec> TYPE =
            new ObjectType<>(List.of(NAME, SOURCE, INPUT, CLASSES, LAYERS, TRAINING), NetworkReader::build);

    private NetworkReader() {}

    /**
     * Reads one file.
     *
     * @throws BadInputException with every problem of the file
     */
    public static NetworkSpec read(Path file) {
        Problems problems = new Problems();
        Optional<NetworkSpec> network = read(file, problems);
        problems.throwIfAny();
        return network.orElseThrow();
    }

    /** Reads one file of several; empty after at least one problem. */
    public static Optional<NetworkSpec> read(Path file, Problems problems) {
        return JsonReader.read(file, problems).flatMap(json -> TYPE.read(json, JsonPath.ROOT, problems));
    }

    private static NetworkSpec build(Fields fields) {
        ActivationShape input = fields.get(INPUT);
        List<List<LayerSpec>> entries = fields.get(LAYERS);
        List<LayerSpec> layers = new LayerNames().assign(LayerType.flatten(entries));
        ActivationShape shape = input;
        for (int i = 0; i < entries.size() && shape != null; i++) {
            shape = chain(entries.get(i), shape, "layers[" + i + "]", fields);
        }
        if (shape != null && shape.features() != fields.get(CLASSES)) {
            fields.problem(
                    "classes",
                    "is " + fields.get(CLASSES) + ", but the last layer gives " + shape + "; allowed: "
                            + shape.features());
        }
        return new NetworkSpec(
                fields.get(NAME), fields.get(SOURCE), input, fields.get(CLASSES), layers, fields.get(TRAINING));
    }

    private static ActivationShape chain(List<LayerSpec> layers, ActivationShape input, String path, Fields fields) {
        try {
            return LayerShapes.output(layers, input);
        } catch (IllegalArgumentException doesNotChain) {
            fields.problem(path, doesNotChain.getMessage());
            return null;
        }
    }

    /** Gives every layer a name of its own: the written one, or its kind and number. */
    private static final class LayerNames {
        private final Map<String, Integer> used = new HashMap<>();

        List<LayerSpec> assign(List<LayerSpec> layers) {
            return layers.stream().map(layer -> assign(layer)).toList();
        }

        private LayerSpec assign(LayerSpec layer) {
            if (layer instanceof LayerSpec.Conv c) {
                return new LayerSpec.Conv(
                        unique(c.name(), "conv"),
                        c.in(),
                        c.out(),
                        c.kernel(),
                        c.stride(),
                        c.padding(),
                        c.groups(),
                        c.quantized());
            }
            if (layer instanceof LayerSpec.Linear l) {
                return new LayerSpec.Linear(unique(l.name(), "linear"), l.in(), l.out(), l.quantized());
            }
            if (layer instanceof LayerSpec.BatchNorm b) {
                return new LayerSpec.BatchNorm(unique(b.name(), "batchnorm"), b.channels());
            }
            if (layer instanceof LayerSpec.Relu r) {
                return new LayerSpec.Relu(unique(r.name(), "relu"));
            }
            if (layer instanceof LayerSpec.MaxPool p) {
                return new LayerSpec.MaxPool(unique(p.name(), "max-pool"), p.kernel(), p.stride());
            }
            if (layer instanceof LayerSpec.AveragePool p) {
                return new LayerSpec.AveragePool(unique(p.name(), "average-pool"), p.kernel(), p.stride());
            }
            if (layer instanceof LayerSpec.GlobalAveragePool g) {
                return new LayerSpec.GlobalAveragePool(unique(g.name(), "global-average-pool"));
            }
            LayerSpec.Residual r = (LayerSpec.Residual) layer;
            return new LayerSpec.Residual(unique(r.name(), "residual"), assign(r.body()), assign(r.shortcut()));
        }

        /** A name that stands in a repeat, or twice, is numbered from its second use on. */
        private String unique(String written, String kind) {
            if (written.isEmpty()) {
                return kind + used.merge(kind, 1, Integer::sum);
            }
            int use = used.merge(written, 1, Integer::sum);
            return use == 1 ? written : written + "." + use;
        }
    }
}
