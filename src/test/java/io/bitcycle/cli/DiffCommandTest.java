package io.bitcycle.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** {@code diff} and {@code check}. */
class DiffCommandTest {
    private static final Path CONV = Path.of("src/test/resources/reference/cpt-conv/01");
    private static final String TINY =
            "train --network golden/tiny-optdigits --iterations 2 --train-samples 8 --cycles 1 --schedule ";

    @TempDir
    private Path folder;

    private Path run(String line, String name) {
        Path out = folder.resolve(name);
        CommandRun run = CommandRun.line(line + " --out " + out);
        assertEquals(0, run.exitCode(), run.err());
        return out;
    }

    /** The output's bytes 128 and on are the elements of a float tensor; its second element changes by the lowest bit. */
    private static void flipBit32(Path npy) throws IOException {
        byte[] bytes = Files.readAllBytes(npy);
        bytes[128 + 4] ^= 1;
        Files.write(npy, bytes);
    }

    private static void replace(Path file, String was, String is) throws IOException {
        String text = Files.readString(file);
        assertTrue(text.contains(was), text);
        Files.writeString(file, text.replace(was, is));
    }

    @Test
    void namesTheElementOfAConvolution() throws IOException {
        String line = "conv --input " + CONV.resolve("input.npy") + " --weight " + CONV.resolve("weight.npy")
                + " --grad-output " + CONV.resolve("grad_output.npy") + " --stride 2 --padding 1";
        Path one = run(line, "one");
        Path two = run(line, "two");
        CommandRun equal = CommandRun.of("diff", one, two);
        assertEquals(0, equal.exitCode(), equal.err());
        assertTrue(equal.out().startsWith("equal: 7 tensors, "), equal.out());
        flipBit32(two.resolve("grad_weight.npy"));
        CommandRun different = CommandRun.of("diff", one, two);
        assertEquals(1, different.exitCode());
        assertTrue(
                different.out().contains("conv, backward-weight, grad_weight: element 1 ([0, 0, 0, 1] of "),
                different.out());
        assertTrue(different.out().contains("different in bit 0"), different.out());
        assertFalse(different.out().contains("not asked the same"), different.out());
    }

    @Test
    void namesTheOperationWhoseCostDiffers() {
        String gemm = "gemm --fidelity shape --shape 64x64x64 --a-bits 4 --b-bits 8 --hw ";
        Path one = run(gemm + "bitfusion-45nm", "one");
        Path two = run(gemm + "bitfusion-45nm --set array.rows=8", "two");
        CommandRun diff = CommandRun.of("diff", one, two);
        assertEquals(1, diff.exitCode());
        assertTrue(diff.out().contains("gemm, forward, gemm, matrix-product"), diff.out());
        assertTrue(diff.out().contains("hwconfig.json: array.rows is 16 and 8"), diff.out());
    }

    @Test
    void comparesEveryFile() throws IOException {
        Path one = run(TINY + "static --bits 4", "one");
        for (String[] change : new String[][] {
            {"static/iterations.csv", "iteration", "iterations.csv: "},
            {"static/evaluations.csv", "0.", "evaluations.csv: "},
            {"static/summary.json", "\"macs\": ", "summary.json: "},
            {"comparison.json", "\"bitops\": ", "comparison.json: "},
            {"static/ledger.json", "\"executions\":", "conv1, "}
        }) {
            Path two = folder.resolve("two" + change[0].replace('/', '-'));
            copy(one, two);
            replace(two.resolve(change[0]), change[1], change[1] + "1");
            CommandRun diff = CommandRun.of("diff", one, two);
            assertEquals(1, diff.exitCode(), change[0]);
            assertTrue(diff.out().lines().toList().get(1).contains(change[2]), diff.out());
        }
        Path without = folder.resolve("without");
        copy(one, without);
        Files.delete(without.resolve("static/ops.csv"));
        CommandRun missing = CommandRun.of("diff", one, without);
        assertEquals(1, missing.exitCode());
        assertTrue(missing.out().contains("ops.csv: is only in " + one), missing.out());
    }

