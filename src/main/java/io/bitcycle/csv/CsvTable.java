package io.bitcycle.csv;

import io.bitcycle.json.BadInputException;
import io.bitcycle.json.Nearest;
import io.bitcycle.json.Position;
import io.bitcycle.json.Problems;
import io.bitcycle.json.Quoted;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A table with named columns, every row as wide as the header. Cells are read one at a time; what is wrong with them is
 * collected, so that {@link #finish} can report all of it at once.
 */
public final class CsvTable {
    /** The operations of the largest runs take megabytes; a file beyond this is surely not meant. */
    private static final long LARGEST_FILE_BYTES = 512L << 20;

    private final String origin;
    private final List<CsvParser.Line> lines;
    private final Problems problems;

    private CsvTable(String origin, List<CsvParser.Line> lines, Problems problems) {
        this.origin = origin;
        this.lines = lines;
        this.problems = problems;
    }

    /**
     * Reads a file.
     *
     * @throws BadInputException when it cannot be read or is no table
     */
    public static CsvTable read(Path file) {
        Problems problems = new Problems();
        Position whole = Position.of(file.toString());
        try {
            if (Files.isRegularFile(file) && Files.size(file) > LARGEST_FILE_BYTES) {
                problems.add(whole, "", "has more than " + LARGEST_FILE_BYTES + " bytes");
            } else {
                byte[] bytes = Files.readAllBytes(file);
                String text = StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(bytes))
                        .toString();
                return parse(file.toString(), text.startsWith("\uFEFF") ? text.substring(1) : text);
            }
        } catch (NoSuchFileException e) {
            problems.add(whole, "", "no such file");
        } catch (CharacterCodingException e) {
            problems.add(whole, "", "is not UTF-8");
        } catch (IOException e) {
            problems.add(whole, "", Files.isDirectory(file) ? "is a directory; allowed: a CSV file" : "cannot be read");
        }
        throw new BadInputException(problems.errors());
    }

    /**
     * Reads a text.
     *
     * @param origin how messages call it
     */
    static CsvTable parse(String origin, String text) {
        Problems problems = new Problems();
        List<CsvParser.Line> lines = new CsvParser(origin, text, problems).lines();
        if (lines.isEmpty()) {
            problems.add(Position.of(origin), "", "is empty; allowed: a header and rows");
        } else {
            checkShape(origin, lines, problems);
        }
        problems.throwIfAny();
        return new CsvTable(origin, lines, problems);
    }

    private static void checkShape(String origin, List<CsvParser.Line> lines, Problems problems) {
        CsvParser.Line header = lines.get(0);
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < header.cells().size(); i++) {
            if (!seen.add(header.cells().get(i))) {
                problems.add(
                        new Position(origin, header.line(), header.columns().get(i)),
                        "",
                        "names column " + Quoted.of(header.cells().get(i)) + " twice");
            }
        }
        for (CsvParser.Line line : lines) {
            if (line.cells().size() != header.cells().size()) {
                problems.add(
                        new Position(origin, line.line(), 1),
                        "",
                        "has " + line.cells().size() + " cells; allowed: "
                                + header.cells().size() + ", as the header");
            }
        }
    }

    public List<String> columns() {
        return lines.get(0).cells();
    }

    /** Rows, the header not counted. */
    public int rows() {
        return lines.size() - 1;
    }

    public boolean has(String column) {
        return columns().contains(column);
    }

    /** Notes a problem for each column that is missing. */
    public void require(List<String> columns) {
        for (String column : columns) {
            if (!has(column)) {
                problem(lines.get(0).line(), 1, "has no column " + Quoted.of(column) + Nearest.hint(column, columns()));
            }
        }
    }

    /** Notes a problem when there is nothing but the header. */
    public void requireRows() {
        if (rows() == 0) {
            problem(lines.get(0).line(), 1, "has a header, but no rows");
        }
    }

    /** Notes a problem for each column that is not among those allowed. */
    public void allow(List<String> columns) {
        CsvParser.Line header = lines.get(0);
        for (int i = 0; i < columns().size(); i++) {
            String column = columns().get(i);
            if (!columns.contains(column)) {
                problem(
                        header.line(),
                        header.columns().get(i),
                        "is an unknown column " + Quoted.of(column) + "; allowed: " + String.join(", ", columns)
                                + Nearest.hint(column, columns));
            }
        }
    }

    /** A cell as it was written. */
    public String text(int row, String column) {
        return lines.get(row + 1).cells().get(columns().indexOf(column));
    }

    /** A whole number; 0 with a problem noted when the cell holds none in the range. */
    public long whole(int row, String column, long least, long most) {
        String text = text(row, column);
        if (text.matches("-?\\d{1,19}")) {
            BigDecimal value = new BigDecimal(text);
            if (value.compareTo(BigDecimal.valueOf(least)) >= 0 && value.compareTo(BigDecimal.valueOf(most)) <= 0) {
                return value.longValueExact();
            }
        }
        problem(row, column, "is " + Quoted.of(text) + "; allowed: a whole number from " + least + " to " + most);
        return 0;
    }

    /** A decimal number; 0 with a problem noted when the cell holds none. */
    public BigDecimal decimal(int row, String column) {
        String text = text(row, column);
        if (text.matches("-?\\d{1,400}(\\.\\d{1,400})?([eE][-+]?\\d{1,3})?")) {
            return new BigDecimal(text);
        }
        problem(row, column, "is " + Quoted.of(text) + "; allowed: a decimal number");
        return BigDecimal.ZERO;
    }

    /** A decimal number, or nothing where the cell is empty. */
    public Optional<BigDecimal> optionalDecimal(int row, String column) {
        return text(row, column).isEmpty() ? Optional.empty() : Optional.of(decimal(row, column));
    }

    /** Notes a problem with a cell. */
    public void problem(int row, String column, String message) {
        CsvParser.Line line = lines.get(row + 1);
        problem(line.line(), line.columns().get(columns().indexOf(column)), column + ": " + message);
    }

    private void problem(int line, int column, String message) {
        problems.add(new Position(origin, line, column), "", message);
    }

    /** How many problems were noted. */
    public int problems() {
        return problems.count();
    }

    /**
     * Ends the reading.
     *
     * @throws BadInputException with everything that was wrong
     */
    public void finish() {
        problems.throwIfAny();
    }
}
