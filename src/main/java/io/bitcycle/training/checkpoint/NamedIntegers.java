package io.bitcycle.training.checkpoint;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Integers of a network or an optimizer in fixed point under the name they have there. */
public record NamedIntegers(String name, int[] values) {
    /** Copies of live arrays, in their order. */
    public static List<NamedIntegers> copies(Map<String, int[]> live) {
        List<NamedIntegers> copies = new ArrayList<>();
        live.forEach((name, values) -> copies.add(new NamedIntegers(name, values.clone())));
        return copies;
    }

    /**
     * Writes saved integers into the live ones of the same names.
     *
     * @throws ForeignCheckpointException if names or sizes are not the same; nothing is written then
     */
    public static void restore(List<NamedIntegers> saved, Map<String, int[]> live) {
        Map<String, int[]> byName = new HashMap<>();
        saved.forEach(named -> byName.put(named.name(), named.values()));
        if (!byName.keySet().equals(live.keySet())) {
            throw new ForeignCheckpointException("the checkpoint is of another network: it has " + byName.size()
                    + " arrays of integers, this one " + live.size() + ", or their names differ");
        }
        live.forEach((name, values) -> {
            if (values.length != byName.get(name).length) {
                throw new ForeignCheckpointException("the checkpoint is of another network: " + name + " has "
                        + byName.get(name).length + " integers there and " + values.length + " here");
            }
        });
        live.forEach((name, values) -> System.arraycopy(byName.get(name), 0, values, 0, values.length));
    }
}
