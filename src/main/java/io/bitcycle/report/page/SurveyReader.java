package io.bitcycle.report.page;

import io.bitcycle.json.BadInputException;
import io.bitcycle.json.Problems;
import io.bitcycle.precision.Precision;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the runs that {@code compare} counted: whole trainings, without their single operations. */
final class SurveyReader {
    private static final String FILE = "compare.json";
    private static final String MANIFEST = "manifest.json";

    private SurveyReader() {}

    /** Whether {@code compare} wrote the folder. */
    static boolean wrote(Path folder) {
        return Files.isRegularFile(folder.resolve(FILE)) && Files.isRegularFile(folder.resolve(MANIFEST));
    }

    /** @throws BadInputException with everything that is wrong with the files */
    static List<LoadedRun> read(Path folder) {
        Problems problems = new Problems();
        Optional<Facts> survey = Facts.read(folder.resolve(FILE), problems);
        Optional<Facts> manifest = Facts.read(folder.resolve(MANIFEST), problems);
        problems.throwIfAny();
        Map<String, String> lines = RunReader.describe(manifest.orElseThrow());
        List<LoadedRun> runs = new ArrayList<>();
        for (Facts row : survey.orElseThrow().items("runs")) {
            runs.add(run(folder, row, lines));
        }
        problems.throwIfAny();
        return runs;
    }

    private static LoadedRun run(Path folder, Facts row, Map<String, String> manifest) {
        String title = row.text("schedule");
        int gap = Math.max(0, title.lastIndexOf(' '));
        return new LoadedRun(
                folder,
                title.substring(0, gap),
                title.substring(gap).strip(),
                RunReader.hardware(row),
                row.text("trace"),
                row.number("macs"),
                row.number("bitops"),
                RunReader.cycles(row),
                row.number("time_s").doubleValue(),
                RunReader.energy(row),
                row.number("energy_pj.total"),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                visits(row),
                List.of(),
                Optional.empty(),
                List.of(),
                manifest,
                row.text("trace"),
                Optional.empty());
    }

    private static Map<Precision, Long> visits(Facts row) {
        Map<Precision, Long> visits = new LinkedHashMap<>();
        for (Facts visit : row.items("precisions")) {
            visits.put(
                    new Precision(
                            visit.width("weight_bits"), visit.width("activation_bits"), visit.width("backward_bits")),
                    visit.number("iterations").longValue());
        }
        return visits;
    }
}
