package io.bitcycle.workload.scalesim;

import io.bitcycle.json.InputFile;
import io.bitcycle.json.Position;
import io.bitcycle.json.Problems;
import io.bitcycle.workload.scalesim.Topology.Form;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Reads SCALE-Sim topology files as SCALE-Sim v3 does: the first line is a header, columns are known by their place, blank
 * lines and spaces mean nothing. Where SCALE-Sim loses the last cell of a line that does not end in a comma, the cell is
 * kept here; a tab may stand for every comma.
 *
 * <ul>
 *   <li>Convolutions: name, ifmap height and width, filter height and width, channels, number of filters, stride, and
 *       perhaps a sparsity ratio N:M. {@code DP} in the name makes the layer depthwise.
 *   <li>Products: name, M, N, K, and perhaps a sparsity ratio.
 * </ul>
 */
public final class TopologyReader {
    private static final List<String> CONV_COLUMNS = List.of(
            "ifmap height", "ifmap width", "filter height", "filter width", "channels", "num filter", "strides");
    private static final List<String> GEMM_COLUMNS = List.of("M", "N", "K");
    private static final int MOST_LAYERS = 10_000;

    private final String file;
    private final Problems problems;
    private final List<Topology.Layer> layers = new ArrayList<>();
    private final Set<String> notes = new LinkedHashSet<>();
    private final List<String> extended = new ArrayList<>();
    private List<Cell> header = List.of();

    private TopologyReader(String file, Problems problems) {
        this.file = file;
        this.problems = problems;
    }

    /**
     * Reads a file.
     *
     * @param stated its form, if the user says so; else its header tells
     * @return empty after reporting at least one problem
     */
    public static Optional<Topology> read(Path file, Optional<Form> stated, Problems problems) {
        return InputFile.text(file, "a SCALE-Sim topology", problems)
                .flatMap(text -> parse(file.toString(), text, stated, problems));
    }

    /** Reads a text, likewise. */
    static Optional<Topology> parse(String file, String text, Optional<Form> stated, Problems problems) {
        return new TopologyReader(file, problems).parse(text, stated);
    }

    private Optional<Topology> parse(String text, Optional<Form> stated) {
        int before = problems.count();
        List<String> lines = text.lines().toList();
        Form form = null;
        for (int i = 0; i < lines.size(); i++) {
            List<Cell> cells = cells(lines.get(i), i + 1);
            if (cells.isEmpty()) {
                continue;
            }
            if (form != null) {
                layer(form, cells);
            } else {
                header = cells;
                form = stated.or(() -> form(cells)).orElse(null);
                if (form == null || startsWithALayer(cells)) {
                    return Optional.empty();
                }
            }
        }
        if (problems.count() == before && layers.isEmpty()) {
            problems.add(Position.of(file), "", "has no layers; allowed: a header and at least one layer");
        }
        if (!extended.isEmpty()) {
            notes.add("SCALE-Sim rounds the number of outputs up, so these ifmaps are read larger: "
                    + String.join(", ", extended));
        }
        return problems.count() == before
                ? Optional.of(new Topology(form, layers, List.copyOf(notes)))
                : Optional.empty();
    }

    /** The cells up to the last that is not blank; none of a blank line. */
    private List<Cell> cells(String line, int number) {
        char separator = line.indexOf(',') < 0 && line.indexOf('\t') >= 0 ? '\t' : ',';
        List<Cell> cells = new ArrayList<>();
        int used = 0;
        for (int from = 0; from <= line.length(); ) {
            int to = line.indexOf(separator, from);
            int end = to < 0 ? line.length() : to;
            String cell = line.substring(from, end);
            int leading = cell.length() - cell.stripLeading().length();
            cells.add(new Cell(cell.strip(), new Position(file, number, from + leading + 1)));
            used = cell.isBlank() ? used : cells.size();
            from = end + 1;
        }
        return List.copyOf(cells.subList(0, used));
    }

    private Optional<Form> form(List<Cell> cells) {
        List<String> names = cells.stream()
                .map(cell -> cell.text().toLowerCase(Locale.ROOT).replaceAll("[^a-z]", ""))
                .toList();
        if (names.size() >= 4 && names.subList(1, 4).stream().allMatch(name -> name.matches("[mnk]"))) {
            if (!names.subList(1, 4).equals(List.of("m", "n", "k"))) {
                notes.add("the header's order is not SCALE-Sim's; columns are read by place: M, N, K");
            }
            return Optional.of(Form.GEMM);
        }
        if (names.size() >= 2 && names.get(1).startsWith("ifmap")) {
            return Optional.of(Form.CONV);
        }
        if (!startsWithALayer(cells)) {
            problems.add(
                    cells.get(0).position(),
                    "",
                    "is no header of a SCALE-Sim topology; allowed: Layer name, IFMAP Height, IFMAP Width, Filter Height,"
                            + " Filter Width, Channels, Num Filter, Strides, or Layer, M, N, K; any header with --form");
        }
        return Optional.empty();
    }

