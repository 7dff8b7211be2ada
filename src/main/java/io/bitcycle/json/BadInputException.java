package io.bitcycle.json;

import java.util.List;
import java.util.stream.Collectors;

/** What a user wrote cannot be used. The message has one line per problem; the command line exits with 2. */
public final class BadInputException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** A screenful; a file of the wrong kind can have thousands. */
    private static final int SHOWN = 50;

    private final transient List<Problem> problems;

    /**
     * Carries the problems.
     *
     * @param problems at least one, in reading order
     */
    public BadInputException(List<Problem> problems) {
        super(lines(problems));
        this.problems = List.copyOf(problems);
    }

    public List<Problem> problems() {
        return problems;
    }

    private static String lines(List<Problem> problems) {
        String shown = problems.stream().limit(SHOWN).map(Problem::toString).collect(Collectors.joining("\n"));
        return problems.size() <= SHOWN ? shown : shown + "\nand " + (problems.size() - SHOWN) + " more problems";
    }
}
