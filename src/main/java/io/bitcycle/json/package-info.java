/**
 * Strict JSON for everything that people write by hand: hardware configurations and network traces.
 *
 * <p>A file is first parsed into {@link io.bitcycle.json.JsonValue}s that know where they stand ({@link
 * io.bitcycle.json.JsonReader}), then {@code --set} options are applied ({@link io.bitcycle.json.Setting}), then declared
 * {@link io.bitcycle.json.Key}s and {@link io.bitcycle.json.JsonType}s read it. The same declarations give the JSON
 * Schema. Nothing stops at the first fault: {@link io.bitcycle.json.Problems} collects all of them, and {@link
 * io.bitcycle.json.BadInputException} carries them to the command line.
 */
package io.bitcycle.json;
