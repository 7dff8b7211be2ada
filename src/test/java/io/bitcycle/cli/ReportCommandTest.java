package io.bitcycle.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reports of real, short runs. */
class ReportCommandTest {
    private static final String SHORT = " --iterations 6 --batch 16 --train-samples 64 --cycles 2 --threads 1 --out ";

    @TempDir
    private static Path runs;

    @TempDir
    private Path folder;

    @BeforeAll
    static void train() {
        for (String line : new String[] {
            "train --hw bitfusion-45nm" + SHORT + runs.resolve("fusion"),
            "train --hw bit-serial-45nm --schedule cpt" + SHORT + runs.resolve("serial"),
            "prt --bits 3:4 --prt-iterations 4 --prt-window 2 --batch 16 --train-samples 64 --threads 1 --out "
                    + runs.resolve("prt")
        }) {
            CommandRun run = CommandRun.line(line);
            assertEquals(0, run.exitCode(), run.err());
        }
    }

    private String report(String... names) throws IOException {
        Path page = folder.resolve("report.html");
        StringBuilder line = new StringBuilder("report");
        for (String name : names) {
            line.append(' ').append(runs.resolve(name));
        }
        CommandRun run = CommandRun.line(line + " --out " + folder);
        assertEquals(0, run.exitCode(), run.err());
        return Files.readString(page);
    }

    @Test
    void comparesArraysAndSchedules() throws IOException {
        String page = report("fusion", "serial", "prt");
        assertTrue(page.startsWith("<!DOCTYPE html>"), page.substring(0, 80));
        assertTrue(page.contains(
                "Quantized training of cnn-optdigits on optdigits on bitfusion-45nm and bit-serial-45nm"));
        assertTrue(page.contains("<b>Choose "), "the answer comes first");
        for (String section : new String[] {
            "Runs",
            "Precision and learning",
            "Precision range test",
            "Where energy and time go",
            "Roofline",
            "Operations",
            "How to run this again"
        }) {
            assertTrue(page.contains("<h2>" + section + "</h2>"), section);
        }
        assertTrue(page.indexOf("Choose ") < page.indexOf("<h2>"));
        assertTrue(page.contains("<p>cpt 3-7/8 on bitfusion-45nm against static 8/8:</p>"), "what was saved");
        assertTrue(page.contains("<b>Why: </b>"));
    }

    /** No address that a browser would load, and a text for every picture. */
    @Test
    void standsAlone() throws IOException {
        String page = report("fusion", "prt");
        assertFalse(Pattern.compile("(src|href)=\"(?!data:|#)|url\\(|@import|https?://")
                .matcher(page)
                .find());
        long pictures = Pattern.compile("<svg[ >]").matcher(page).results().count();
        long described = Pattern.compile("<svg[^>]*role=\"img\"[^>]*><title>[^<]+</title><desc>[^<]+</desc>")
                .matcher(page)
                .results()
                .count();
        assertTrue(pictures >= 9, "pictures: " + pictures);
        assertEquals(pictures, described);
    }

    @Test
    void sameFoldersSameBytes() throws IOException {
        assertArrayEquals(report("fusion").getBytes(), report("fusion").getBytes());
    }

    /** bitfusion-45nm: 192 bits of DRAM per cycle, 24 bytes. No product can move more, nor do more than the array's peak. */
    @Test
    void productsStayUnderTheRoof() throws IOException {
        int products = 0;
        for (MatchResult dot : Pattern.compile(
                        "<title>(conv\\d, [a-z-]+): ([\\d.]+) MACs per byte, ([\\d.]+) MACs per cycle")
                .matcher(report("fusion/static"))
                .results()
                .toList()) {
            double perByte = Double.parseDouble(dot.group(2));
            double perCycle = Double.parseDouble(dot.group(3));
            assertTrue(perCycle <= 24 * perByte * 1.01, dot.group());
            assertTrue(perCycle <= 512, dot.group());
            products++;
        }
        assertEquals(5, products, "two convolutions of three passes, the first without backward-data");
    }

    @Test
    void aRangeTestAloneIsAReport() throws IOException {
        String page = report("prt");
        assertTrue(page.contains("Precision range test on bitfusion-45nm"), page.substring(0, 600));
        assertTrue(page.contains("Finding out took "));
        assertFalse(page.contains("<b>Choose "));
    }

    @Test
    void refusesForeignFolders() throws IOException {
        Files.writeString(folder.resolve("notes.txt"), "nothing");
        CommandRun run = CommandRun.line("report " + folder + " " + folder.resolve("missing"));
        assertEquals(2, run.exitCode());
        assertTrue(run.errLines().get(0).startsWith(folder + ": holds no finished run; allowed: "), run.err());
        assertTrue(run.errLines().get(1).startsWith(folder.resolve("missing") + ": is no folder"), run.err());
        assertFalse(Files.exists(folder.resolve("report.html")));
    }

    @Test
    void namesWhatIsDamaged() throws IOException {
        Path copy = Files.createDirectories(folder.resolve("copy"));
        Path run = runs.resolve("fusion/static");
        for (String name : new String[] {"manifest.json", "ops.csv"}) {
            Files.copy(run.resolve(name), copy.resolve(name));
        }
        Files.writeString(
                copy.resolve("summary.json"),
                Files.readString(run.resolve("summary.json")).replace("\"macs\": ", "\"mac\": "));
        CommandRun report = CommandRun.line("report " + copy);
        assertEquals(2, report.exitCode());
        assertTrue(report.err().startsWith(copy.resolve("summary.json") + ": macs: is missing"), report.err());
    }
}
