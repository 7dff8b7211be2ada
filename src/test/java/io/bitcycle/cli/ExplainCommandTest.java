package io.bitcycle.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainCommandTest {
    private static final Pattern TERM = Pattern.compile("  (compute|stall|vector|reconfiguration)  ([0-9,]+) = .*");
    private static final Pattern ENERGY = Pattern.compile("  energy  ([0-9.]+) pJ =");
    private static final Pattern ROW = Pattern.compile(" {4}\\S+ +(\\d+) +([0-9.]+) +([0-9.]+) +[0-9.]+ % +\\[\\d+]");

    @TempDir
    private Path folder;

    private Path conv(String... more) {
        String data = "src/test/resources/reference/cpt-conv/01/";
        Path out = folder.resolve("conv");
        CommandRun run = CommandRun.line("conv --input " + data + "input.npy --weight " + data
                + "weight.npy --grad-output " + data + "grad_output.npy --stride 2 --padding 1 --forward-bits 3 --out "
                + out + Stream.of(more).map(" "::concat).collect(Collectors.joining()));
        assertEquals(0, run.exitCode(), run.err());
        return out;
    }

    private static Object[] explaining(Object... arguments) {
        List<Object> all = new ArrayList<>(List.of("explain"));
        all.addAll(List.of(arguments));
        return all.toArray();
    }

    private static List<String> explain(Object... arguments) {
        CommandRun run = CommandRun.of(explaining(arguments));
        assertEquals(0, run.exitCode(), run.err());
        return run.out().lines().toList();
    }

    /** Everything on the printed page is added up again and compared with the run's own files, digit by digit. */
    @Test
    void theSumsAreThoseOfTheFiles() throws IOException {
        for (String mapping : List.of("fixed", "search")) {
            Path run = conv("--set", "mapping=" + mapping);
            JsonNode summary = new ObjectMapper()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .readTree(run.resolve("summary.json").toFile());
            List<String> totals = explain(run);
            assertEquals("phase conv, 15 operations", totals.get(0));
            assertTrue(totals.get(1).startsWith("  cycles  "), totals.get(1));
            BigDecimal energy = summary.path("energy_pj").path("total").decimalValue();
            assertEquals(List.of(plain(energy)), energies(totals));
            assertEquals(plain(energy), plain(rows(totals)));

            long[] cycles = new long[4];
            BigDecimal parts = BigDecimal.ZERO;
            for (String pass : passes(run)) {
                List<String> page = explain(run, "conv", pass);
                BigDecimal ofPass = BigDecimal.ZERO;
                for (String each : energies(page.subList(0, together(page)))) {
                    ofPass = ofPass.add(new BigDecimal(each));
                }
                assertEquals(plain(ofPass), plain(rows(page.subList(0, together(page)))), pass);
                parts = parts.add(ofPass);
                addCycles(page, cycles);
            }
            assertEquals(plain(energy), plain(parts));
            List<String> kinds = List.of("compute", "stall", "vector", "reconfiguration");
            for (int i = 0; i < cycles.length; i++) {
                assertEquals(summary.path("cycles").path(kinds.get(i)).longValue(), cycles[i], kinds.get(i));
            }
        }
    }

    /** The hwconfig in the folder is the one with the settings: it gives the same costs. */
    @Test
    void theFolderHoldsTheEffectiveHwconfig() throws IOException {
        Path out = folder.resolve("gemm");
        CommandRun run =
                CommandRun.line("gemm --hw bit-parallel-8bit-45nm --set array.rows=7 --shape 20x30x40 --a-bits 8"
                        + " --b-bits 8 --fidelity shape --out " + out);
        assertEquals(0, run.exitCode(), run.err());
        JsonNode hwconfig =
                new ObjectMapper().readTree(out.resolve("hwconfig.json").toFile());
        assertEquals(7, hwconfig.path("array").path("rows").intValue());
        CommandRun again = CommandRun.line("gemm --hw " + out.resolve("hwconfig.json")
                + " --shape 20x30x40 --a-bits 8 --b-bits 8 --fidelity shape --out " + folder.resolve("again"));
        assertEquals(0, again.exitCode(), again.err());
        assertEquals(
                Files.readString(out.resolve("summary.json")),
                Files.readString(folder.resolve("again").resolve("summary.json")));
        // 40 deep on 7 rows: 6 folds along the depth, each over 20 rows of A.
        assertTrue(explain(out, "gemm").stream()
                .anyMatch(line -> line.startsWith("  compute") && line.contains("= 1 * 1 * 6 * 1 * (")));
    }

    /** Cycles that values decide are told as they were recorded. */
    @Test
    void valuesDecide() throws IOException {
        String[] serial = {
            "--set",
            "array.mac.family=term-serial",
            "--set",
            "array.mac.term_operands=activation",
            "--set",
            "array.mac.term_encoding=booth",
            "--set",
            "array.mac.lanes=2"
        };
        Path run = conv(serial);
        JsonNode summary =
                new ObjectMapper().readTree(run.resolve("summary.json").toFile());
        long[] cycles = new long[4];
        passes(run).forEach(pass -> addCycles(explain(run, "conv", pass), cycles));
        assertEquals(summary.path("cycles").path("compute").longValue(), cycles[0]);
        assertEquals(summary.path("cycles").path("stall").longValue(), cycles[1]);
    }

    @Test
    void mistakesAreTold() throws IOException {
        Path run = conv();
        refused("LAYER cnv: is not a layer of this run; allowed: conv; did you mean \"conv\"?", run, "cnv", "forward");
        refused(
                "PASS foward: is not a pass of conv of this run; allowed: forward, backward-weight, backward-data; did you"
                        + " mean \"forward\"?",
                run,
                "conv",
                "foward");
        refused(
                folder.resolve("none") + ": is no folder; allowed: a run folder, written with --out",
                folder.resolve("none"));
        refused(folder + ": has no ledger.json; allowed: one of its runs: " + run, folder);
        String ledger = Files.readString(run.resolve("ledger.json"));
        for (String damaged : List.of(
                ledger.substring(0, ledger.length() / 2),
                ledger.replace("\"m\":", "\"mm\":"),
                ledger.replace("counts", "count"),
                ledger.replace("FORWARD", "SIDEWAYS"))) {
            Files.writeString(run.resolve("ledger.json"), damaged);
            CommandRun bad = CommandRun.of("explain", run);
            assertEquals(2, bad.exitCode(), bad.err());
            assertTrue(bad.err().startsWith(run.resolve("ledger.json") + ": is damaged"), bad.err());
            assertFalse(bad.err().contains("[Source"), bad.err());
        }
        Files.delete(run.resolve("manifest.json"));
        refused(run + ": has no manifest.json: its run did not finish; allowed: a finished run", run);
    }

    private static void refused(String message, Object... arguments) {
        CommandRun run = CommandRun.of(explaining(arguments));
        assertEquals(2, run.exitCode());
        assertEquals(message, run.err().strip());
    }

    private static Set<String> passes(Path run) throws IOException {
        Set<String> passes = new TreeSet<>();
        List<String> lines = Files.readAllLines(run.resolve("ops.csv"));
        lines.subList(1, lines.size()).forEach(line -> passes.add(line.split(",")[2]));
        return passes;
    }

    private static int together(List<String> page) {
        for (int i = 0; i < page.size(); i++) {
            if (page.get(i).endsWith(" together")) {
                return i;
            }
        }
        return page.size();
    }

    private static void addCycles(List<String> page, long[] cycles) {
        List<String> kinds = List.of("compute", "stall", "vector", "reconfiguration");
        for (String line : page) {
            Matcher term = TERM.matcher(line);
            if (term.matches()) {
                cycles[kinds.indexOf(term.group(1))] +=
                        Long.parseLong(term.group(2).replace(",", ""));
            }
        }
    }

    private static List<String> energies(List<String> page) {
        return page.stream()
                .map(ENERGY::matcher)
                .filter(Matcher::matches)
                .map(found -> found.group(1))
                .toList();
    }

    /** Sum of the rows, each count x value. */
    private static BigDecimal rows(List<String> page) {
        BigDecimal sum = BigDecimal.ZERO;
        for (String line : page) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                BigDecimal product = new BigDecimal(row.group(1)).multiply(new BigDecimal(row.group(2)));
                assertEquals(plain(product), row.group(3), line);
                sum = sum.add(product);
            }
        }
        return sum;
    }

    private static String plain(BigDecimal value) {
        return value.stripTrailingZeros().toPlainString();
    }
}
