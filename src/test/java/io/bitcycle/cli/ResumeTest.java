package io.bitcycle.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code --resume} and {@code --checkpoint-every} refuse; {@link ResumeIT} tests what they do. */
class ResumeTest {
    private static final String SHORT =
            "train --schedule static --iterations 2 --train-samples 32 --batch 16 --cycles 1 --out ";

    @TempDir
    private Path folder;

    @Test
    void needsAFolder() {
        assertRefused("train --resume", "--resume: needs the folder of the run; allowed: together with --out DIR");
        assertRefused(
                "train --checkpoint-every 5",
                "--checkpoint-every 5: needs the folder of the run; allowed: together with --out DIR");
        assertRefused(
                "train --checkpoint-every 0",
                "--checkpoint-every 0: is not a whole number; allowed: 1 to 9223372036854775807");
    }

    @Test
    void isTheSameCommandOnTheSameInputs() throws IOException {
        Path out = folder.resolve("run");
        assertEquals(0, CommandRun.line(SHORT + out).exitCode());
        byte[] manifest = Files.readAllBytes(out.resolve("manifest.json"));
        assertRefused(
                SHORT + out + " --resume --seed 2",
                out.resolve("static/checkpoints/000000000002.checkpoint")
                        + ": is of another run: arguments was train --schedule static --iterations 2 --train-samples 32"
                        + " --batch 16 --cycles 1 and is train --schedule static --iterations 2 --train-samples 32"
                        + " --batch 16 --cycles 1 --seed 2; seed was 1 and is 2");
        assertTrue(Arrays.equals(manifest, Files.readAllBytes(out.resolve("manifest.json"))));
    }

    @Test
    void anUnfinishedRunIsNotLost() throws IOException {
        Path out = folder.resolve("run");
        assertEquals(0, CommandRun.line(SHORT + out).exitCode());
        Files.delete(out.resolve("manifest.json"));
        assertRefused(
                SHORT + out,
                "--out " + out + ": holds the checkpoints of an unfinished run; allowed: --resume to go on with it,"
                        + " another folder, or remove it");
        CommandRun resumed = CommandRun.line(SHORT + out + " --resume");
        assertEquals(0, resumed.exitCode(), resumed.err());
        assertFalse(resumed.err().contains("warning"), resumed.err());
        assertTrue(Files.exists(out.resolve("manifest.json")));
    }

    /** What report would show, and landscape measure, beside the runs of this command. */
    @Test
    void runsOfOthersAreNotMixedIn() throws IOException {
        Path out = folder.resolve("run");
        String simulate =
                "simulate --hw bitfusion-45nm --trace cnn-optdigits --iterations 2 --batch 4 --cycles 1 --out ";
        assertEquals(0, CommandRun.line(SHORT + out).exitCode());
        Files.createFile(out.resolve("static/landscape.json"));
        byte[] manifest = Files.readAllBytes(out.resolve("manifest.json"));
        String mixed = "--out " + out
                + ": holds other runs, which report and landscape would mix with those of this command: ";
        assertRefused(
                SHORT.replace("static", "cpt") + out,
                mixed + "static of train; allowed: another folder (report takes several), or remove them first");
        assertRefused(
                simulate + out + " --schedule static", mixed + "of train, static of train; allowed: another folder");
        for (String command : List.of(
                "prt",
                "gemm --hw bitfusion-45nm --shape 4x4x4 --a-bits 8 --b-bits 8 --fidelity shape",
                "compare --hw bitfusion-45nm --trace cnn-optdigits",
                "schedule --iterations 100")) {
            assertRefused(command + " --out " + out, mixed + "of train, static of train; allowed: another folder");
        }
        assertTrue(Arrays.equals(manifest, Files.readAllBytes(out.resolve("manifest.json"))));
        assertTrue(Files.exists(out.resolve("static/landscape.json")));
        // The same run with another seed is written over, and what was measured of it goes with it.
        assertEquals(0, CommandRun.line(SHORT + out + " --seed 2").exitCode());
        assertFalse(Files.exists(out.resolve("static/landscape.json")));
        // A folder of whole run folders is none.
        Path around = folder.resolve("around");
        Files.createDirectory(around);
        Files.move(out, around.resolve("inside"));
        assertEquals(0, CommandRun.line(simulate + around + " --schedule cpt").exitCode());
        // Folders are not named as users write schedules.
        Path six = folder.resolve("six");
        String settings = SHORT.replace("static", "static:bits=6") + six;
        for (String again : new String[] {"", " --seed 2", " --seed 2 --resume"}) {
            assertEquals(0, CommandRun.line(settings + again).exitCode(), again);
        }
        for (int i = 0; i < 2; i++) {
            assertEquals(
                    0,
                    CommandRun.line(simulate + folder.resolve("shapes") + " --schedule static:bits=6")
                            .exitCode());
        }
    }

    /** The range test is a run with checkpoints of its own, which landscape does not take for a training. */
    @Test
    void aRangeTestIsResumedToo() throws IOException {
        Path out = folder.resolve("run");
        String line = SHORT + out + " --bits auto:3 --prt-iterations 4 --prt-threshold 0 --prt-noise 0";
        assertEquals(0, CommandRun.line(line).exitCode());
        assertTrue(Files.exists(out.resolve("prt/checkpoints/000000000008.checkpoint")));
        byte[] table = Files.readAllBytes(out.resolve("prt/prt.json"));
        CommandRun resumed = CommandRun.line(line + " --resume");
        assertEquals(0, resumed.exitCode(), resumed.err());
        assertFalse(resumed.err().contains("warning"), resumed.err());
        assertTrue(Arrays.equals(table, Files.readAllBytes(out.resolve("prt/prt.json"))));
        CommandRun landscape = CommandRun.line(
                "landscape " + out + " --samples 16 --points 3 --directions 1 --power-iterations 1 --threads 1");
        assertEquals(0, landscape.exitCode(), landscape.err());
        assertFalse(Files.exists(out.resolve("prt/landscape.json")));
        assertTrue(Files.exists(out.resolve("static/landscape.json")));
    }

    @Test
    void aRangeTestAloneIsRefusedLikeATraining() throws IOException {
        Path out = folder.resolve("prt");
        String line = "prt --bits 2:3 --prt-iterations 4 --train-samples 64 --batch 16 --threads 1 --out " + out;
        assertRefused("prt --resume", "--resume: needs the folder of the run; allowed: together with --out DIR");
        assertEquals(0, CommandRun.line(line).exitCode());
        assertRefused(
                line + " --resume --prt-window 1",
                out.resolve("checkpoints/000000000008.checkpoint") + ": is of another run: arguments was prt");
        Files.delete(out.resolve("manifest.json"));
        assertRefused(line, "--out " + out + ": holds the checkpoints of an unfinished run; allowed: --resume");
        assertEquals(0, CommandRun.line(line + " --resume").exitCode());
    }

    private static void assertRefused(String line, String message) {
        CommandRun run = CommandRun.line(line);
        assertEquals(2, run.exitCode());
        assertTrue(run.err().startsWith(message), run.err());
    }
}
