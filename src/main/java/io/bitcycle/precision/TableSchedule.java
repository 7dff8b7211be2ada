package io.bitcycle.precision;

import io.bitcycle.csv.CsvTable;
import io.bitcycle.numeric.IntegerFormat;
import java.nio.file.Path;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;

/**
 * A schedule of the user's, from a CSV file or a list: a row holds from its iteration on until the next row's. Columns are
 * {@code iteration}, {@code forward_bits} (or {@code weight_bits} and {@code activation_bits}) and optionally
 * {@code backward_bits}; those that {@code iterations.csv} of a training run has besides are passed over, so that a run can
 * be replayed.
 */
final class TableSchedule implements PrecisionSchedule {
    private static final String ITERATION = "iteration";
    private static final String FORWARD = "forward_bits";
    private static final String WEIGHT = "weight_bits";
    private static final String ACTIVATION = "activation_bits";
    private static final String BACKWARD = "backward_bits";
    private static final List<String> ALLOWED =
            List.of(ITERATION, FORWARD, WEIGHT, ACTIVATION, BACKWARD, "learning_rate", "loss", "correct", "samples");

    private final NavigableMap<Long, Precision> rows;

    private TableSchedule(NavigableMap<Long, Precision> rows) {
        this.rows = rows;
    }

    /** The precision of each iteration; the last one holds on. */
    static TableSchedule of(List<Precision> precisions) {
        NavigableMap<Long, Precision> rows = new TreeMap<>();
        precisions.forEach(precision -> rows.put((long) rows.size(), precision));
        return new TableSchedule(rows);
    }

    /**
     * Reads a file.
     *
     * @param errorBits width of errors where the file does not say
     * @throws io.bitcycle.json.BadInputException with everything that is wrong with it
     */
    static TableSchedule read(Path file, int errorBits) {
        CsvTable table = CsvTable.read(file);
        table.allow(ALLOWED);
        boolean apart = table.has(WEIGHT) || table.has(ACTIVATION);
        table.require(apart ? List.of(ITERATION, WEIGHT, ACTIVATION) : List.of(ITERATION, FORWARD));
        table.finish();
        NavigableMap<Long, Precision> rows = new TreeMap<>();
        for (int row = 0; row < table.rows(); row++) {
            long iteration = table.whole(row, ITERATION, 0, Long.MAX_VALUE);
            int weight = width(table, row, apart ? WEIGHT : FORWARD);
            int activation = apart ? width(table, row, ACTIVATION) : weight;
            int error = table.has(BACKWARD) ? width(table, row, BACKWARD) : errorBits;
            if (row == 0 && iteration != 0) {
                table.problem(row, ITERATION, "is " + iteration + "; allowed: the first row's is 0");
            } else if (row > 0 && !rows.isEmpty() && iteration <= rows.lastKey()) {
                table.problem(row, ITERATION, "is " + iteration + "; allowed: more than the row before");
            }
            if (table.problems() == 0) {
                rows.put(iteration, new Precision(weight, activation, error));
            }
        }
        table.requireRows();
        table.finish();
        return new TableSchedule(rows);
    }

    private static int width(CsvTable table, int row, String column) {
        return (int) table.whole(row, column, 1, IntegerFormat.MAX_BITS);
    }

    @Override
    public Precision at(long iteration) {
        Objects.checkIndex(iteration, Long.MAX_VALUE);
        return rows.floorEntry(iteration).getValue();
    }

    /** The widest of each kind of tensor. */
    @Override
    public Precision evaluation() {
        int weight = 0;
        int activation = 0;
        int error = 0;
        for (Precision row : rows.values()) {
            weight = Math.max(weight, row.weightBits());
            activation = Math.max(activation, row.activationBits());
            error = Math.max(error, row.backwardBits());
        }
        return new Precision(weight, activation, error);
    }
}
