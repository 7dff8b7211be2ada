package io.bitcycle.training.recorded;

import io.bitcycle.json.BadInputException;
import io.bitcycle.json.Position;
import io.bitcycle.json.Problems;
import io.bitcycle.tensor.FloatTensor;
import io.bitcycle.tensor.Noise;
import io.bitcycle.training.Network;
import io.bitcycle.training.Recipe;
import io.bitcycle.training.layer.ErrorNoise;
import io.bitcycle.workload.Product;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Rounding noise of errors in files named {@code ITERATION-NN.npy}, NN being the quantized layer's place in the manifest. Each
 * is as large as the layer's output for one batch.
 */
public final class RecordedNoise implements ErrorNoise {
    private static final Pattern FILE = Pattern.compile("(?<name>\\d+)-(?<place>.*\\d)\\.npy");

    /** By the layer's coordinate, then by iteration. */
    private final Map<Integer, Map<Long, Path>> files = new HashMap<>();

    /**
     * @param weights of the same recording, if they are given too: places are the same there
     * @throws BadInputException when it is not the noise of every quantized layer in every iteration
     */
    public RecordedNoise(Path folder, Recipe recipe, Network network, Optional<RecordedWeights> weights) {
        if (recipe.quantizer().foldsWeightScale()) {
            throw RecordedArrays.bad(
                    folder,
                    "is noise of one copy of the errors, but quantizer "
                            + recipe.quantizer().name() + " rounds two; allowed: another quantizer");
        }
        LayerFiles found = LayerFiles.list(folder, FILE, "ITERATION-NN.npy, e.g. 000-00.npy");
        Map<String, Integer> layers = network.noiseLayers();
        Map<String, String> places = found.of(List.copyOf(layers.keySet()), "that are quantized");
        Map<String, Long> sizes = recipe.network().products(recipe.batch()).stream()
                .filter(Product::quantized)
                .collect(Collectors.toMap(Product::layer, Product::resultElements));
        Problems problems = new Problems();
        layers.forEach((layer, number) -> {
            String place = places.get(layer);
            String elsewhere = weights.map(files -> files.places().get(layer)).orElse(place);
            if (!place.equals(elsewhere)) {
                throw found.bad("has noise of layer " + place + " for " + layer + ", which is layer " + elsewhere
                        + " of the initial weights; allowed: the same numbers");
            }
            Map<Long, Path> byIteration = new TreeMap<>();
            found.at(place).forEach((iteration, file) -> byIteration.put(Long.parseLong(iteration), file));
            files.put(number, byIteration);
            for (long i = 0; i < recipe.iterations(); i++) {
                check(byIteration.get(i), folder, place, i, sizes.get(layer), problems);
            }
        });
        problems.throwIfAny();
    }

    private static void check(Path file, Path folder, String place, long iteration, long size, Problems problems) {
        if (file == null) {
            problems.add(
                    Position.of(folder.toString()),
                    "",
                    "has no noise of layer " + place + " in iteration " + iteration);
            return;
        }
        FloatTensor noise = RecordedArrays.floats(file);
        if (noise.size() != size) {
            problems.add(
                    Position.of(file.toString()),
                    "",
                    "has shape " + Arrays.toString(noise.shape()) + "; allowed: " + size
                            + " elements, the layer's output for one batch");
            return;
        }
        try {
            Noise.of(noise);
        } catch (IllegalArgumentException e) {
            problems.add(Position.of(file.toString()), "", e.getMessage());
        }
    }

    @Override
    public Noise error(long iteration, int layer) {
        return Noise.of(RecordedArrays.floats(files.get(layer).get(iteration)));
    }

    @Override
    public Noise foldedError(long iteration, int layer) {
        throw new IllegalStateException("a quantizer that folds was refused");
    }
}
