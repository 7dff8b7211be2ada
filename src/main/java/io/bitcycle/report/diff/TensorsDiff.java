package io.bitcycle.report.diff;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The recorded tensors of two runs against each other, a case per layer and pass. */
final class TensorsDiff {
    private static final Comparator<TensorFile> AS_MADE = Comparator.comparingLong(TensorFile::iteration)
            .thenComparing(TensorFile::order)
            .thenComparing(TensorFile::name);

    private TensorsDiff() {}

    static List<Case> of(String run, Path a, Path b, String command) throws IOException {
        Map<String, Case> cases = new LinkedHashMap<>();
        Map<TensorFile, Path> left = tensors(a, command);
        Map<List<Object>, Path> right = new LinkedHashMap<>();
        Map<List<Object>, TensorFile> names = new LinkedHashMap<>();
        tensors(b, command).forEach((tensor, file) -> {
            right.put(key(tensor), file);
            names.put(key(tensor), tensor);
        });
        for (Map.Entry<TensorFile, Path> one : left.entrySet()) {
            Path other = right.remove(key(one.getKey()));
            Optional<String> difference =
                    other == null ? Optional.of("is only in " + a) : NpyDiff.of(one.getValue(), other);
            add(run, one.getKey(), difference, cases);
        }
        for (List<Object> extra : right.keySet()) {
            add(run, names.get(extra), Optional.of("is only in " + b), cases);
        }
        return new ArrayList<>(cases.values());
    }

    /** The same tensor of another run, at whatever place each was made. */
    private static List<Object> key(TensorFile tensor) {
        return List.of(tensor.iteration(), tensor.layer(), tensor.pass(), tensor.name());
    }

    private static void add(String run, TensorFile tensor, Optional<String> difference, Map<String, Case> cases) {
        String name = tensor.layer() + " " + tensor.pass();
        Optional<String> told = difference.map(what -> tensor.describe() + ": " + what);
        Case one = new Case(run, Case.Kind.TENSORS, name, 1, told, tensor.iteration(), tensor.order());
        cases.merge(name, one, TensorsDiff::together);
    }

    private static Case together(Case before, Case next) {
        Case told = before.fails() ? before : next;
        return new Case(
                before.run(),
                before.kind(),
                before.name(),
                before.compared() + 1,
                told.difference(),
                told.iteration(),
                told.order());
    }

    /** Tensors in the order in which they were made. */
    private static Map<TensorFile, Path> tensors(Path run, String command) throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> beside = Files.list(run)) {
            beside.filter(Files::isRegularFile).forEach(files::add);
        }
        Path folder = run.resolve(TensorFile.FOLDER);
        if (Files.isDirectory(folder)) {
            try (Stream<Path> inside = Files.walk(folder)) {
                inside.filter(Files::isRegularFile).forEach(files::add);
            }
        }
        Map<TensorFile, Path> found = new LinkedHashMap<>();
        for (Path file : files) {
            TensorFile.of(run.relativize(file), command).ifPresent(tensor -> found.put(tensor, file));
        }
        Map<TensorFile, Path> sorted = new LinkedHashMap<>();
        found.keySet().stream().sorted(AS_MADE).forEach(tensor -> sorted.put(tensor, found.get(tensor)));
        return sorted;
    }
}