    @Test
    void refusesFoldersThatAreNoRuns() throws IOException {
        Path empty = Files.createDirectories(folder.resolve("empty"));
        CommandRun run = CommandRun.of("diff", empty, folder.resolve("missing"));
        assertEquals(2, run.exitCode());
        assertEquals(2, run.errLines().size(), run.err());
        assertTrue(run.errLines().get(0).startsWith(empty + ": has no manifest.json"), run.err());
        assertTrue(run.errLines().get(1).startsWith(folder.resolve("missing") + ": is no folder"), run.err());
        assertEquals(2, CommandRun.of("check", empty).exitCode());
        assertEquals(2, CommandRun.line(TINY + "static --record-tensors 0:1").exitCode(), "needs a folder");
    }

    /** A golden of one's own: recorded, checked, damaged, updated. */
    @Test
    void checksAGoldenOfOnesOwn() throws Exception {
        Path golden = run(TINY + "cpt,static --record-tensors 1:2 --set array.rows=8 --seed 9", "golden");
        assertTrue(Files.exists(golden.resolve("cpt/tensors/000001")));
        assertFalse(Files.exists(golden.resolve("cpt/tensors/000000")), "only what was asked for");
        Path xml = folder.resolve("reports/junit.xml");
        CommandRun fine = CommandRun.of("check", golden, "--junit", xml);
        assertEquals(0, fine.exitCode(), fine.out() + fine.err());
        assertEquals(List.of(), failures(xml));
        Path file;
        try (var files = Files.list(golden.resolve("static/tensors/000001"))) {
            file = files.filter(path -> path.toString().endsWith("conv2.backward-weight.grad_weight.npy"))
                    .findFirst()
                    .orElseThrow();
        }
        flipBit32(file);
        CommandRun damaged = CommandRun.of("check", golden, "--junit", xml);
        assertEquals(1, damaged.exitCode());
        assertTrue(
                damaged.out().contains("conv2, backward-weight, iteration 1, grad_weight: element 1 ("), damaged.out());
        List<Element> failures = failures(xml);
        assertEquals(1, failures.size());
        assertEquals("conv2 backward-weight", failures.get(0).getAttribute("name"));
        assertEquals(golden + ".static.tensors", failures.get(0).getAttribute("classname"));
        CommandRun updated = CommandRun.of("check", golden, "--update");
        assertEquals(0, updated.exitCode(), updated.err());
        assertFalse(Files.exists(golden.resolve("static/checkpoints")), "no part of a golden");
        assertEquals(0, CommandRun.of("check", golden).exitCode());
        CommandRun inner = CommandRun.of("check", golden.resolve("cpt"));
        assertEquals(2, inner.exitCode());
        assertTrue(inner.err().contains("is one of several runs of a command"), inner.err());
    }

    /** What this repository pins. A change that is meant to change results also runs {@code check traces/golden --update}. */
    @Test
    void theShippedGoldensHold() {
        CommandRun run = CommandRun.of("check", "traces/golden");
        assertEquals(0, run.exitCode(), run.out() + run.err());
        assertEquals(
                3, run.out().lines().filter(line -> line.contains(": equal: ")).count(), run.out());
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = to.resolve(from.relativize(file));
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
    }

    /** The test cases with a failure; the suites' own counts must agree with what they hold. */
    private static List<Element> failures(Path xml) throws Exception {
        Document document =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(xml.toFile());
        NodeList suites = document.getElementsByTagName("testsuite");
        assertEquals(1, suites.getLength());
        NodeList cases = document.getElementsByTagName("testcase");
        Element suite = (Element) suites.item(0);
        assertEquals(Integer.toString(cases.getLength()), suite.getAttribute("tests"));
        List<Element> failed = new java.util.ArrayList<>();
        for (int i = 0; i < cases.getLength(); i++) {
            Element one = (Element) cases.item(i);
            if (one.getElementsByTagName("failure").getLength() > 0) {
                failed.add(one);
            }
        }
        assertEquals(Integer.toString(failed.size()), suite.getAttribute("failures"));
        return failed;
    }
}