    /** SCALE-Sim skips the first line, whatever it says: a layer there would be lost without a word. */
    private boolean startsWithALayer(List<Cell> cells) {
        boolean numbers = cells.size() > 3
                && cells.subList(1, 4).stream().allMatch(cell -> cell.text().matches("\\d+"));
        if (numbers) {
            problems.add(
                    cells.get(0).position(),
                    "",
                    "is a layer, where SCALE-Sim expects a header; allowed: a header line");
        }
        return numbers;
    }

    private void layer(Form form, List<Cell> cells) {
        String name = cells.get(0).text();
        if (cells.size() == 1) {
            notes.add("line " + cells.get(0).position().line() + ", " + Cell.shown(name)
                    + ", has a name alone and is left out");
            return;
        }
        if (layers.size() == MOST_LAYERS) {
            problems.add(cells.get(0).position(), "", "is layer " + (MOST_LAYERS + 1) + "; allowed: " + MOST_LAYERS);
        }
        if (layers.size() >= MOST_LAYERS) {
            return;
        }
        int before = problems.count();
        cells.get(0).checkName(problems);
        List<String> columns = form == Form.CONV ? CONV_COLUMNS : GEMM_COLUMNS;
        int[] values = new int[columns.size()];
        for (int i = 0; i < values.length; i++) {
            Cell cell = i + 1 < cells.size()
                    ? cells.get(i + 1)
                    : cells.get(cells.size() - 1).missing();
            values[i] = cell.number(columns.get(i), problems);
        }
        for (int i = columns.size() + 1; i < cells.size(); i++) {
            extra(form, i, cells.get(i), values);
        }
        if (problems.count() > before) {
            return;
        }
        if (form == Form.GEMM) {
            layers.add(new Topology.Gemm(name, values[0], values[1], values[2]));
        } else {
            convolution(cells, values);
        }
    }

    private void convolution(List<Cell> cells, int[] v) {
        cells.get(3).checkAtMost("filter height", v[2], "ifmap height", v[0], problems);
        cells.get(4).checkAtMost("filter width", v[3], "ifmap width", v[1], problems);
        int height = covered(v[0], v[2], v[6]);
        int width = covered(v[1], v[3], v[6]);
        String name = cells.get(0).text();
        if (height != v[0] || width != v[1]) {
            extended.add(Cell.shown(name) + " " + v[0] + "x" + v[1] + " as " + height + "x" + width);
        }
        boolean depthwise = name.contains("DP");
        if (depthwise && (long) v[4] * v[5] > Cell.LARGEST) {
            problems.add(cells.get(6).position(), "num filter", "gives too many outputs; allowed: " + Cell.LARGEST);
        }
        layers.add(new Topology.Conv(name, height, width, v[2], v[3], v[4], v[5], v[6], depthwise));
    }

    /** The pixels that ⌈(size - filter + stride) / stride⌉ outputs need. */
    private static int covered(int size, int filter, int stride) {
        return ((Math.max(0, size - filter) + stride - 1) / stride) * stride + filter;
    }

    /** A cell behind the columns that every file has. */
    private void extra(Form form, int index, Cell cell, int[] values) {
        String title = index < header.size() ? header.get(index).text() : "";
        if (cell.text().isEmpty()) {
            return;
        }
        if (cell.text().matches("\\d{1,9}\\s*:\\s*\\d{1,9}")) {
            String[] ratio = cell.text().split("\\s*:\\s*");
            if (!ratio[0].equals(ratio[1])) {
                notes.add("sparsity ratios such as " + ratio[0] + ":" + ratio[1]
                        + " have no counterpart: every layer is dense");
            }
        } else if (form == Form.CONV
                && index == CONV_COLUMNS.size() + 1
                && title.toLowerCase(Locale.ROOT).contains("stride")) {
            int width = cell.number("stride width", problems);
            if (width != 0 && width != values[6]) {
                problems.add(
                        cell.position(),
                        "stride width",
                        "is " + width + "; allowed: the stride height, " + values[6] + ", since both are one here");
            }
        } else {
            notes.add("column " + (index + 1) + (title.isEmpty() ? "" : ", " + Cell.shown(title) + ",")
                    + " is not one of SCALE-Sim's and is left out");
        }
    }
}
