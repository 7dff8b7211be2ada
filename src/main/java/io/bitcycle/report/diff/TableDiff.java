package io.bitcycle.report.diff;

import io.bitcycle.csv.CsvTable;
import io.bitcycle.json.BadInputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;

/** Where two CSV files differ, row by row; rows belong together by the cells that name them. */
final class TableDiff {
    /**
     * A row of either file.
     *
     * @param key cells by column that name it
     * @param difference of the two rows, in words
     */
    record Row(Map<String, String> key, Optional<String> difference) {}

    private TableDiff() {}

    /**
     * Compares two files.
     *
     * @param keys how many columns, of those given, name a row
     * @throws BadInputException when one of the files is no table
     */
    static List<Row> of(Path a, Path b, ToIntFunction<List<String>> keys) {
        CsvTable left = CsvTable.read(a);
        CsvTable right = CsvTable.read(b);
        List<String> columns = left.columns();
        if (!columns.equals(right.columns())) {
            return List.of(new Row(
                    Map.of(),
                    Optional.of("has the columns " + String.join(", ", columns) + " and "
                            + String.join(", ", right.columns()))));
        }
        int count = keys.applyAsInt(columns);
        Map<List<String>, Integer> leftRows = rows(left, columns.subList(0, count));
        Map<List<String>, Integer> rightRows = rows(right, columns.subList(0, count));
        Set<List<String>> all = new LinkedHashSet<>(leftRows.keySet());
        all.addAll(rightRows.keySet());
        List<Row> compared = new ArrayList<>();
        for (List<String> key : all) {
            Map<String, String> named = new LinkedHashMap<>();
            for (int i = 0; i < count; i++) {
                named.put(columns.get(i), key.get(i));
            }
            compared.add(new Row(named, difference(key, left, leftRows, right, rightRows, count)));
        }
        return compared;
    }

    private static Optional<String> difference(
            List<String> key,
            CsvTable left,
            Map<List<String>, Integer> leftRows,
            CsvTable right,
            Map<List<String>, Integer> rightRows,
            int keys) {
        if (!leftRows.containsKey(key) || !rightRows.containsKey(key)) {
            return Optional.of("is only in the " + (leftRows.containsKey(key) ? "first" : "second"));
        }
        for (String column : left.columns().subList(keys, left.columns().size())) {
            String was = left.text(leftRows.get(key), column);
            String is = right.text(rightRows.get(key), column);
            if (!was.equals(is)) {
                return Optional.of(column + " is " + was + " and " + is);
            }
        }
        return Optional.empty();
    }

    /** Rows by their key and, since several may share one, a count of those before. */
    private static Map<List<String>, Integer> rows(CsvTable table, List<String> keys) {
        Map<List<String>, Integer> seen = new HashMap<>();
        Map<List<String>, Integer> rows = new LinkedHashMap<>();
        for (int row = 0; row < table.rows(); row++) {
            List<String> key = new ArrayList<>();
            for (String column : keys) {
                key.add(table.text(row, column));
            }
            int before = seen.merge(List.copyOf(key), 1, Integer::sum);
            key.add(Integer.toString(before));
            rows.put(key, row);
        }
        return rows;
    }
}
