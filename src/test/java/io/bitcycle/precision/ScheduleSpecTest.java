package io.bitcycle.precision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bitcycle.json.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleSpecTest {
    private static final ScheduleParameters RUN = new ScheduleParameters(3, 8, 8, 8, 2, 16);

    @TempDir
    private Path folder;

    private static PrecisionSchedule create(String text) {
        return ScheduleSpec.parse(text).create(RUN);
    }

    @Test
    void settingsTakePrecedence() {
        assertEquals(new Precision(6, 8), create("static:bits=6").at(0));
        assertEquals(
                new Precision(6, 4, 8),
                create("static:bits=6:activation-bits=4").at(0));
        assertEquals(new Precision(8, 3), create("static:grad-bits=3").at(0));
        // one cycle instead of two: half way at iteration 8
        assertEquals(6, create("cpt:cycles=1").at(8).forwardBits());
        assertEquals(3, create("cpt").at(8).forwardBits());
        // 8 - 5 exp(-rate z) at z = 1/2: 4.97 with rate 1, 7.32 with 4
        assertEquals(5, create("er:rate=1:cycles=1").at(8).forwardBits());
        assertEquals(7, create("er:cycles=1").at(8).forwardBits());
        // REX with beta 0 is the straight line
        assertEquals(create("lr").at(5), create("rr:beta=0").at(5));
    }

    @Test
    void namesSuitFolders() {
        assertEquals("cpt", ScheduleSpec.parse("cpt").folder());
        assertEquals("static:bits=6", ScheduleSpec.parse("static:bits=6").name());
        assertEquals("static-bits=6", ScheduleSpec.parse("static:bits=6").folder());
        assertEquals(
                "csv-file=_runs_a_b.csv",
                ScheduleSpec.parse("csv:file=/runs/a b.csv").folder());
        assertEquals("csv-file=C_a.csv", ScheduleSpec.parse("csv:file=C:a.csv").folder());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ctp | did you mean \"cpt\"",
                "cpt:8 | settings are written NAME:KEY=VALUE",
                "cpt:cycle=8 | did you mean \"cycles\"?",
                "cpt:cycles=0 | allowed: a whole number from 1 to 2147483647",
                "cpt:rate=3 | rate is an unknown setting of cpt",
                "er:rate=x | rate is \"x\"; allowed: a number from 0.01 to 100",
                "cpt:bits=8-3 | allowed: N or MIN-MAX, e.g. 3-8",
                "cpt:bits=3-17 | allowed: widths from 1 to 16, e.g. 3-8",
                "cpt:bits=3-8:bits=4-8 | bits is given twice",
                "pfq:stages=3-8-6 | widths that do not fall",
                "csv | file is missing"
            })
    void saysWhatIsWrong(String text, String message) {
        IllegalArgumentException thrown = assertThrows(IllegalArgumentException.class, () -> ScheduleSpec.parse(text));
        assertTrue(thrown.getMessage().contains(message), thrown.getMessage());
    }

    @Test
    void saysEverythingAtOnce() {
        IllegalArgumentException thrown =
                assertThrows(IllegalArgumentException.class, () -> ScheduleSpec.parse("cpt:cycle=8:bits=9-3"));
        assertTrue(
                thrown.getMessage().contains("cycle is") && thrown.getMessage().contains("bits is"));
    }

    @Test
    void stagesMustPairUp() {
        assertThrows(IllegalArgumentException.class, () -> create("pfq:stages=3-8:grad-stages=6-7-8"));
    }

    @Test
    void readsATable() throws IOException {
        Path file = folder.resolve("bits.csv");
        Files.writeString(file, "iteration,forward_bits,backward_bits\n0,3,6\n10,5,8\n12,8,8\n");
        PrecisionSchedule schedule = create("csv:file=" + file);
        assertEquals(new Precision(3, 6), schedule.at(9));
        assertEquals(new Precision(5, 8), schedule.at(11));
        assertEquals(new Precision(8, 8), schedule.at(1000));
        assertEquals(new Precision(8, 8), schedule.evaluation());
    }

    @Test
    void replaysATrainingRun() throws IOException {
        Path file = folder.resolve("iterations.csv");
        Files.writeString(
                file,
                "iteration,forward_bits,backward_bits,learning_rate,loss,correct,samples,weight_bits,activation_bits\n"
                        + "0,5,8,0.1,2.3,4,32,3,5\n");
        assertEquals(new Precision(3, 5, 8), create("csv:file=" + file).at(0));
    }

    @Test
    void tellsEverythingWrongWithATable() throws IOException {
        Path file = folder.resolve("bits.csv");
        Files.writeString(file, "iteration,forward_bits\n1,3\n5,17\n5,x\n");
        BadInputException thrown = assertThrows(BadInputException.class, () -> create("csv:file=" + file));
        assertEquals(
                file + ":2:1: iteration: is 1; allowed: the first row's is 0\n"
                        + file + ":3:3: forward_bits: is \"17\"; allowed: a whole number from 1 to 16\n"
                        + file + ":4:3: forward_bits: is \"x\"; allowed: a whole number from 1 to 16",
                thrown.getMessage());
        Files.writeString(file, "iteration,forward_bit\n0,3\n");
        thrown = assertThrows(BadInputException.class, () -> create("csv:file=" + file));
        assertTrue(thrown.getMessage().contains("did you mean \"forward_bits\"?"), thrown.getMessage());
        Files.writeString(file, "iteration,forward_bits\n");
        assertThrows(BadInputException.class, () -> create("csv:file=" + file));
    }

    /** Errors by stairs, then after the loss: stages 6, 6, 7, 8 of five iterations each. */
    @Test
    void errorsMayFollowAnotherSchedule() {
        ScheduleParameters run = new ScheduleParameters(3, 8, 6, 8, 1, 12).withEpoch(1);
        SplitSchedule split = new SplitSchedule(
                ScheduleSpec.parse("static").create(run),
                ScheduleSpec.parse("step").create(run));
        assertEquals(new Precision(8, 6), split.at(3));
        assertEquals(new Precision(8, 7), split.at(4));
        assertEquals(new Precision(8, 8), split.evaluation());
        SplitSchedule learning = new SplitSchedule(
                ScheduleSpec.parse("static").create(run),
                ScheduleSpec.parse("pfq:threshold=10").create(run));
        for (int i = 0; i < 10; i++) {
            learning.observe(i, 1);
        }
        assertEquals(new Precision(8, 7), learning.at(10));
    }
}
