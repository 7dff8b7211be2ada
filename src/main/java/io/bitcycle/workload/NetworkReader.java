package io.bitcycle.workload;

import static io.bitcycle.json.JsonTypes.flag;
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
import io.bitcycle.workload.layer.ImageType;
import io.bitcycle.workload.layer.LayerChain;
import io.bitcycle.workload.layer.LayerEntry;
import io.bitcycle.workload.layer.LayerType;
import io.bitcycle.workload.layer.PlacedSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads network traces ({@code traces/*.json}) and checks that their shapes chain. */
public final class NetworkReader {
    private static final Key<String> SCHEMA =
            Key.optional("$schema", text(2000), "Where an editor finds this schema; no effect otherwise.");
    private static final Key<String> NAME = Key.required("name", text(64), "Name of the network.");
    private static final Key<String> SOURCE =
            Key.required("source", text(2000), "Where shapes and hyper-parameters come from.");
    private static final Key<Integer> TOKENS = Key.required(
            "tokens", integer(1, 1 << 20), "Tokens of a sequence, over which recurrent layers are unrolled.");
    private static final Key<Integer> FEATURES =
            Key.withDefault("features", integer(1, 1 << 20), 1, "Features of a token; 1 is a word's number.");
    private static final ObjectType<ActivationShape> SEQUENCE =
            new ObjectType<>(List.of(TOKENS, FEATURES), f -> ActivationShape.sequence(f.get(TOKENS), f.get(FEATURES)));
    private static final Key<Boolean> CHAINED = Key.withDefault(
            "chained", flag(), true, "Whether each layer takes what the one before gives; false for a list of layers.");
    private static final Key<ActivationShape> INPUT = Key.optional(
            "input",
            new InputType(ImageType.TYPE, SEQUENCE),
            "Shape of one sample, an image or a sequence; left out in a list of layers.");
    private static final Key<Integer> CLASSES =
            Key.optional("classes", integer(2, 1 << 20), "Number of classes; left out in a list of layers.");
    private static final Key<List<LayerEntry>> LAYERS =
            Key.required("layers", list(LayerType.REFERENCE, 1, 10_000), "From input to class scores.");
    private static final Key<Integer> BATCH = Key.required("batch", integer(1, 1 << 20), "Samples per iteration.");
    private static final Key<Integer> ITERATIONS =
            Key.required("iterations", integer(1, Integer.MAX_VALUE), "Training iterations.");
    private static final Key<NetworkSpec.Recipe> TRAINING = Key.optional(
            "training", TrainingKeys.TYPE, "Hyper-parameters of the source; without them a network cannot be trained.");
    private static final Key<NetworkSpec.Bookkeeping> PAPER_BITOPS = Key.optional(
            "paper_bitops",
            new ObjectType<>(
                    List.of(ITERATIONS, BATCH, SOURCE),
                    f -> new NetworkSpec.Bookkeeping(f.get(ITERATIONS), f.get(BATCH), f.get(SOURCE))),
            "Iterations and batch that a paper multiplies to state BitOPs, where it does.");
    static final ObjectType<NetworkSpec> TYPE = new ObjectType<>(
            List.of(SCHEMA, NAME, SOURCE, CHAINED, INPUT, CLASSES, LAYERS, TRAINING, PAPER_BITOPS),
            NetworkReader::build);

    /** What comes before the first layer of a list. */
    private static final ActivationShape NOTHING = new ActivationShape(1, 1, 1);

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

    /** Reads a text; empty after at least one problem. */
    public static Optional<NetworkSpec> parse(String name, String text, Problems problems) {
        return JsonReader.parse(name, text, problems).flatMap(json -> TYPE.read(json, JsonPath.ROOT, problems));
    }

    private static NetworkSpec build(Fields fields) {
        boolean chained = fields.get(CHAINED);
        boolean fits = chained
                ? require(fields, INPUT) & require(fields, CLASSES)
                : refuse(fields, INPUT)
                        & refuse(fields, CLASSES)
                        & refuse(fields, TRAINING)
                        & refuse(fields, PAPER_BITOPS);
        ActivationShape input = fields.find(INPUT).orElse(NOTHING);
        int classes = fields.find(CLASSES).orElse(0);
        if (input.isTooLarge()) {
            fields.problem("input", "has too many elements; allowed: at most " + Integer.MAX_VALUE);
            fits = false;
        }
        LayerChain chain = LayerChain.of(input);
        if (LayerEntry.sizeOf(fields.get(LAYERS)) > LayerType.MOST_LAYERS) {
            fields.problem("layers", "unrolls to more than " + LayerType.MOST_LAYERS + " layers; allowed: fewer");
        } else if (fits
                && extend(chain, fields, chained)
                && chained
                && chain.shape().features() != classes) {
            fields.problem(
                    "classes",
                    "is " + classes + ", but the last layer gives " + chain.shape() + "; allowed: "
                            + chain.shape().features());
        }
        return new NetworkSpec(
                fields.get(NAME),
                fields.get(SOURCE),
                input,
                classes,
                chain.layers(),
                fields.find(TRAINING),
                fields.find(PAPER_BITOPS));
    }

    /** Adds entry after entry; whether all layers fit the kind of trace. */
    private static boolean extend(LayerChain chain, Fields fields, boolean chained) {
        List<LayerEntry> entries = fields.get(LAYERS);
        for (int i = 0; i < entries.size(); i++) {
            int before = chain.size();
            if (!chain.extend(List.of(entries.get(i)))) {
                return false;
            }
            boolean fits = chain.layers(before).allMatch(layer -> layer instanceof PlacedSpec != chained);
            if (!fits) {
                fields.problem(
                        "layers[" + i + "]",
                        chained
                                ? "states its input, but takes what the layer before gives; allowed where \"chained\" is false"
                                : "does not state what it sees; allowed in a list of layers: gemm, and conv with input");
                return false;
            }
        }
        return true;
    }

    private static boolean require(Fields fields, Key<?> key) {
        if (!fields.has(key)) {
            fields.problem(key.name(), "is missing; allowed: " + key.type().allowed());
        }
        return fields.has(key);
    }

    private static boolean refuse(Fields fields, Key<?> key) {
        if (fields.has(key)) {
            fields.problem(key.name(), "says nothing of a list of layers; allowed where the layers are chained");
        }
        return !fields.has(key);
    }
}
