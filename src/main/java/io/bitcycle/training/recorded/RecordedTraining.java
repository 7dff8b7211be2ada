package io.bitcycle.training.recorded;

import static io.bitcycle.json.JsonTypes.integer;
import static io.bitcycle.json.JsonTypes.list;
import static io.bitcycle.json.JsonTypes.text;

import io.bitcycle.json.BadInputException;
import io.bitcycle.json.ChoiceType;
import io.bitcycle.json.Fields;
import io.bitcycle.json.JsonPath;
import io.bitcycle.json.JsonReader;
import io.bitcycle.json.JsonValue;
import io.bitcycle.json.JsonValue.JsonObject;
import io.bitcycle.json.JsonValue.Member;
import io.bitcycle.json.Key;
import io.bitcycle.json.ObjectType;
import io.bitcycle.json.Problems;
import io.bitcycle.numeric.IntegerFormat;
import io.bitcycle.tensor.Quantizer;
import io.bitcycle.tensor.Quantizers;
import io.bitcycle.training.data.Dataset;
import io.bitcycle.workload.ActivationShape;
import io.bitcycle.workload.NetworkSpec;
import io.bitcycle.workload.layer.LayerChain;
import io.bitcycle.workload.layer.LayerEntry;
import io.bitcycle.workload.layer.LayerType;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The {@code manifest.json} of a recorded training run. Its {@code layers} are written as in a trace; its {@code data} says in
 * words which file the samples are of, and what pixels are divided by: {@code "optdigits.tra, pixel / 16, input [N,1,8,8]"}.
 *
 * @param network with the recorded batch and optimizer as its recipe
 * @param data what the sample numbers refer to as the training split, normalised as recorded, without augmentation
 * @param iterations recorded
 * @param backwardBits of errors
 */
public record RecordedTraining(
        NetworkSpec network, Dataset data, Quantizer quantizer, int iterations, int backwardBits) {
    private static final Key<String> NAME = Key.optional("name", text(64), "Name of the network.");
    private static final Key<String> SOURCE = Key.optional("source", text(2000), "What recorded the run.");
    private static final Key<String> DATA =
            Key.required("data", text(2000), "File of the samples, divisor of their pixels, shape of the input.");
    private static final Key<Integer> ITERATIONS =
            Key.required("iterations", integer(1, Integer.MAX_VALUE), "Training iterations.");
    private static final Key<Integer> BATCH = Key.required("batch", integer(1, 1 << 20), "Samples per iteration.");
    private static final Key<Integer> BACKWARD_BITS =
            Key.withDefault("backward_bits", integer(1, IntegerFormat.MAX_BITS), 8, "Width of errors.");
    private static final Key<RecordedOptimizer> OPTIMIZER =
            Key.required("optimizer", RecordedOptimizer.TYPE, "What moves the weights.");
    private static final Key<String> LOSS = Key.withDefault(
            "loss",
            ChoiceType.of(List.of("mean cross entropy"), word -> word),
            "mean cross entropy",
            "What is minimised.");
    private static final Key<Quantizer> QUANTIZER = Key.withDefault(
            "quantizer",
            ChoiceType.of(Quantizers.ALL, Quantizer::name),
            Quantizers.named("cpt"),
            "Of weights, activations and errors.");
    private static final Key<List<LayerEntry>> LAYERS =
            Key.required("layers", list(LayerType.INSTANCE, 1, LayerType.MOST_LAYERS), "From input to class scores.");
    private static final ObjectType<Fields> TYPE = new ObjectType<>(
            List.of(NAME, SOURCE, DATA, ITERATIONS, BATCH, BACKWARD_BITS, OPTIMIZER, LOSS, QUANTIZER, LAYERS),
            fields -> fields);

    /** Whether a file is such a manifest, and no trace. */
    public static boolean recognizes(Path file) {
        return JsonReader.read(file, new Problems())
                .filter(json -> json instanceof JsonObject object
                        && object.members().containsKey(OPTIMIZER.name())
                        && object.members().containsKey(LAYERS.name()))
                .isPresent();
    }

    /**
     * Reads a manifest.
     *
     * @param data that is at hand, and may be the recorded one
     * @param isNamed whether the user named the data, so that its name need not be in the manifest
     * @param warnings hears of keys that are passed over
     * @throws BadInputException with every problem
     */
    public static RecordedTraining read(Path file, Dataset data, boolean isNamed, Consumer<String> warnings) {
        Problems problems = new Problems();
        Optional<RecordedTraining> read = JsonReader.read(file, problems)
                .map(json -> known(json, problems))
                .flatMap(json -> TYPE.read(json, JsonPath.ROOT, problems))
                .map(fields -> of(file, fields, data, isNamed));
        problems.throwIfAny();
        problems.warnings().forEach(warning -> warnings.accept(warning.toString()));
        return read.orElseThrow();
    }

    /** Without the keys that this build does not know: another program's remarks. */
    private static JsonValue known(JsonValue json, Problems problems) {
        if (!(json instanceof JsonObject object)) {
            return json;
        }
        Map<String, Member> members = new LinkedHashMap<>(object.members());
        members.keySet().removeIf(name -> {
            boolean unknown = TYPE.keys().stream().noneMatch(key -> key.name().equals(name));
            if (unknown) {
                problems.warn(members.get(name).namePosition(), name, "is an unknown key and passed over");
            }
            return unknown;
        });
        return new JsonObject(object.position(), members);
    }

    private static RecordedTraining of(Path file, Fields fields, Dataset data, boolean isNamed) {
        Dataset recorded = RecordedData.of(fields.get(DATA))
                .applyTo(data, isNamed, message -> fields.problem(DATA.name(), message));
        ActivationShape input = new ActivationShape(
                data.shape().channels(), data.shape().height(), data.shape().width());
        LayerChain chain = LayerChain.of(input);
        if (chain.extend(fields.get(LAYERS)) && chain.shape().features() < data.classes()) {
            fields.problem(
                    LAYERS.name(),
                    "give " + chain.shape() + ", but " + data.name() + " has " + data.classes() + " classes; allowed: "
                            + data.classes() + " scores and more");
        }
        RecordedOptimizer optimizer = fields.get(OPTIMIZER);
        NetworkSpec network = new NetworkSpec(
                fields.find(NAME).orElseGet(() -> name(file)),
                fields.find(SOURCE).orElse(file.toString()),
                input,
                chain.shape().features(),
                chain.layers(),
                new NetworkSpec.Recipe(fields.get(BATCH), 1, optimizer.learningRate(), "constant", optimizer.spec()));
        return new RecordedTraining(
                network, recorded, fields.get(QUANTIZER), fields.get(ITERATIONS), fields.get(BACKWARD_BITS));
    }

    /** The folder's. */
    private static String name(Path file) {
        Path folder = file.toAbsolutePath().normalize().getParent();
        return folder == null || folder.getFileName() == null
                ? "recorded"
                : folder.getFileName().toString();
    }
}
