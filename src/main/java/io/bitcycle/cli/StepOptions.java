package io.bitcycle.cli;

import io.bitcycle.hardware.array.ArrayConfig;
import io.bitcycle.hardware.mac.Signal;
import io.bitcycle.json.BadInputException;
import io.bitcycle.json.Nearest;
import io.bitcycle.json.Position;
import io.bitcycle.json.Problem;
import io.bitcycle.numeric.IntegerFormat;
import io.bitcycle.report.ArrayPicture;
import io.bitcycle.report.Waveform;
import io.bitcycle.simulator.Accelerator;
import io.bitcycle.simulator.step.CycleObserver;
import io.bitcycle.simulator.step.EdgeSignal;
import io.bitcycle.simulator.step.SteppedArray;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** What {@code step} fidelity shows of the array: a waveform, or a picture of every cycle in the terminal. */
final class StepOptions {
    /** The largest waveform that is written unasked. */
    private static final long MOST_BYTES = 256L << 20;
    /** The longest picture that is printed unasked. */
    private static final long MOST_CYCLES = 1000;

    @Option(names = "--vcd", paramLabel = "FILE", description = "writes a waveform of step fidelity, e.g. for GTKWave")
    private Path vcd;

    @Option(
            names = "--signals",
            paramLabel = "NAMES",
            split = ",",
            description = "the waveform's signals, e.g. a,b,psum or brick*; default all")
    private List<String> names;

    @Option(names = "--show", description = "prints an array of up to 8 x 8 units cycle by cycle, in step fidelity")
    private boolean show;

    @Option(
            names = "--window",
            paramLabel = "FROM:TO",
            converter = Span.Cycles.class,
            description = "the cycles that --vcd and --show have, without TO; default all")
    private Span window;

    @Option(names = "--force", description = "writes a waveform or a DRAM trace, or shows an array, however large")
    private boolean force;

    /** Whether files may be of any size. */
    boolean force() {
        return force;
    }

    /** Whether the array is to be shown in some way. */
    boolean asked() {
        return vcd != null || show;
    }

    /** Reports options that go with another that is missing. */
    void check(boolean step, BiConsumer<String, String> problem) {
        if (!step && asked()) {
            problem.accept(vcd != null ? "--vcd" : "--show", "has no cycles to show; allowed: with --fidelity step");
        }
        if (names != null && vcd == null) {
            problem.accept("--signals", "has no effect without --vcd; allowed: with --vcd FILE");
        }
        if (window != null && !asked()) {
            problem.accept("--window", "has nothing to cut; allowed: with --vcd FILE or --show");
        }
    }

    /** One way to look at a run. */
    interface View extends CycleObserver, AutoCloseable {
        /** After the run: completes what was written. */
        void finish() throws IOException;

        @Override
        void close() throws IOException;
    }

    /**
     * What sees every cycle.
     *
     * @param a format of A's codes
     * @param moving cycles in which the array moves, about
     * @param cycles all cycles, at most
     * @throws io.bitcycle.json.BadInputException when it is too large, or a signal does not exist
     */
    View view(Accelerator accelerator, IntegerFormat a, IntegerFormat b, long moving, long cycles, PrintWriter console)
            throws IOException {
        long from = window == null ? 0 : window.from();
        if (asked() && from >= cycles) {
            throw Errors.option("--window " + from + ":" + window.to(), "begins after the last cycle, " + (cycles - 1));
        }
        long to = Math.min(cycles, window == null ? Long.MAX_VALUE : window.to());
        long shown = Math.max(0, to - from);
        long movingShown = Math.min(shown, moving);
        Optional<ArrayPicture> picture = show
                ? Optional.of(picture(accelerator.hardware().array(), movingShown, from, to, console))
                : Optional.empty();
        Optional<Waveform> waveform =
                vcd == null ? Optional.empty() : Optional.of(waveform(accelerator, a, b, movingShown, shown, from, to));
        return new View() {
            @Override
            public void cycle(long cycle, SteppedArray stepped) {
                picture.ifPresent(each -> each.cycle(cycle, stepped));
                waveform.ifPresent(each -> each.cycle(cycle, stepped));
            }

            @Override
            public void finish() throws IOException {
                picture.ifPresent(ArrayPicture::finish);
                if (waveform.isPresent()) {
                    waveform.get().finish();
                    console.println("waveform written to " + vcd);
                }
            }

            @Override
            public void close() throws IOException {
                if (waveform.isPresent()) {
                    waveform.get().close();
                }
            }
        };
    }

