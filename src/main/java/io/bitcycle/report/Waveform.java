package io.bitcycle.report;

import io.bitcycle.file.WholeFile;
import io.bitcycle.hardware.array.ArrayConfig;
import io.bitcycle.hardware.mac.Signal;
import io.bitcycle.simulator.step.CycleObserver;
import io.bitcycle.simulator.step.EdgeSignal;
import io.bitcycle.simulator.step.SteppedArray;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * A waveform of the array as a value change dump (IEEE 1364-2005, section 18), for viewers such as GTKWave. Scopes are
 * {@code array.row_R.col_C}, in a unit of several columns {@code array.row_R.col_C.column_N}; the sums of codes at the edge
 * are {@code array.edge_a.row_R}, {@code array.edge_b.col_C} and the like. A cycle begins with the
 * rising edge of {@code clk}, at which its registers have their values. While {@code hold} is 1 the array waits for memory
 * and no register changes.
 */
public final class Waveform implements CycleObserver, AutoCloseable {
    /** Printable characters that make up identifiers. */
    private static final int FIRST = '!';

    private static final int CHARACTERS = '~' - '!' + 1;

    /** Identifiers of the array's own signals: clk, cycle, hold; those of the units follow. */
    private static final long OWN_SIGNALS = 3;

    /** Bytes of a cycle in which they alone change: two times, two edges, the number of the cycle. */
    private static final long OWN_BYTES = 64;

    private final Path file;
    private final Path temporary;
    private final Writer out;
    private final long from;
    private final long to;
    private final Predicate<String> chosen;
    private final long periodPs;
    private final List<Signal> signals = new ArrayList<>();
    private final List<EdgeSignal> edges;
    private SteppedArray known;
    private int entries;
    private long[] last;
    private boolean held;

    /**
     * Opens the file under a temporary name.
     *
     * @param from first cycle shown
     * @param to the cycle after the last
     * @param chosen which signals, by name
     * @param edges what there is at the array's edge
     * @param clockMhz of the array
     */
    public Waveform(Path file, long from, long to, Predicate<String> chosen, List<EdgeSignal> edges, double clockMhz)
            throws IOException {
        this.file = file;
        this.temporary = WholeFile.temporary(file);
        this.from = from;
        this.to = to;
        this.chosen = chosen;
        this.edges = edges.stream().filter(edge -> chosen.test(edge.name())).toList();
        this.periodPs = Math.max(2, Math.round(1e6 / clockMhz));
        this.out = new BufferedWriter(Files.newBufferedWriter(temporary, StandardCharsets.US_ASCII));
    }

    /**
     * About how many bytes a waveform takes, if every chosen signal of every entry changes in every cycle in which the array
     * moves.
     *
     * @param signals of an entry, as {@link SteppedArray#signals} lists them
     * @param edges chosen ones at the array's edge
     * @param moving cycles in which the array moves
     * @param cycles all cycles
     */
    public static long mostBytes(
            ArrayConfig array,
            int columnsPerUnit,
            List<Signal> signals,
            List<EdgeSignal> edges,
            long moving,
            long cycles) {
        long entries = array.units() * columnsPerUnit;
        long line = 0;
        for (Signal signal : signals) {
            // "b", the bits, a blank, an identifier and the line's end; one bit has neither "b" nor blank.
            line += signal.bits()
                    + (signal.bits() == 1 ? 0 : 2)
                    + 1
                    + identifier(entries * signals.size()).length();
        }
        long atEdge = 0;
        for (EdgeSignal edge : edges) {
            atEdge += (long) edge.count(array, columnsPerUnit)
                    * (EdgeSignal.BITS
                            + 3
                            + identifier(entries * signals.size()).length());
        }
        double bytes = ((double) entries * line + atEdge) * moving + (double) OWN_BYTES * cycles;
        return bytes > Long.MAX_VALUE ? Long.MAX_VALUE : (long) bytes;
    }

