package io.bitcycle.hardware;

import io.bitcycle.json.JsonValue;
import io.bitcycle.json.Problem;
import java.util.List;

/**
 * A hwconfig that can be used.
 *
 * @param document the file with the settings in it
 * @param warnings what is allowed but has no effect, to be shown once
 */
public record LoadedHardware(HardwareConfig config, JsonValue document, List<Problem> warnings) {
    public LoadedHardware {
        warnings = List.copyOf(warnings);
    }
}
