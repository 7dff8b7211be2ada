package io.bitcycle.json;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects problems and warnings, so that a user sees all of them at once. */
public final class Problems {
    /** By place in the file; options, which have no line, come last. */
    private static final Comparator<Problem> READING_ORDER = Comparator.comparingInt(
                    (Problem problem) -> problem.line() == 0 ? Integer.MAX_VALUE : problem.line())
            .thenComparingInt(Problem::column);

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

    /** The problems in reading order. */
    public List<Problem> errors() {
        return errors.stream().sorted(READING_ORDER).toList();
    }

    /** The warnings in reading order. */
    public List<Problem> warnings() {
        return warnings.stream().sorted(READING_ORDER).toList();
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
