package io.bitcycle.report.diff;

import io.bitcycle.json.BadInputException;
import io.bitcycle.json.Position;
import io.bitcycle.json.Problem;
import io.bitcycle.report.RunFolder;
import io.bitcycle.report.SavedManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What differs between two run folders, and the runs inside them: tensors bit by bit, cycles, events and energy operation by
 * operation, every other result file value by value. Manifests, inputs, checkpoints and pictures are not results.
 */
public final class RunDiff {
    /** Rest of a run folder that is no result. */
    private static final List<String> NO_RESULTS =
            List.of(RunFolder.MANIFEST, RunFolder.HWCONFIG, RunFolder.TRACE, "timeline.json");

    private static final int DEEPEST = 2;

    private final Path a;
    private final Path b;
    private final List<Case> cases = new ArrayList<>();

    private RunDiff(Path a, Path b) {
        this.a = a;
        this.b = b;
    }

    /**
     * Compares two folders.
     *
     * @throws BadInputException when one of them is no folder of a finished run
     */
    public static RunDiff of(Path a, Path b) throws IOException {
        RunDiff diff = new RunDiff(a, b);
        List<Problem> problems = new ArrayList<>();
        SortedMap<String, Path> left = runs(a, problems);
        SortedMap<String, Path> right = runs(b, problems);
        if (!problems.isEmpty()) {
            throw new BadInputException(problems);
        }
        TreeSet<String> all = new TreeSet<>(left.keySet());
        all.addAll(right.keySet());
        for (String run : all) {
            if (left.containsKey(run) && right.containsKey(run)) {
                diff.compare(run, left.get(run), right.get(run));
            } else {
                diff.cases.add(Case.of(
                        run, Case.Kind.FILES, "run", 1, Optional.of("is only in " + (left.containsKey(run) ? a : b))));
            }
        }
        if (diff.cases.isEmpty()) {
            throw new BadInputException(
                    List.of(problem(a, "holds no results; allowed: a run folder, written with --out")));
        }
        diff.cases.sort(Comparator.comparing(Case::kind));
        return diff;
    }

    /** All that was compared: tensors by layer and pass, then the ledger likewise, then files. */
    List<Case> cases() {
        return List.copyOf(cases);
    }

    public boolean isEqual() {
        return cases.stream().noneMatch(Case::fails);
    }

    /** The first difference: of tensors that which was computed first. */
    Optional<Case> first() {
        return cases.stream()
                .filter(Case::fails)
                .min(Comparator.comparing(Case::kind)
                        .thenComparing(Case::iteration)
                        .thenComparing(Case::order));
    }

    /** The finished runs in a folder, itself first, by their names. */
    private static SortedMap<String, Path> runs(Path folder, List<Problem> problems) throws IOException {
        SortedMap<String, Path> runs = new TreeMap<>();
        if (!Files.isDirectory(folder)) {
            problems.add(problem(folder, "is no folder; allowed: a run folder, written with --out"));
        } else if (!Files.exists(folder.resolve(RunFolder.MANIFEST))) {
            problems.add(problem(
                    folder,
                    "has no " + RunFolder.MANIFEST + ": no run, or one that did not finish; allowed: a finished run"));
        } else {
            try (Stream<Path> found = Files.find(
                    folder,
                    DEEPEST,
                    (file, attributes) -> file.getFileName().toString().equals(RunFolder.MANIFEST))) {
                found.map(Path::getParent)
                        .forEach(run -> runs.put(folder.relativize(run).toString(), run));
            }
        }
        return runs;
    }

    private static Problem problem(Path folder, String message) {
        return Problem.at(Position.of(folder.toString()), "", message);
    }

    private void compare(String run, Path left, Path right) throws IOException {
        String command =
                SavedManifest.read(left).arguments().stream().findFirst().orElse("");
        cases.addAll(TensorsDiff.of(run, left, right, command));
        TreeSet<String> names = new TreeSet<>(results(left));
        names.addAll(results(right));
        for (String name : names) {
            Path was = left.resolve(name);
            Path is = right.resolve(name);
            if (!Files.exists(was) || !Files.exists(is)) {
                cases.add(Case.of(
                        run,
                        Case.Kind.FILES,
                        name,
                        1,
                        Optional.of("is only in " + (Files.exists(was) ? left : right))));
            } else if (name.equals(LedgerDiff.OPS) || name.equals(LedgerDiff.LEDGER)) {
                LedgerDiff.of(run, was, is).forEach(this::addLedger);
            } else {
                cases.add(Case.of(run, Case.Kind.FILES, name, 1, file(name, was, is)));
            }
        }
    }

    /** Both files of the ledger have rows of the same layer and pass. */
    private void addLedger(Case more) {
        for (int i = 0; i < cases.size(); i++) {
            Case one = cases.get(i);
            if (one.kind() == more.kind()
                    && one.run().equals(more.run())
                    && one.name().equals(more.name())) {
                cases.set(
                        i,
                        Case.of(
                                one.run(),
                                one.kind(),
                                one.name(),
                                one.compared() + more.compared(),
                                one.difference().or(more::difference)));
                return;
            }
        }
        cases.add(more);
    }

    private static List<String> results(Path run) throws IOException {
        try (Stream<Path> files = Files.list(run)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".csv") || name.endsWith(".json"))
                    .filter(name -> !NO_RESULTS.contains(name))
                    .toList();
        }
    }

    private static Optional<String> file(String name, Path was, Path is) throws IOException {
        if (name.endsWith(".json")) {
            return JsonDiff.of(was, is);
        }
        try {
            for (TableDiff.Row row : TableDiff.of(was, is, columns -> 1)) {
                if (row.difference().isPresent()) {
                    return Optional.of(words(row.key()) + row.difference().get());
                }
            }
            return Optional.empty();
        } catch (BadInputException damaged) {
            return Optional.of("is damaged: " + damaged.getMessage());
        }
    }

    private static String words(Map<String, String> key) {
        StringBuilder words = new StringBuilder();
        key.forEach(
                (column, cell) -> words.append(column).append(' ').append(cell).append(": "));
        return words.toString();
    }

    /** In what the runs were not asked the same, in words: arguments, hwconfig, trace. */
    public List<String> inputs() throws IOException {
        List<String> different = new ArrayList<>();
        List<String> was = SavedManifest.read(a).arguments();
        List<String> is = SavedManifest.read(b).arguments();
        if (!was.equals(is)) {
            different.add("arguments: " + String.join(" ", was) + " and " + String.join(" ", is));
        }
        for (String name : List.of(RunFolder.HWCONFIG, RunFolder.TRACE)) {
            if (Files.exists(a.resolve(name)) && Files.exists(b.resolve(name))) {
                JsonDiff.of(a.resolve(name), b.resolve(name)).ifPresent(what -> different.add(name + ": " + what));
            }
        }
        return different;
    }
}
