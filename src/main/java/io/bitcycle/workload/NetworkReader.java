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
import io.bitcycle.workload.layer.LayerChain;
import io.bitcycle.workload.layer.LayerEntry;
import io.bitcycle.workload.layer.LayerType;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads network traces ({@code traces/*.json}) and checks that their shapes chain. */
public final class NetworkReader {
    private static final Key<String> NAME = Key.required("name", text(64), "Name of the network.");
    private static final Key<String> SOURCE =
            Key.required("source", text(2000), "Where shapes and hyper-parameters come from.");
    private static final Key<Integer> CHANNELS = Key.required("channels", integer(1, 65_536), "Input channels.");
    private static final Key<Integer> HEIGHT = Key.required("height", integer(1, 65_536), "Rows of an image.");
    private static final Key<Integer> WIDTH = Key.required("width", integer(1, 65_536), "Columns of an image.");
    private static final Key<Integer> TOKENS = Key.required(
            "tokens", integer(1, 1 << 20), "Tokens of a sequence, over which recurrent layers are unrolled.");
    private static final Key<Integer> FEATURES =
            Key.withDefault("features", integer(1, 1 << 20), 1, "Features of a token; 1 is a word's number.");
    private static final ObjectType<ActivationShape> IMAGE = new ObjectType<>(
            List.of(CHANNELS, HEIGHT, WIDTH), f -> new ActivationShape(f.get(CHANNELS), f.get(HEIGHT), f.get(WIDTH)));
    private static final ObjectType<ActivationShape> SEQUENCE =
            new ObjectType<>(List.of(TOKENS, FEATURES), f -> ActivationShape.sequence(f.get(TOKENS), f.get(FEATURES)));
    private static final Key<ActivationShape> INPUT =
            Key.required("input", new InputType(IMAGE, SEQUENCE), "Shape of one sample: an image or a sequence.");
    private static final Key<Integer> CLASSES = Key.required("classes", integer(2, 1 << 20), "Number of classes.");
    private static final Key<List<LayerEntry>> LAYERS =
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
    private static final Key<Integer> SAMPLES = Key.optional(
            "samples",
            integer(1, Integer.MAX_VALUE),
            "Training samples of the data set; with epochs they say how long it is trained.");
    private static final Key<Integer> ITERATIONS =
            Key.required("iterations", integer(1, Integer.MAX_VALUE), "Training iterations.");
    private static final Key<Integer> EXACT_ITERATIONS = Key.optional(
            "iterations",
            integer(1, Integer.MAX_VALUE),
            "Training iterations, where they are not epochs of all samples.");
    private static final Key<NetworkSpec.Recipe> TRAINING = Key.required(
            "training",
            new ObjectType<>(
                    List.of(BATCH, EPOCHS, SAMPLES, EXACT_ITERATIONS, LEARNING_RATE, MOMENTUM, WEIGHT_DECAY, SCHEDULE),
                    f -> new NetworkSpec.Recipe(
                            f.get(BATCH),
                            f.get(EPOCHS),
                            f.find(SAMPLES),
                            f.find(EXACT_ITERATIONS),
                            f.get(LEARNING_RATE).doubleValue(),
                            f.get(MOMENTUM).doubleValue(),
                            f.get(WEIGHT_DECAY).doubleValue(),
                            f.get(SCHEDULE))),
            "Hyper-parameters of the source.");
    private static final Key<NetworkSpec.Bookkeeping> PAPER_BITOPS = Key.optional(
            "paper_bitops",
            new ObjectType<>(
                    List.of(ITERATIONS, BATCH, SOURCE),
                    f -> new NetworkSpec.Bookkeeping(f.get(ITERATIONS), f.get(BATCH), f.get(SOURCE))),
            "Iterations and batch that a paper multiplies to state BitOPs, where it does.");
    private static final ObjectType<NetworkSpec> TYPE = new ObjectType<>(
            List.of(NAME, SOURCE, INPUT, CLASSES, LAYERS, TRAINING, PAPER_BITOPS), NetworkReader::build);

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
        LayerChain chain = LayerChain.of(input);
        if (LayerEntry.sizeOf(fields.get(LAYERS)) > LayerType.MOST_LAYERS) {
            fields.problem("layers", "unrolls to more than " + LayerType.MOST_LAYERS + " layers; allowed: fewer");
        } else if (chain.extend(fields.get(LAYERS)) && chain.shape().features() != fields.get(CLASSES)) {
            fields.problem(
                    "classes",
                    "is " + fields.get(CLASSES) + ", but the last layer gives " + chain.shape() + "; allowed: "
                            + chain.shape().features());
        }
        return new NetworkSpec(
                fields.get(NAME),
                fields.get(SOURCE),
                input,
                fields.get(CLASSES),
                chain.layers(),
                fields.get(TRAINING),
                fields.find(PAPER_BITOPS));
    }
}
