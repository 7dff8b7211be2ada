package io.bitcycle.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.bitcycle.tensor.npy.NpyArray;
import io.bitcycle.tensor.npy.NpyType;
import io.bitcycle.tensor.npy.NpyWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Operands that cannot be used: one line that says where and what, exit code 2, and no folder left behind. */
class BadOperandsTest {
    private static final String SERIAL =
            "--set array.mac.family=bit-serial --set array.mac.serial_bits=1 --set array.mac.lanes=4 "
                    + "--set array.mac.serial_operand=weight";

    @TempDir
    private Path folder;

    @BeforeEach
    void writeFiles() throws IOException {
        integers("a.npy", new long[] {0, 1, 2, 3, 0, 4}, 2, 3);
        integers("b.npy", new long[] {0, 1, 2}, 3, 1);
        integers("negative.npy", new long[] {0, -1, 2}, 3, 1);
        integers("cube.npy", new long[3], 3, 1, 1);
        integers("empty.npy", new long[0], 3, 0);
        integers("other.npy", new long[4], 2, 2);
        floats("floats.npy", 3, 1);
        floats("x.npy", 2, 3, 5, 5);
        floats("w.npy", 4, 3, 3, 3);
        floats("w2.npy", 4, 2, 3, 3);
        floats("w9.npy", 4, 3, 9, 9);
        float[] values = new float[150];
        values[38] = Float.NaN;
        NpyWriter.write(folder.resolve("nan.npy"), new NpyArray.Floats(values, 2, 3, 5, 5));
        Files.writeString(folder.resolve("text.npy"), "no array");
    }

    private void integers(String name, long[] values, int... shape) throws IOException {
        NpyWriter.write(folder.resolve(name), new NpyArray.Integers(NpyType.INT16, values, shape));
    }

