package io.bitcycle.report.experiment;

import io.bitcycle.json.BadInputException;
import io.bitcycle.json.Position;
import io.bitcycle.json.Problem;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What all runs of an experiment measured.
 *
 * @param folders of the runs
 * @param values by run and metric
 */
record Results(
        ExperimentSpec spec, Map<ExperimentRun, Path> folders, Map<ExperimentRun, Map<Metric, BigDecimal>> values) {
    /**
     * Reads the folder of an experiment.
     *
     * @throws BadInputException when runs are missing
     */
    static Results read(ExperimentFolder folder) throws IOException {
        List<ExperimentRun> missing = folder.missing();
        if (!missing.isEmpty()) {
            throw new BadInputException(List.of(Problem.at(
                    Position.of(folder.path().toString()),
                    "",
                    "lacks " + missing.size() + " of " + folder.plan().size() + " runs, the first "
                            + missing.get(0).describe() + "; allowed: all of them, see merge")));
        }
        Map<ExperimentRun, Path> folders = new LinkedHashMap<>();
        Map<ExperimentRun, Map<Metric, BigDecimal>> values = new LinkedHashMap<>();
        for (ExperimentRun run : folder.plan().keySet()) {
            folders.put(run, folder.run(run));
            values.put(run, Metric.read(folder.run(run)));
        }
        return new Results(folder.spec(), folders, values);
    }

    /** One run of each network and hwconfig: what is compared with each other belongs to the same one. */
    List<ExperimentRun> groups() {
        return values.keySet().stream()
                .map(run -> new ExperimentRun(run.network(), run.hwconfig(), "", 0))
                .distinct()
                .toList();
    }

    /** The metrics that any run has. */
    List<Metric> metrics() {
        return Metric.ALL.stream()
                .filter(metric -> values.values().stream().anyMatch(run -> run.containsKey(metric)))
                .toList();
    }

    /** The values over the seeds; empty where a run lacks it. */
    Optional<Sample> sample(ExperimentRun group, Metric metric, String schedule) {
        List<BigDecimal> all = values.entrySet().stream()
                .filter(run -> run.getKey().isComparable(group))
                .filter(run -> run.getKey().schedule().equals(schedule))
                .flatMap(run -> Optional.ofNullable(run.getValue().get(metric)).stream())
                .toList();
        return all.size() < spec.seeds().size()
                ? Optional.empty()
                : Optional.of(new Sample(
                        all.stream().mapToDouble(BigDecimal::doubleValue).toArray()));
    }

    /** Two schedules, seed by seed; empty where a run lacks the metric. */
    Optional<Paired> paired(ExperimentRun group, Metric metric, String schedule, String against) {
        Optional<Sample> values = sample(group, metric, schedule);
        Optional<Sample> baseline = sample(group, metric, against);
        return values.isPresent() && baseline.isPresent()
                ? Optional.of(new Paired(values.get(), baseline.get()))
                : Optional.empty();
    }
}