    private ArrayPicture picture(ArrayConfig array, long cycles, long from, long to, PrintWriter console) {
        if (array.rows() > ArrayPicture.LARGEST || array.cols() > ArrayPicture.LARGEST) {
            throw Errors.option(
                    "--show",
                    "has an array of " + array.rows() + " x " + array.cols() + " units; allowed: up to "
                            + ArrayPicture.LARGEST + " x " + ArrayPicture.LARGEST
                            + ", e.g. --set array.rows=4 --set array.cols=4");
        }
        if (cycles > MOST_CYCLES && !force) {
            throw Errors.option(
                    "--show",
                    "has up to " + cycles + " cycles; allowed: up to " + MOST_CYCLES
                            + ", fewer of them with --window, or --force");
        }
        return new ArrayPicture(from, to, console::println);
    }

    private Waveform waveform(
            Accelerator accelerator, IntegerFormat a, IntegerFormat b, long moving, long cycles, long from, long to)
            throws IOException {
        ArrayConfig array = accelerator.hardware().array();
        SteppedArray like = new SteppedArray(array, accelerator.unitFormat(a), accelerator.unitFormat(b));
        List<Signal> all = like.signals();
        // What restores the product of centred codes: the other operand's sums.
        List<EdgeSignal> edges = EdgeSignal.of(array, accelerator.centre(b) != 0, accelerator.centre(a) != 0);
        List<String> known = Stream.concat(
                        all.stream().map(Signal::name), edges.stream().map(EdgeSignal::name))
                .toList();
        if (names != null) {
            throwIfAny(names.stream()
                    .filter(name -> known.stream().noneMatch(pattern(name).asMatchPredicate()))
                    .map(name -> Problem.at(
                            Position.of("--signals " + name),
                            "",
                            "is no signal of the array; allowed: " + String.join(", ", known)
                                    + Nearest.hint(name, known)))
                    .toList());
        }
        List<Signal> signals =
                all.stream().filter(signal -> chosen(signal.name())).toList();
        long bytes = Waveform.mostBytes(
                array,
                like.columnsPerUnit(),
                signals,
                edges.stream().filter(edge -> chosen(edge.name())).toList(),
                moving,
                cycles);
        if (bytes > MOST_BYTES && !force) {
            throw Errors.option(
                    "--vcd " + vcd,
                    String.format(
                            Locale.ROOT,
                            "would take up to %,d MiB (%d units, %d signals, %,d cycles); allowed: up to %d MiB, fewer "
                                    + "cycles with --window, fewer signals with --signals, or --force",
                            bytes >> 20,
                            array.units(),
                            signals.size(),
                            cycles,
                            MOST_BYTES >> 20));
        }
        Path parent = vcd.toAbsolutePath().getParent();
        if (Files.isDirectory(vcd) || !Files.isDirectory(parent)) {
            throw Errors.option("--vcd " + vcd, "cannot be written; allowed: a file in a folder that exists");
        }
        return new Waveform(
                vcd,
                from,
                to,
                this::chosen,
                edges,
                accelerator.hardware().technology().clockMhz());
    }

    private static void throwIfAny(List<Problem> problems) {
        if (!problems.isEmpty()) {
            throw new BadInputException(problems);
        }
    }

    private boolean chosen(String signal) {
        return names == null
                || names.stream().anyMatch(name -> pattern(name).matcher(signal).matches());
    }

    /** A name in which {@code *} stands for anything. */
    private static Pattern pattern(String name) {
        return Pattern.compile(Pattern.quote(name).replace("*", "\\E.*\\Q"));
    }
}