    private void floats(String name, int... shape) throws IOException {
        float[] values = new float[Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        NpyWriter.write(folder.resolve(name), new NpyArray.Floats(values, shape));
    }

    private void assertRefused(String command, String files, String expected) {
        for (String fidelity : List.of("step", "exact")) {
            Path out = folder.resolve("out");
            String line = command + " --fidelity " + fidelity + " --out " + out + " " + files;
            CommandRun run = CommandRun.line(line.replace("DIR/", folder + "/"));
            assertEquals(List.of(expected.replace("DIR/", folder + "/")), run.errLines(), line);
            assertEquals(2, run.exitCode(), line);
            assertEquals("", run.out(), line);
            assertFalse(Files.exists(out), line);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        --a DIR/a.npy --b DIR/b.npy --a-bits 2 --b-bits 8 | --a DIR/a.npy: element 5 ([1, 2] of [2, 3]) is 4, not in 0 to 3 (unsigned 2-bit)
        --a DIR/a.npy --b DIR/b.npy --a-bits 3 --a-signed --b-bits 8 | --a DIR/a.npy: element 5 ([1, 2] of [2, 3]) is 4, not in -4 to 3 (signed 3-bit)
        --a DIR/a.npy --b DIR/negative.npy --a-bits 3 --b-bits 8 | --b DIR/negative.npy: element 1 ([1, 0] of [3, 1]) is -1, not in 0 to 255 (unsigned 8-bit)
        --a DIR/a.npy --b DIR/floats.npy --a-bits 3 --b-bits 8 | --b DIR/floats.npy: codes are integers, not FLOAT32 (convert them: astype(numpy.int32))
        --a DIR/a.npy --b DIR/other.npy --a-bits 3 --b-bits 8 | --b DIR/other.npy: has the shape [2, 2]; allowed: [3, N], since --a has the shape [2, 3]
        --a DIR/a.npy --b DIR/cube.npy --a-bits 3 --b-bits 8 | --b DIR/cube.npy: has the shape [3, 1, 1]; allowed: two dimensions, each at least 1
        --a DIR/a.npy --b DIR/empty.npy --a-bits 3 --b-bits 8 | --b DIR/empty.npy: has the shape [3, 0]; allowed: two dimensions, each at least 1
        --a DIR/a.npy --b DIR/text.npy --a-bits 3 --b-bits 8 | --b DIR/text.npy: byte 0: 0x6e, not 0x93: an .npy file starts with 0x93 and NUMPY
        --a DIR/a.npy --b DIR/none.npy --a-bits 3 --b-bits 8 | --b DIR/none.npy: no such file
        --a DIR/a.npy --b DIR/b.npy --a-bits 9 --b-bits 8 | --a-bits 9: is out of range; allowed: 1 to 8 (bit-parallel, array.mac.max_bits 8)
        --a DIR/a.npy --b DIR/b.npy --a-bits 3 --b-bits 0 | --b-bits 0: is out of range; allowed: 1 to 16
        """)
    void gemm(String files, String expected) {
        assertRefused("gemm --hw bit-parallel-8bit-45nm", files, expected);
    }

    @Test
    void bitsThatAFamilyCannotDo() {
        String files = "--a DIR/a.npy --b DIR/b.npy --a-bits 3 --b-bits 12";
        assertRefused(
                "gemm --hw bit-parallel-8bit-45nm " + SERIAL,
                files,
                "--b-bits 12: is out of range; allowed: 1 to 8 (bit-serial, array.mac.max_bits 8)");
        assertRefused(
                "gemm --hw bitfusion-45nm --set array.mac.max_bits=4",
                files.replace("12", "17"),
                "--b-bits 17: is out of range; allowed: 1 to 16");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        --vcd DIR                      | --vcd DIR: cannot be written; allowed: a file in a folder that exists
        --vcd DIR/w.vcd --signals psun | --signals psun: is no signal of the array; allowed: busy, a, b, sum, psum; did you mean "psum"?
        --vectors DIR/a.npy            | --vectors DIR/a.npy: is a file; allowed: a folder, which is made if need be
        """)
    void whatStepCannotShow(String options, String expected) {
        Path out = folder.resolve("out");
        String line = "gemm --hw bit-parallel-8bit-45nm --set array.rows=2 --set array.cols=2 --fidelity step"
                + " --a DIR/a.npy --b DIR/b.npy --a-bits 3 --b-bits 8 --out " + out + " " + options;
        CommandRun run = CommandRun.line(line.replace("DIR", folder.toString()));
        assertEquals(List.of(expected.replace("DIR", folder.toString())), run.errLines());
        assertEquals(2, run.exitCode());
        assertFalse(Files.exists(out));
        assertFalse(Files.exists(folder.resolve("w.vcd")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        --input DIR/x.npy --weight DIR/w.npy --forward-bits 9 | --forward-bits 9: is out of range; allowed: 1 to 8 (bit-parallel, array.mac.max_bits 8)
        --input DIR/x.npy --weight DIR/w.npy --backward-bits 12 | --backward-bits 12: is out of range; allowed: 1 to 8 (bit-parallel, array.mac.max_bits 8)
        --input DIR/x.npy --weight DIR/w.npy --forward-bits 17 | --forward-bits 17: is out of range; allowed with --quantizer cpt: 1 to 16
        --input DIR/x.npy --weight DIR/w2.npy | --weight DIR/w2.npy: has 2 channels per group; 3 input channels and --groups 1 need 3
        --input DIR/x.npy --weight DIR/w9.npy | --input DIR/x.npy: does not fit: a kernel of 9x9 is larger than the padded input of 5x5
        --input DIR/x.npy --weight DIR/w.npy --grad-output DIR/x.npy | --grad-output DIR/x.npy: has shape [2, 3, 5, 5]; allowed: the output's, [2, 4, 3, 3]
        --input DIR/a.npy --weight DIR/w.npy | --input DIR/a.npy: has shape [2, 3]; allowed: [N, C, H, W], not empty
        --input DIR/nan.npy --weight DIR/w.npy | --input DIR/nan.npy: element 38 ([0, 1, 2, 3] of [2, 3, 5, 5]) is NaN; allowed: finite values
        --input DIR/x.npy --weight DIR/text.npy | --weight DIR/text.npy: byte 0: 0x6e, not 0x93: an .npy file starts with 0x93 and NUMPY
        """)
    void conv(String files, String expected) {
        assertRefused("conv --hw bit-parallel-8bit-45nm", files, expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        train --bits 3:9       | --bits 3:9
        simulate --trace cnn-optdigits --bits 3:9 | --bits 3:9
        simulate --trace cnn-optdigits --bits 3:8 --grad-bits 10 | --grad-bits 10:10
        prt --bits 2:12        | --bits 2:12
        compare --trace cnn-optdigits --bits 3:9 | --bits 3:9
        train --schedule static:bits=12 | --schedule static:bits=12: 12 bits
        simulate --trace cnn-optdigits --schedule static:bits=12 | --schedule static:bits=12: 12 bits
        compare --trace cnn-optdigits --schedule static:bits=12 | --schedule static:bits=12: 12 bits
        """)
    void widthsOfARun(String command, String place) {
        Path out = folder.resolve("out");
        CommandRun run = CommandRun.line(command + " --hw bit-parallel-8bit-45nm --out " + out);
        assertEquals(
                List.of(place + ": is out of range; allowed: 1 to 8 (bit-parallel, array.mac.max_bits 8)"),
                run.errLines());
        assertEquals(2, run.exitCode());
        assertFalse(Files.exists(out));
    }
}
