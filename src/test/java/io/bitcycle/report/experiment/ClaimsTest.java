package io.bitcycle.report.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bitcycle.json.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Verdicts on runs whose figures are made up so that the answer is known. */
class ClaimsTest {
    private static final double[] GOOD = {0.980, 0.982, 0.981, 0.983};
    private static final double[] BAD = {0.960, 0.963, 0.960, 0.964};

    @TempDir
    private Path folder;

    /** An experiment of cpt and static on four seeds; a run's folder holds what the verdicts are made of. */
    private ExperimentFolder experiment(double[] cpt, double[] statics, double cptTime, double staticTime)
            throws IOException {
        Path file = folder.resolve("file.json");
        Files.writeString(
                file,
                "{\"name\": \"n\", \"purpose\": \"p\", \"networks\": [\"net\"], \"hwconfigs\": [\"hw\"],"
                        + " \"schedules\": [\"cpt\", \"static\"], \"seeds\": [1, 2, 3, 4], \"baseline\": \"static\","
                        + " \"claims_of\": \"cpt\"}");
        Map<ExperimentRun, String> plan = new LinkedHashMap<>();
        ExperimentSpec.read(file).runs().forEach(run -> plan.put(run, run.schedule() + run.seed()));
        ExperimentFolder made = ExperimentFolder.create(folder.resolve("out"), file, plan);
        for (ExperimentRun run : plan.keySet()) {
            boolean isCpt = run.schedule().equals("cpt");
            double accuracy = (isCpt ? cpt : statics)[(int) run.seed() - 1];
            double time = isCpt ? cptTime : staticTime;
            Path inner = Files.createDirectories(made.run(run));
            Files.writeString(
                    inner.resolve("summary.json"),
                    "{\"accuracy\": " + accuracy + ", \"time_s\": " + time + ", \"energy_pj\": {\"total\": 7}}");
            Files.writeString(made.folder(run).resolve("manifest.json"), "{}");
        }
        return made;
    }

    private static List<String> answers(ExperimentFolder folder) throws IOException {
        return Claims.judge(Results.read(folder)).stream()
                .map(verdict -> verdict.answer().label())
                .toList();
    }

    @Test
    void whatIsBetterHeldAndWhatIsEqualIsNotShown() throws IOException {
        ExperimentFolder made = experiment(GOOD, BAD, 1.5, 2.0);
        assertEquals(List.of("not tested", "held", "not shown", "held", "not shown"), answers(made));
        assertEquals(
                "held: generalises better, saves time; not shown: varies less over runs, saves energy; not tested: wider"
                        + " minima",
                Claims.sentence(Claims.judge(Results.read(made))));
    }

    @Test
    void whatIsWorseIsContradicted() throws IOException {
        assertEquals(
                List.of("not tested", "contradicted", "not shown", "contradicted", "not shown"),
                answers(experiment(BAD, GOOD, 2.0, 1.5)));
    }

    @Test
    void varianceIsTested() throws IOException {
        double[] wide = {0.90, 0.99, 0.93, 0.97};
        assertEquals("held", answers(experiment(GOOD, wide, 1, 1)).get(2));
        assertEquals("contradicted", answers(experiment(wide, GOOD, 1, 1)).get(2));
    }

    /** Whoever computes the landscape of a run writes its sharpness beside the summary. */
    @Test
    void sharpnessIsAColumnOnceItIsComputed() throws IOException {
        ExperimentFolder made = experiment(GOOD, BAD, 1, 1);
        assertFalse(ResultFiles.write(made).stream().anyMatch(line -> line.startsWith("sharpness")));
        assertFalse(Files.readString(made.path().resolve("results.csv")).contains("sharpness"));
        double[] flat = {1.0, 1.1, 0.9, 1.05};
        for (ExperimentRun run : made.plan().keySet()) {
            double sharpness = flat[(int) run.seed() - 1] * (run.schedule().equals("cpt") ? 1 : 3);
            Files.writeString(
                    made.run(run).resolve("landscape.json"),
                    "{\"sharpness\": " + sharpness + ", \"hessian\": {\"largest_eigenvalue\": " + (5 - sharpness)
                            + "}}");
        }
        List<String> lines = ResultFiles.write(made);
        assertTrue(lines.stream().anyMatch(line -> line.startsWith("sharpness")), String.join("\n", lines));
        assertEquals(List.of("held", "contradicted"), answers(made).subList(0, 2), "by the rise, by the Hessian");
        assertTrue(
                Files.readAllLines(made.path().resolve("results.csv"))
                        .get(0)
                        .startsWith(
                                "network,hwconfig,schedule,seed,accuracy,sharpness,hessian_largest_eigenvalue,time_s,energy_pj,"));
    }

    @Test
    void runsMustBeThere() throws IOException {
        ExperimentFolder made = experiment(GOOD, BAD, 1, 1);
        ExperimentRun lost = made.plan().keySet().iterator().next();
        Files.delete(made.folder(lost).resolve("manifest.json"));
        BadInputException missing = assertThrows(BadInputException.class, () -> ResultFiles.write(made));
        assertTrue(missing.getMessage().contains("lacks 1 of 8 runs, the first cpt, seed 1"), missing.getMessage());
    }
}
