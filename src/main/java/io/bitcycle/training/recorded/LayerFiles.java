package io.bitcycle.training.recorded;

import io.bitcycle.json.BadInputException;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files of a folder by the place of the layer they belong to. A place is what stands in a file's name up to a number:
 * {@code 03}, or {@code 03-body-00} of a layer inside another. Places are in the layers' order, their numbers compared as
 * numbers; a body stands before its shortcut in both.
 */
final class LayerFiles {
    /** Numbers as numbers, what stands between them as text. */
    private static final Comparator<String> BY_PLACE = (a, b) -> {
        List<String> left = parts(a);
        List<String> right = parts(b);
        for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
            boolean numbers = isNumber(left.get(i)) && isNumber(right.get(i));
            int order = numbers
                    ? new BigInteger(left.get(i)).compareTo(new BigInteger(right.get(i)))
                    : left.get(i).compareTo(right.get(i));
            if (order != 0) {
                return order;
            }
        }
        return left.size() != right.size() ? Integer.compare(left.size(), right.size()) : a.compareTo(b);
    };

    private static final Pattern PART = Pattern.compile("\\d+|\\D+");

    private final Path folder;
    private final Map<String, Map<String, Path>> byPlace = new TreeMap<>(BY_PLACE);

    private LayerFiles(Path folder) {
        this.folder = folder;
    }

    /**
     * Lists a folder.
     *
     * @param names of the files that count; of their groups {@code place} is the layer's, {@code name} the file's among those
     *     of the layer
     * @param form of a name, for messages
     */
    static LayerFiles list(Path folder, Pattern names, String form) {
        LayerFiles files = new LayerFiles(folder);
        try (Stream<Path> all = Files.list(folder)) {
            for (Path file : all.sorted().toList()) {
                Matcher name = names.matcher(file.getFileName().toString());
                if (name.matches()) {
                    files.byPlace
                            .computeIfAbsent(name.group("place"), place -> new TreeMap<>())
                            .put(name.group("name"), file);
                }
            }
        } catch (IOException e) {
            throw files.bad("cannot be listed (" + e.getClass().getSimpleName() + "); allowed: a folder");
        }
        if (files.byPlace.isEmpty()) {
            throw files.bad("holds no file named " + form);
        }
        return files;
    }

    /**
     * Places of these layers.
     *
     * @throws BadInputException when there are not as many
     */
    Map<String, String> of(List<String> layers, String which) {
        List<String> places = List.copyOf(byPlace.keySet());
        if (places.size() != layers.size()) {
            throw bad("holds files of " + places.size() + " layers (" + String.join(", ", places) + "); allowed: of "
                    + layers.size() + ", the layers " + which + ": " + String.join(", ", layers));
        }
        Map<String, String> byLayer = new LinkedHashMap<>();
        for (int i = 0; i < layers.size(); i++) {
            byLayer.put(layers.get(i), places.get(i));
        }
        return byLayer;
    }

    /** Files of a place by their names there. */
    Map<String, Path> at(String place) {
        return byPlace.get(place);
    }

    /** The end of a command that cannot use the folder. */
    BadInputException bad(String message) {
        return RecordedArrays.bad(folder, message);
    }

    private static List<String> parts(String place) {
        List<String> parts = new ArrayList<>();
        Matcher matcher = PART.matcher(place);
        while (matcher.find()) {
            parts.add(matcher.group());
        }
        return parts;
    }

    private static boolean isNumber(String part) {
        return Character.isDigit(part.charAt(0));
    }
}
