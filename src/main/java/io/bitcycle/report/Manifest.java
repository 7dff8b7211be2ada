package io.bitcycle.report;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bitcycle.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code manifest.json}: enough to run a run again.
 *
 * @param version of BitCycle
 * @param arguments of the command line, without those that change no result
 * @param seed of all random numbers
 * @param inputs SHA-256 of what was read, by what it was read as, e.g. {@code hwconfig}
 * @param hwconfig with the settings of the command line in it: {@code hwconfig.json} beside the manifest
 * @param trace file of the network, if there is one: copied to {@code trace.json} beside the manifest
 * @param started when the command was; with the time it took, all that differs between runs of the same command
 */
public record Manifest(
        String version,
        List<String> arguments,
        long seed,
        Map<String, String> inputs,
        Optional<JsonValue> hwconfig,
        Optional<Path> trace,
        Instant started) {
    public Manifest {
        arguments = List.copyOf(arguments);
        inputs = new LinkedHashMap<>(inputs);
    }

    /** The bytes of a file as the manifest names them: SHA-256 in hexadecimal. */
    public static String sha256(Path file) throws IOException {
        MessageDigest digest = sha256();
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Bytes, likewise. */
    public static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(sha256().digest(bytes));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** What two runs have in common exactly when they give the same results, as text by name. */
    public Map<String, String> identity() {
        Map<String, String> identity = new LinkedHashMap<>();
        identity.put("version", version);
        identity.put("arguments", String.join(" ", arguments));
        identity.put("seed", Long.toString(seed));
        inputs.forEach((name, hash) -> identity.put("sha256 of " + name, hash));
        return identity;
    }

    ObjectNode toJson(Instant ended) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("version", version);
        arguments.forEach(json.putArray("arguments")::add);
        json.put("seed", seed);
        ObjectNode sums = json.putObject("sha256");
        inputs.forEach(sums::put);
        ObjectNode wallTime = json.putObject("wall_time");
        wallTime.put("started", started.truncatedTo(ChronoUnit.SECONDS).toString());
        wallTime.put("seconds", Duration.between(started, ended).toMillis() / 1000.0);
        return json;
    }
}
