package io.bitcycle.report.experiment;

import io.bitcycle.csv.CsvCell;
import io.bitcycle.csv.CsvTable;
import io.bitcycle.file.WholeFile;
import io.bitcycle.json.BadInputException;
import io.bitcycle.json.Position;
import io.bitcycle.json.Problem;
import io.bitcycle.precision.ScheduleSpec;
import io.bitcycle.report.LandscapeFiles;
import io.bitcycle.report.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The folder of an experiment: {@code experiment.json}, a copy of its file; {@code plan.csv}, which run lies where;
 * {@code runs/KEY}, a run folder each, KEY being a hash of all that decides its results.
 *
 * @param plan the key of each run
 */
public record ExperimentFolder(Path path, ExperimentSpec spec, Map<ExperimentRun, String> plan) {
    private static final String FILE = "experiment.json";
    private static final String PLAN = "plan.csv";
    private static final String RUNS = "runs";
    private static final List<String> COLUMNS = List.of("network", "hwconfig", "schedule", "seed", "run");

    /** Makes the folder, or goes on with it; runs whose keys are those of before are kept. */
    public static ExperimentFolder create(Path path, Path file, Map<ExperimentRun, String> plan) throws IOException {
        Files.createDirectories(path.resolve(RUNS));
        copy(file, path.resolve(FILE));
        List<String> lines = new ArrayList<>(List.of(String.join(",", COLUMNS)));
        plan.forEach((run, key) -> lines.add(String.join(
                ",",
                CsvCell.quoted(run.network()),
                CsvCell.quoted(run.hwconfig()),
                CsvCell.quoted(run.schedule()),
                Long.toString(run.seed()),
                key)));
        RunFolder.writeFile(path, PLAN, lines);
        return new ExperimentFolder(path, ExperimentSpec.read(file), plan);
    }

    /** Whether a folder is that of an experiment. */
    public static boolean is(Path path) {
        return Files.isRegularFile(path.resolve(FILE)) && Files.isRegularFile(path.resolve(PLAN));
    }

    /**
     * Reads a folder.
     *
     * @throws BadInputException when it is not that of an experiment
     */
    public static ExperimentFolder read(Path path) {
        if (!is(path)) {
            throw bad(
                    path, "holds no experiment; allowed: a folder that experiment wrote (" + FILE + ", " + PLAN + ")");
        }
        CsvTable table = CsvTable.read(path.resolve(PLAN));
        table.require(COLUMNS);
        table.finish();
        Map<ExperimentRun, String> plan = new LinkedHashMap<>();
        for (int row = 0; row < table.rows(); row++) {
            plan.put(
                    new ExperimentRun(
                            table.text(row, "network"),
                            table.text(row, "hwconfig"),
                            table.text(row, "schedule"),
                            table.whole(row, "seed", 0, Long.MAX_VALUE)),
                    table.text(row, "run"));
        }
        table.finish();
        return new ExperimentFolder(path, ExperimentSpec.read(path.resolve(FILE)), plan);
    }

    /**
     * Checks that shards make an experiment, together with what the folder of the whole holds already.
     *
     * @throws BadInputException when they are not of one experiment, or runs are missing
     */
    public static void requireWhole(List<Path> shards, Path into) throws IOException {
        ExperimentFolder first = read(shards.get(0));
        List<ExperimentFolder> parts = new ArrayList<>(List.of(new ExperimentFolder(into, first.spec(), first.plan())));
        for (Path shard : shards) {
            ExperimentFolder part = read(shard);
            if (!part.plan().equals(first.plan())
                    || Files.mismatch(shard.resolve(FILE), first.path.resolve(FILE)) >= 0) {
                throw bad(
                        shard,
                        "is of another experiment than " + first.path
                                + ", or of other inputs or another build; allowed: shards of one experiment");
            }
            parts.add(part);
        }
        List<ExperimentRun> missing = first.plan().keySet().stream()
                .filter(run -> parts.stream().noneMatch(part -> part.isDone(run)))
                .toList();
        if (!missing.isEmpty()) {
            throw bad(
                    shards.get(shards.size() - 1),
                    "is not the last shard: " + missing.size() + " of "
                            + first.plan().size() + " runs are missing, the first "
                            + missing.get(0).describe() + "; allowed: all shards, finished");
        }
    }

    private static BadInputException bad(Path folder, String message) {
        return new BadInputException(List.of(Problem.at(Position.of(folder.toString()), "", message)));
    }

    /**
     * Puts the finished runs of shards together.
     *
     * @throws BadInputException when they are not all shards of one experiment
     */
    public static ExperimentFolder merge(List<Path> shards, Path into) throws IOException {
        requireWhole(shards, into);
        ExperimentFolder first = read(shards.get(0));
        ExperimentFolder merged = create(into, shards.get(0).resolve(FILE), first.plan());
        for (Path shard : shards) {
            ExperimentFolder from = read(shard);
            for (ExperimentRun run : from.plan().keySet()) {
                if (from.isDone(run) && !merged.isDone(run)) {
                    copyTree(from.folder(run), merged.folder(run));
                }
            }
        }
        return merged;
    }

    /** The folder of a run's command. */
    public Path folder(ExperimentRun run) {
        return path.resolve(RUNS).resolve(plan.get(run));
    }

    /** The folder of the run itself. */
    public Path run(ExperimentRun run) {
        return folder(run).resolve(ScheduleSpec.folder(run.schedule()));
    }

    public boolean isDone(ExperimentRun run) {
        return Files.exists(folder(run).resolve(RunFolder.MANIFEST))
                && (spec.landscape().isEmpty() || Files.exists(run(run).resolve(LandscapeFiles.JSON)));
    }

    public List<ExperimentRun> missing() {
        return plan.keySet().stream().filter(run -> !isDone(run)).toList();
    }

    /** The runs of the first seed, one per network, hwconfig and schedule, for pictures. */
    public List<Path> examples() {
        return plan.keySet().stream()
                .filter(run -> run.seed() == spec.seeds().get(0))
                .map(this::run)
                .toList();
    }

    /** The manifest comes last, so that a run which is there is there as a whole. */
    private static void copyTree(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            List<Path> all =
                    new ArrayList<>(files.filter(Files::isRegularFile).sorted().toList());
            Path manifest = from.resolve(RunFolder.MANIFEST);
            all.remove(manifest);
            all.add(manifest);
            for (Path file : all) {
                Path target = to.resolve(from.relativize(file).toString());
                Files.createDirectories(target.getParent());
                copy(file, target);
            }
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        if (!from.toAbsolutePath().normalize().equals(to.toAbsolutePath().normalize())) {
            WholeFile.write(to, temporary -> Files.copy(from, temporary));
        }
    }
}
