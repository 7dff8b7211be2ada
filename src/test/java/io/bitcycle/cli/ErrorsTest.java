package io.bitcycle.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bitcycle.numeric.AccumulatorOverflowException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class ErrorsTest {
    @Test
    void listsTheCommandsForOneThatIsNone() {
        CommandRun run = CommandRun.line("trian");
        String line = run.errLines().get(0);
        assertTrue(line.startsWith("trian: is an unknown command; allowed: train, "), line);
        assertTrue(line.endsWith("; did you mean \"train\"?"), line);
        assertEquals(2, run.exitCode());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        schedule --bist 3:8                     | --bist: is an unknown option; allowed: --schedule, --bits,\
         --weight-bits, --activation-bits, --grad-bits, --grad-schedule, --cycles, --iterations, --show, --plain, --seed,\
         --threads, --out, --help, --version, --stacktrace; did you mean "--bits"?
        schedule --schedule ctp                 | --schedule ctp: is "ctp"; allowed: cpt, static, cosine, linear,\
         triangular, exponential, step, cr, ct, lr, lt, er, etv, eth, rr, rtv, rth, pfq, csv; did you mean "cpt"?
        schedule --cycles many                  | --cycles many: is not a whole number; allowed: -2147483648 to\
         2147483647
        schedule --seed 9223372036854775808     | --seed 9223372036854775808: is not a whole number; allowed:\
         -9223372036854775808 to 9223372036854775807
        schedule --threads 0                    | --threads 0: is not a whole number; allowed: 1 to 1024
        schedule --seed 1 --seed 2              | --seed: is given twice; allowed: once
        schedule --seed                         | --seed: has no value; allowed: a whole number of 64 bits, from\
         which all random numbers follow
        schedule --plain=maybe                  | --plain maybe: 'maybe' is not a boolean
        schedule now                            | now: is one argument too many
        quantize --bits 3 --in x.npy --out x    | --tensor: is missing; allowed: weight (axis 0 is the output\
         channel), activation or gradient (of the layer's output)
        validate                                | FILE: is missing; allowed: hwconfigs and traces, JSON files
        train --learning-rate nan               | --learning-rate nan: is not a number; allowed: a decimal, e.g.\
         0.05 or 5e-2
        train --prt-mode isolate                | --prt-mode isolate: is "isolate"; allowed: isolated, continue;\
         did you mean "isolated"?
        """)
    void namesWhatIsWrongWithTheLine(String line, String expected) {
        CommandRun run = CommandRun.line(line);
        assertEquals(expected, run.errLines().get(0));
        assertEquals(2, run.errLines().size(), run.err());
        assertTrue(run.errLines().get(1).matches("Try 'bitcycle( [a-z]+)? --help'\\."), run.err());
        assertEquals("", run.out());
        assertEquals(2, run.exitCode());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        train --set vector.numeric=fixed        | bitfusion-45nm: vector.numeric: is "fixed", but the scales of\
         quantizer cpt are no powers of two, those of symmetric-pow2 are; allowed with fixed: train, prt, simulate and\
         compare with --quantizer symmetric-pow2 and networks of quantized convolutions, linear layers, batch norm,\
         relu, pooling and residual sums
        simulate --hw bitfusion-45nm --trace lstm-ptb --quantizer symmetric-pow2 --set vector.numeric=fixed\
         --iterations 2 --batch 2               | bitfusion-45nm: vector.numeric: is "fixed", but there is no\
         fixed-point form of layer embedding1; allowed with fixed: train, prt, simulate and compare with --quantizer\
         symmetric-pow2 and networks of quantized convolutions, linear layers, batch norm, relu, pooling and residual\
         sums
        prt --prt-iterations 4 --prt-window 3   | --prt-window 3: is out of range; allowed: 1 to 2, half of\
         --prt-iterations 4
        prt --prt-iterations 1                  | --prt-iterations 1: is out of range; allowed: 2 and more, of which the\
         first are compared with the last
        schedule --cycles 0                     | --cycles 0: is out of range; allowed: 1 to 64000, one per iteration
        schedule --iterations 0                 | --iterations 0: is out of range; allowed: 1 and more
        schedule --iterations 64000001          | --iterations 64000001: is out of range; allowed: 1 to 64000000
        schedule --show 1:64001                 | --show 1:64001: goes beyond the run; allowed: 0:64000
        schedule --out pom.xml                  | --out pom.xml: is a file; allowed: a folder, which is made if need be
        schedule --out pom.xml/run              | --out pom.xml/run: cannot be written; allowed: a folder, which is\
         made if need be
        quantize --bits 0 --tensor weight --in x.npy --out x  | --bits 0: is out of range; allowed with\
         --quantizer cpt: 1 to 16
        quantize --bits 17 --tensor weight --in x.npy --out x | --bits 17: is out of range; allowed with\
         --quantizer cpt: 1 to 16
        quantize --bits 3 --tensor weight --in x.npy --out x  | --in x.npy: no such file
        quantize --bits 3 --tensor weight --in src --out x    | --in src: not a regular file
        train --hw bitfusion-45                 | --hw bitfusion-45: is neither a file nor the name of a hwconfig;\
         allowed: a file, bit-parallel-8bit-45nm, bit-serial-45nm, bitfusion-16x256-45nm, bitfusion-45nm,\
         bitfusion-stripes-45nm, edge-training-45nm, term-serial-45nm, compare-45nm/bitfusion, compare-45nm/dvafs-like,\
         compare-45nm/eyeriss-like, compare-45nm/loom-like, compare-45nm/stripes-like, compare-45nm/tpu-like; did you\
         mean "bitfusion-45nm"?
        train --network resnet18-imagenet       | --network resnet18-imagenet: takes 3x224x224 and has 1000 classes, but\
         optdigits has 1x8x8 images of 10 classes; allowed: cnn-optdigits, resnet8-optdigits, golden/tiny-optdigits
        train --set array.rws=3                 | --set array.rws=3: array.rws: is an unknown key; allowed: rows,\
         cols, dataflow, interconnect, depth_blocking, pipeline_cycles, psum_hop_cycles, output_drain,\
         reconfiguration_cycles, mac; did you mean "rows"?
        train --set array.cols=-1               | --set array.cols=-1: array.cols: is -1; allowed: an integer from 1\
         to 4096
        train --set rows                        | --set rows: is not a setting; allowed: path=value, e.g.\
         array.rows=32
        """)
    void namesWhatIsWrongWithAValue(String line, String expected) {
        CommandRun run = CommandRun.line(line);
        assertEquals(List.of(expected), run.errLines());
        assertEquals(2, run.exitCode());
    }

    @Test
    void reportsEverythingAtOnce() {
        CommandRun run = CommandRun.line("schedule --schedule x --bits 9:3 --cycles y --plian --show 5:5");
        assertEquals(
                List.of("--schedule", "--bits", "--cycles", "--show", "--plian:", "Try"),
                run.errLines().stream().map(line -> line.split(" ")[0]).toList());
        assertEquals(2, run.exitCode());
    }

    @Test
    void reportsAllSettingsAtOnce() {
        CommandRun run =
                CommandRun.line("train --set array.rows=0 --set array.mac.family=bitfusion --set vector.lanes=x");
        assertEquals(3, run.errLines().size(), run.err());
        assertTrue(run.err().contains("did you mean \"bit-fusion\"?"), run.err());
        assertEquals(2, run.exitCode());
    }

    @Test
    void nothingAsksForACommand() {
        CommandRun run = CommandRun.of();
        assertTrue(run.err().contains("Commands:"), run.err());
        assertEquals(2, run.exitCode());
    }

    @Test
    void helpWinsOverMistakes() {
        CommandRun run = CommandRun.line("gemm --hww x --help");
        assertTrue(run.out().contains("--a-bits"), run.out());
        assertEquals("", run.err());
        assertEquals(0, run.exitCode());
    }

    @Test
    void trapsFailTheCheck() {
        assertReport(
                1,
                "bitcycle: sum 128 does not fit an accumulator of 8 bits (overflow policy trap; allowed: a wider"
                        + " array.mac.accumulator_bits, wrap or saturate)\n",
                new AccumulatorOverflowException(128, 8));
    }

    @Test
    void failedFilesAreNoFaultOfTheProgram() {
        assertReport(
                1,
                "bitcycle: a/b: No space left on device\n",
                new UncheckedIOException(new FileSystemException("a/b", null, "No space left on device")));
    }

    @Test
    void faultsShowTheirPlaceOnlyOnRequest() {
        Exception fault = new IllegalStateException("broken");
        String line = "bitcycle: a fault of the program, please report it: java.lang.IllegalStateException: broken"
                + " (--stacktrace shows where it happened)\n";
        assertReport(1, line, fault);
        String traced = report(1, fault, "--stacktrace");
        assertTrue(traced.startsWith(line) && traced.contains("ErrorsTest.faultsShow"), traced);
    }

    private static void assertReport(int exitCode, String expected, Exception thrown) {
        String err = report(exitCode, thrown);
        assertEquals(expected, err.replace("\r\n", "\n"));
        assertFalse(err.contains("\tat "), err);
    }

    private static String report(int exitCode, Exception thrown, String... arguments) {
        StringWriter err = new StringWriter();
        CommandLine root = BitCycle.commandLine(
                arguments,
                Path.of(""),
                Terminal.PLAIN,
                new PrintWriter(new StringWriter()),
                new PrintWriter(err, true));
        root.parseArgs(arguments);
        assertEquals(exitCode, Errors.report(thrown, root, root.getParseResult()));
        return err.toString();
    }
}