    @Override
    public void cycle(long cycle, SteppedArray array) {
        if (cycle < from || cycle >= to) {
            return;
        }
        try {
            if (known == null) {
                begin(array);
            }
            out.write("#" + (cycle - from) * periodPs + "\n1" + identifier(0) + "\n");
            write(cycle, Long.SIZE, identifier(1));
            boolean first = cycle == from;
            if (array.holding() != held || first) {
                held = array.holding();
                write(held ? 1 : 0, 1, identifier(2));
            }
            if (!held || first) {
                changes(array, first);
            }
            out.write("#" + ((cycle - from) * periodPs + periodPs / 2) + "\n0" + identifier(0) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void changes(SteppedArray array, boolean all) throws IOException {
        int at = 0;
        for (int entry = 0; entry < entries; entry++) {
            for (Signal signal : signals) {
                change(at, signal.value().applyAsLong(entry), signal.bits(), all);
                at++;
            }
        }
        for (EdgeSignal edge : edges) {
            for (int i = 0; i < edge.count(array.config(), array.columnsPerUnit()); i++) {
                change(at, edge.value(array, i), EdgeSignal.BITS, all);
                at++;
            }
        }
    }

    private void change(int at, long value, int bits, boolean always) throws IOException {
        if (last[at] != value || always) {
            write(value, bits, identifier(OWN_SIGNALS + at));
            last[at] = value;
        }
    }

    private void begin(SteppedArray array) throws IOException {
        known = array;
        array.signals().stream().filter(signal -> chosen.test(signal.name())).forEach(signals::add);
        ArrayConfig config = array.config();
        int perUnit = array.columnsPerUnit();
        entries = config.rows() * config.cols() * perUnit;
        int atEdge =
                edges.stream().mapToInt(edge -> edge.count(config, perUnit)).sum();
        last = new long[entries * signals.size() + atEdge];
        out.write("$version BitCycle $end\n$timescale 1 ps $end\n$scope module array $end\n");
        variable(1, identifier(0), "clk");
        variable(Long.SIZE, identifier(1), "cycle");
        variable(1, identifier(2), "hold");
        long next = OWN_SIGNALS;
        for (int row = 0; row < config.rows(); row++) {
            out.write("$scope module row_" + row + " $end\n");
            for (int col = 0; col < config.cols(); col++) {
                out.write("$scope module col_" + col + " $end\n");
                for (int column = 0; column < perUnit; column++) {
                    if (perUnit > 1) {
                        out.write("$scope module column_" + column + " $end\n");
                    }
                    for (Signal signal : signals) {
                        variable(signal.bits(), identifier(next), signal.name());
                        next++;
                    }
                    if (perUnit > 1) {
                        out.write("$upscope $end\n");
                    }
                }
                out.write("$upscope $end\n");
            }
            out.write("$upscope $end\n");
        }
        for (EdgeSignal edge : edges) {
            out.write("$scope module " + edge.name() + " $end\n");
            for (int i = 0; i < edge.count(config, perUnit); i++) {
                variable(EdgeSignal.BITS, identifier(next), edge.register(i));
                next++;
            }
            out.write("$upscope $end\n");
        }
        out.write("$upscope $end\n$enddefinitions $end\n");
    }

    private void variable(int bits, String identifier, String name) throws IOException {
        String range = bits == 1 ? "" : " [" + (bits - 1) + ":0]";
        out.write("$var wire " + bits + " " + identifier + " " + name + range + " $end\n");
    }

    private void write(long value, int bits, String identifier) throws IOException {
        if (bits == 1) {
            out.write((value == 0 ? "0" : "1") + identifier + "\n");
        } else {
            // A viewer fills with zeros on the left.
            out.write("b" + Long.toBinaryString(value) + " " + identifier + "\n");
        }
    }

    private static String identifier(long number) {
        StringBuilder text = new StringBuilder();
        for (long rest = number; text.length() == 0 || rest > 0; rest /= CHARACTERS) {
            text.append((char) (FIRST + rest % CHARACTERS));
        }
        return text.toString();
    }

    /** Completes the file under its name. */
    public void finish() throws IOException {
        if (known == null) {
            out.write("$version BitCycle $end\n$enddefinitions $end\n");
        } else {
            out.write("#" + (Math.min(to, known.counts().cycles()) - from) * periodPs + "\n");
        }
        out.close();
        Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Leaves nothing behind of a waveform that was not finished. */
    @Override
    public void close() throws IOException {
        out.close();
        Files.deleteIfExists(temporary);
    }
}
