package io.bitcycle.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bitcycle.json.BadInputException;
import io.bitcycle.json.JsonReader;
import io.bitcycle.json.Position;
import io.bitcycle.json.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a {@code manifest.json} says, see {@link Manifest}.
 *
 * @param arguments of the command line, the command first
 * @param hashes SHA-256 of the inputs
 */
public record SavedManifest(List<String> arguments, Map<String, String> hashes) {
    /**
     * Reads that of a run folder.
     *
     * @throws BadInputException when there is none, or it is damaged
     */
    public static SavedManifest read(Path run) throws IOException {
        Path file = run.resolve(RunFolder.MANIFEST);
        if (!Files.isRegularFile(file)) {
            throw bad(
                    run,
                    "has no " + RunFolder.MANIFEST + "; allowed: the folder of a finished run, written with --out");
        }
        JsonNode json;
        try {
            json = new ObjectMapper().readTree(Files.readAllBytes(file));
        } catch (JsonProcessingException e) {
            throw bad(file, "is damaged: " + JsonReader.cause(e) + "; allowed: the file as the run wrote it");
        }
        List<String> arguments = new ArrayList<>();
        json.path("arguments").forEach(argument -> arguments.add(argument.asText()));
        Map<String, String> hashes = new LinkedHashMap<>();
        json.path("sha256")
                .properties()
                .forEach(hash -> hashes.put(hash.getKey(), hash.getValue().asText()));
        if (arguments.isEmpty()) {
            throw bad(file, "names no command; allowed: the file as the run wrote it");
        }
        return new SavedManifest(arguments, hashes);
    }

    private static BadInputException bad(Path file, String message) {
        return new BadInputException(List.of(Problem.at(Position.of(file.toString()), "", message)));
    }
}
