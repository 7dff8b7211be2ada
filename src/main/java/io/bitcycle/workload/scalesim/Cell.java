package io.bitcycle.workload.scalesim;

import io.bitcycle.json.Position;
import io.bitcycle.json.Problems;
import io.bitcycle.json.Quoted;

/** A cell of a comma-separated file, without the spaces around it. */
record Cell(String text, Position position) {
    /** Enough for every published layer; products of a few of them stay far from the end of a long. */
    static final int LARGEST = 1 << 24;

    private static final int LONGEST_NAME = 64;

    /** The cell after this one, which the line does not have. */
    Cell missing() {
        return new Cell("", position);
    }

    /** A whole number from 1, or 0 after reporting a problem. */
    int number(String column, Problems problems) {
        if (text.matches("\\d{1,9}")) {
            int value = Integer.parseInt(text);
            if (value >= 1 && value <= LARGEST) {
                return value;
            }
        }
        problems.add(
                position,
                column,
                (text.isEmpty() ? "is missing" : "is " + Quoted.of(text)) + "; allowed: an integer from 1 to "
                        + LARGEST);
        return 0;
    }

    /** Reports a name that a trace cannot hold. */
    void checkName(Problems problems) {
        if (text.length() > LONGEST_NAME || text.chars().anyMatch(Character::isISOControl)) {
            problems.add(
                    position, "layer name", "is " + shown(text) + "; allowed: up to " + LONGEST_NAME + " characters");
        }
    }

    void checkAtMost(String column, int value, String bound, int most, Problems problems) {
        if (value > most) {
            problems.add(position, column, "is " + value + "; allowed: at most the " + bound + ", " + most);
        }
    }

    static String shown(String text) {
        return Quoted.of(text);
    }
}
