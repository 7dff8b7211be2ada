package io.bitcycle.cli;

import io.bitcycle.precision.PrecisionSchedules;
import io.bitcycle.precision.PrecisionSchedules.Kind;
import io.bitcycle.precision.ScheduleParameters;
import java.util.List;
import picocli.CommandLine.Option;

/** The options that say which precision schedules to run. */
final class ScheduleOptions {
    @Option(
            names = "--schedule",
            paramLabel = "S",
            split = ",",
            defaultValue = "cpt,static",
            converter = KindChoice.class,
            description = "precision schedules, separated by commas: cpt, static (default: ${DEFAULT-VALUE})")
    private List<Kind> kinds;

    @Option(
            names = "--bits",
            paramLabel = "MIN:MAX",
            defaultValue = "3:8",
            converter = BitRange.AutomaticConverter.class,
            description =
                    "width of weights and activations; static uses the maximum; auto or auto:MAX finds the minimum"
                            + " with a precision range test from 2 bits on (default: ${DEFAULT-VALUE})")
    private BitRange bits;

    @Option(
            names = "--grad-bits",
            paramLabel = "[MIN:]MAX",
            defaultValue = "8",
            converter = BitRange.Converter.class,
            description = "width of errors (default: ${DEFAULT-VALUE})")
    private BitRange gradBits;

    @Option(
            names = "--cycles",
            paramLabel = "N",
            defaultValue = "32",
            description = "precision cycles in the run (default: ${DEFAULT-VALUE})")
    private int cycles;

    /** Whether the lower bound is to be found by a precision range test. */
    boolean isAutomatic() {
        return bits.automatic();
    }

    /** What the precision range test found. */
    void setLowerBound(int minBits) {
        bits = new BitRange(minBits, bits.max(), false);
    }

    BitRange bits() {
        return bits;
    }

    BitRange gradBits() {
        return gradBits;
    }

    /** The kinds asked for, each once, in the order given. */
    List<Kind> kinds() {
        return kinds.stream().distinct().toList();
    }

    /**
     * What each of them is built from.
     *
     * @throws io.bitcycle.json.BadInputException when cycles and iterations do not fit
     */
    ScheduleParameters parameters(long iterations) {
        if (iterations < 1) {
            throw Errors.option("--iterations " + iterations, "is out of range; allowed: 1 and more");
        }
        if (cycles < 1 || cycles > iterations) {
            throw Errors.option(
                    "--cycles " + cycles, "is out of range; allowed: 1 to " + iterations + ", one per iteration");
        }
        return new ScheduleParameters(bits.min(), bits.max(), gradBits.min(), gradBits.max(), cycles, iterations);
    }

    /** The schedules of this build by name. */
    static final class KindChoice extends Choice<Kind> {
        KindChoice() {
            super(PrecisionSchedules.ALL, Kind::name);
        }
    }
}
