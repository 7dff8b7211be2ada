package io.bitcycle.report;

import io.bitcycle.json.Nearest;
import io.bitcycle.json.Position;
import io.bitcycle.json.Problems;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Published figures: a file of comma-separated values without quotes, a line of column names, then one line per row. */
final class PublishedTable {
    private final String file;
    private final List<String> names;
    private final List<Row> rows = new ArrayList<>();
    private final Problems problems;

    private PublishedTable(String file, List<String> names, Problems problems) {
        this.file = file;
        this.names = names;
        this.problems = problems;
    }

    /** Reads a file that has at least these columns; problems go to {@code problems}, after which there are no rows. */
    static PublishedTable read(Path file, List<String> columns, Problems problems) throws IOException {
        return of(file.toString(), Files.readAllLines(file), columns, problems);
    }

    /** Reads a file that BitCycle carries with it, by its name from this package. */
    static PublishedTable resource(String name, List<String> columns, Problems problems) throws IOException {
        try (InputStream in = PublishedTable.class.getResourceAsStream(name)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return of(name, text.lines().toList(), columns, problems);
        }
    }

    private static PublishedTable of(String file, List<String> lines, List<String> columns, Problems problems) {
        List<String> names = lines.isEmpty() ? List.of() : cells(lines.get(0));
        PublishedTable table = new PublishedTable(file, names, problems);
        List<String> missing =
                columns.stream().filter(column -> !names.contains(column)).toList();
        missing.forEach(column -> problems.add(
                new Position(table.file, 1, 1),
                column,
                "is missing; allowed: a first line with the columns " + String.join(", ", columns)
                        + Nearest.hint(column, names)));
        for (int i = 1; i < lines.size() && missing.isEmpty(); i++) {
            if (!lines.get(i).isBlank()) {
                table.add(i + 1, cells(lines.get(i)));
            }
        }
        return table;
    }

    private static List<String> cells(String line) {
        return Arrays.stream(line.split(",", -1)).map(String::strip).toList();
    }

    private void add(int line, List<String> cells) {
        if (cells.size() == names.size()) {
            rows.add(new Row(line, cells));
        } else {
            problems.add(
                    new Position(file, line, 1),
                    "",
                    "has " + cells.size() + " cells; allowed: " + names.size() + ", one per column");
        }
    }

    List<Row> rows() {
        return List.copyOf(rows);
    }

    /** One line. What is wrong with a cell is reported, and a harmless value returned in its place. */
    final class Row {
        private final int line;
        private final List<String> cells;

        private Row(int line, List<String> cells) {
            this.line = line;
            this.cells = cells;
        }

        String text(String column) {
            return cells.get(names.indexOf(column));
        }

        int whole(String column, int min, int max) {
            return (int) whole(column, (long) min, (long) max);
        }

        long whole(String column, long min, long max) {
            Optional<Long> value = parse(text(column));
            if (value.isEmpty() || value.get() < min || value.get() > max) {
                problem(column, "an integer from " + min + " to " + max);
                return min;
            }
            return value.get();
        }

        double decimal(String column) {
            try {
                double value = Double.parseDouble(text(column));
                if (value > 0 && value < Double.POSITIVE_INFINITY) {
                    return value;
                }
            } catch (NumberFormatException notANumber) {
                // reported below
            }
            problem(column, "a number above 0");
            return 1;
        }

        boolean flag(String column) {
            boolean yes = text(column).equalsIgnoreCase("true");
            if (!yes && !text(column).equalsIgnoreCase("false")) {
                problem(column, "True or False");
            }
            return yes;
        }

        /** Reports what a cell should have been. */
        void problem(String column, String allowed) {
            int at = 1;
            for (String cell : cells.subList(0, names.indexOf(column))) {
                at += cell.length() + 1;
            }
            problems.add(new Position(file, line, at), column, "is \"" + text(column) + "\"; allowed: " + allowed);
        }

        private static Optional<Long> parse(String text) {
            try {
                return Optional.of(Long.parseLong(text));
            } catch (NumberFormatException notANumber) {
                return Optional.empty();
            }
        }
    }
}
