package io.bitcycle.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackCommandTest {
    @TempDir
    private Path temporary;

    private Path folder;

    @BeforeEach
    void makePictures() throws IOException {
        folder = temporary.resolve("folder");
        for (String name : new String[] {"train/a/1.png", "train/b/1.png", "val/a/1.png", "val/b/1.png"}) {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            assertTrue(ImageIO.write(new BufferedImage(40, 20, BufferedImage.TYPE_INT_RGB), "png", file.toFile()));
        }
    }

    /** A network as of ImageNet trains on what was packed. */
    @Test
    void packsAndTrains() throws IOException {
        Path packed = temporary.resolve("packed");
        CommandRun pack = CommandRun.of("pack", folder, "--size", 16, "--threads", 1, "--out", packed);
        assertEquals(0, pack.exitCode(), pack.err());
        // 20 to the end of the length, 8 for size and classes, 2 names of 3, count, 2 x 16, hash; 3 x 32 x 16 pixels
        // each
        String bytes = (20 + 8 + 6 + 4 + 32 + 32 + 2 * 3 * 32 * 16) / 1000.0 + " kB";
        assertEquals(
                packed.resolve("val.pictures") + ": 2 pictures, " + bytes + "\n" + packed.resolve("train.pictures")
                        + ": 2 pictures, " + bytes + "\n",
                pack.out().replace("\r\n", "\n"));
        Path trace = temporary.resolve("net.json");
        Files.writeString(trace, """
                {"name": "net", "source": "test", "input": {"channels": 3, "height": 14, "width": 14}, "classes": 2,
                 "training": {"batch": 2, "epochs": 1, "samples": 2, "learning_rate": 0.1, "momentum": 0, "weight_decay": 0,
                              "learning_rate_schedule": "constant"},
                 "layers": [{"type": "global-average-pool"}, {"type": "linear", "in": 3, "out": 2}]}
                """);
        CommandRun train = CommandRun.of(
                "train",
                "--network",
                trace,
                "--data",
                packed,
                "--schedule",
                "static",
                "--iterations",
                2,
                "--threads",
                1);
        assertEquals(0, train.exitCode(), train.err());
        assertTrue(train.out().startsWith("net on packed: 2 training and 2 validation images"), train.out());
    }

    /** The last picture cannot be decoded: neither file is written, and the pack of before stays. */
    @Test
    void whatCannotBeDecodedIsNotHalfPacked() throws IOException {
        Path packed = temporary.resolve("packed");
        assertEquals(0, CommandRun.of("pack", folder, "--out", packed).exitCode());
        byte[] before = Files.readAllBytes(packed.resolve("train.pictures"));
        Path broken = folder.resolve("val/b/broken.jpg");
        Files.writeString(broken, "no picture at all");
        assertRefused(
                broken + ": is no image that this Java can read; allowed: JPEG, PNG and others\n",
                "pack",
                folder,
                "--size",
                16,
                "--out",
                packed);
        assertArrayEquals(before, Files.readAllBytes(packed.resolve("train.pictures")));
        try (var files = Files.list(packed)) {
            assertEquals(2, files.count());
        }
    }

    @Test
    void saysWhatIsWrong() {
        Path out = temporary.resolve("out");
        assertRefused("--size 0: is out of range; allowed: 1 to 16384\n", "pack", folder, "--size", 0, "--out", out);
        assertRefused(
                "--out " + folder + ": is the folder that is packed; allowed: another one\n",
                "pack",
                folder,
                "--out",
                folder);
        assertRefused(
                "optdigits: is no folder of pictures; allowed: train/CLASS/*.jpeg, val/CLASS/*.jpeg\n",
                "pack",
                "optdigits",
                "--out",
                out);
        assertFalse(Files.exists(out));
    }

    private static void assertRefused(String message, Object... line) {
        CommandRun run = CommandRun.of(line);
        assertEquals(2, run.exitCode());
        assertEquals(message, run.err().replace("\r\n", "\n"));
    }
}
