package io.bitcycle.json;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects problems and warnings, so that a user sees all of them at once. */
public final class Problems {
    private final List<Problem> errors = new ArrayList<>();
    private final List<Problem> warnings = new ArrayList<>();

    public void add(Position position, String path, String message) {
        errors.add(Problem.at(position, path, message));
    }

    /** Notes something that is allowed but surely not meant. */
    public void warn(Position position, String path, String message) {
        warnings.add(Problem.at(position, path, message));
    }

    /** Problems so far, warnings not counted. */
    public int count() {
        return errors.size();
    }

    /** The problems in reading order: file by file as they were read, each from the top; what has no line comes last. */
    public List<Problem> errors() {
        return inReadingOrder(errors);
    }

    /** The warnings in reading order. */
    public List<Problem> warnings() {
        return inReadingOrder(warnings);
    }

    private static List<Problem> inReadingOrder(List<Problem> found) {
        List<String> files = found.stream().map(Problem::file).distinct().toList();
        return found.stream()
                .sorted(Comparator.comparing((Problem problem) -> problem.line() == 0)
                        .thenComparingInt(problem -> files.indexOf(problem.file()))
                        .thenComparingInt(Problem::line)
                        .thenComparingInt(Problem::column))
                .toList();
    }

    /**
     * Ends the reading of bad input.
     *
     * @throws BadInputException with every problem, when there is any
     */
    public void throwIfAny() {
        if (!errors.isEmpty()) {
            throw new BadInputException(errors());
        }
    }
}
