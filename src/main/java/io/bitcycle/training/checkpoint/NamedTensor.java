package io.bitcycle.training.checkpoint;

import io.bitcycle.tensor.FloatTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A tensor of a network or an optimizer under the name it has there. */
public record NamedTensor(String name, FloatTensor tensor) {
    /** Copies of live tensors, in their order. */
    public static List<NamedTensor> copies(Map<String, FloatTensor> live) {
        List<NamedTensor> copies = new ArrayList<>();
        live.forEach((name, tensor) -> copies.add(new NamedTensor(name, tensor.copy())));
        return copies;
    }

    /**
     * Writes saved tensors into the live ones of the same names.
     *
     * @throws ForeignCheckpointException if names or shapes are not the same; nothing is written then
     */
    public static void restore(List<NamedTensor> saved, Map<String, FloatTensor> live) {
        Map<String, FloatTensor> byName = new HashMap<>();
        saved.forEach(named -> byName.put(named.name(), named.tensor()));
        if (!byName.keySet().equals(live.keySet())) {
            throw new ForeignCheckpointException("the checkpoint is of another network: it has " + byName.size()
                    + " tensors, this one " + live.size() + ", or their names differ");
        }
        live.forEach((name, tensor) -> {
            if (!Arrays.equals(tensor.shape(), byName.get(name).shape())) {
                throw new ForeignCheckpointException("the checkpoint is of another network: " + name + " is "
                        + Arrays.toString(byName.get(name).shape()) + " there and " + Arrays.toString(tensor.shape())
                        + " here");
            }
        });
        live.forEach((name, tensor) -> System.arraycopy(byName.get(name).data(), 0, tensor.data(), 0, tensor.size()));
    }
}
