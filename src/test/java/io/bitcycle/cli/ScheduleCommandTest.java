package io.bitcycle.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScheduleCommandTest {
    @TempDir
    private Path folder;

    /** ResNet-74 on CIFAR-100, 3-8 against static 8/8: 36.67 % fewer BitOPs (Fu et al., ICLR 2021, from its schedule). */
    @Test
    void savesWhatThePaperSays() {
        CommandRun run = CommandRun.of("schedule");
        assertEquals(0, run.exitCode(), run.err());
        List<String> lines = run.out().lines().toList();
        assertTrue(lines.get(lines.size() - 2).matches("cpt .* 63\\.33 %  36\\.67 %"), run.out());
        assertTrue(lines.get(lines.size() - 1).matches("static +8\\.000 +8\\.000 +100\\.00 % +0\\.00 %"), run.out());
    }

    /**
     * One cycle from 2 to 4 bits over 10 iterations: rint(3 - cos(pi t / 10)) of 2, 2.05, 2.19, 2.41 | 2.69, 3, 3.31 |
     * 3.59, 3.81, 3.95.
     */
    @Test
    void drawsAStaircase() {
        CommandRun run = CommandRun.line("schedule --schedule cpt --bits 2:4 --cycles 1 --iterations 10 --plain");
        assertEquals(
                List.of(
                        "cpt, bits of weights and activations, iterations 0 to 9 of 10",
                        "   4 |       ###",
                        "   3 |    ###",
                        "   2 |####",
                        "bits +----------",
                        "      0        9"),
                run.out().lines().limit(6).toList());
    }

    @Test
    void writesEveryIteration() throws IOException {
        CommandRun run = CommandRun.line(
                "schedule --bits 3:8 --grad-bits 6:8 --cycles 2 --iterations 20 --out " + folder.resolve("run"));
        assertEquals(0, run.exitCode(), run.err());
        List<String> csv = Files.readAllLines(folder.resolve("run").resolve("schedule.csv"));
        assertEquals(
                "iteration,cpt_forward_bits,cpt_backward_bits,static_forward_bits,static_backward_bits", csv.get(0));
        assertEquals(21, csv.size());
        // rint(min + (max - min) (1 - cos(pi t / 10)) / 2): 4.03 and 6.41 at t = 3, 7.88 and 7.95 at t = 9
        assertEquals("0,3,6,8,8", csv.get(1));
        assertEquals("3,4,6,8,8", csv.get(4));
        assertEquals("9,8,8,8,8", csv.get(10));
        assertEquals("10,3,6,8,8", csv.get(11));
        assertTrue(Files.exists(folder.resolve("run").resolve("manifest.json")));
    }

    /** Weights stay at 8 while activations step through 3 and 4, errors through 6, 7, 8 of the same run. */
    @Test
    void kindsOfTensorsApart() throws IOException {
        CommandRun run =
                CommandRun.line("schedule --schedule step --weight-bits 8 --activation-bits 3:4 --grad-bits 6:8"
                        + " --grad-schedule step --cycles 1 --iterations 6 --plain --out " + folder.resolve("run"));
        assertEquals(0, run.exitCode(), run.err());
        assertTrue(run.out().contains("bits of activations") && run.out().contains("bits of errors"), run.out());
        assertEquals(
                List.of(
                        "iteration,step_weight_bits,step_activation_bits,step_backward_bits",
                        "0,8,3,6",
                        "1,8,3,6",
                        "2,8,3,7",
                        "3,8,4,7",
                        "4,8,4,8",
                        "5,8,4,8"),
                Files.readAllLines(folder.resolve("run").resolve("schedule.csv")));
        assertTrue(Files.exists(folder.resolve("run").resolve("schedule.svg")));
    }

    @Test
    void tenAtOnce() {
        CommandRun run = CommandRun.line("schedule --schedule cr,ct,lr,lt,er,etv,eth,rr,rtv,rth --cycles 8 --plain");
        assertEquals(0, run.exitCode(), run.err());
        // by the authors' formulas, 64,000 iterations in 16 cycles: 39.9 % for rr and rth, 82.2 % for er and eth
        assertTrue(run.out().matches("(?s).*\nrr .* 39\\.\\d\\d % .*\nrth .* 39\\.\\d\\d %.*"), run.out());
        assertTrue(run.out().matches("(?s).*\ner .* 82\\.\\d\\d %.*\neth .* 82\\.\\d\\d %.*"), run.out());
    }

    @Test
    void whatTheLossDecidesCannotBeDrawn() {
        CommandRun run = CommandRun.line("schedule --schedule pfq");
        assertEquals(2, run.exitCode());
        assertTrue(run.err().startsWith("--schedule pfq: schedule pfq follows the training loss"), run.err());
    }

    @Test
    void settingsAreChecked() {
        CommandRun run = CommandRun.line("schedule --schedule cpt:cycels=8,static");
        assertEquals(2, run.exitCode());
        assertTrue(run.err().contains("did you mean \"cycles\"?"), run.err());
        run = CommandRun.line("schedule --schedule cpt:cycles=100 --iterations 50 --cycles 2");
        assertEquals(2, run.exitCode());
        assertTrue(run.err().contains("cycles are 100, allowed are 1 to 50"), run.err());
    }
}
