package io.bitcycle.report.page;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The runs of a page, and what they are measured against. */
record Runs(List<LoadedRun> all) {
    /** Accuracy below the best that is still taken for as good: half a percentage point. */
    static final double AS_GOOD = 0.005;

    /** Perplexity relative to the least that is still taken for as little. */
    private static final double AS_LITTLE = 1.01;

    /** So many runs are all drawn large. */
    private static final int FEW = 4;

    Runs {
        all = List.copyOf(all);
    }

    /** The runs of each network apart, in the order of their first run. */
    List<Runs> byNetwork() {
        Map<String, List<LoadedRun>> groups = new LinkedHashMap<>();
        for (LoadedRun run : all) {
            String network = run.traceHash().isEmpty() ? run.network() : run.traceHash();
            groups.computeIfAbsent(network, key -> new ArrayList<>()).add(run);
        }
        return groups.values().stream().map(Runs::new).toList();
    }

    List<LoadedRun> training() {
        return all.stream().filter(LoadedRun::isTraining).toList();
    }

    List<LoadedRun> rangeTests() {
        return all.stream().filter(run -> run.rangeTest().isPresent()).toList();
    }

    /** The runs that are drawn one by one: those that train, or range tests where nothing else is there. */
    List<LoadedRun> drawn() {
        return training().isEmpty() ? all : training();
    }

    /** The runs that are drawn large where there are many: the chosen one, and the one whose saving is told with its baseline. */
    List<LoadedRun> featured() {
        if (drawn().size() <= FEW || choice().isEmpty()) {
            return drawn();
        }
        return Stream.concat(
                        compared().stream()
                                .flatMap(run -> Stream.of(baseline(run).orElseThrow(), run)),
                        choice().stream())
                .distinct()
                .toList();
    }

    /** The run whose saving is told first: the chosen one, else one against it, else another. */
    Optional<LoadedRun> compared() {
        LoadedRun choice = choice().orElse(null);
        return measured().stream()
                .min(Comparator.comparing((LoadedRun run) -> run != choice)
                        .thenComparing(run -> baseline(run).orElseThrow() != choice)
                        .thenComparing(LoadedRun::totalPj));
    }

    /** The range test on the same array, if there is one. */
    Optional<LoadedRun> rangeTest(LoadedRun run) {
        return rangeTests().stream()
                .filter(test -> test.hardware().name().equals(run.hardware().name()))
                .filter(test -> test.traceHash().equals(run.traceHash()))
                .findFirst();
    }

    /** What all of them train. */
    String network() {
        return all.stream()
                .map(LoadedRun::network)
                .filter(network -> !network.isEmpty())
                .distinct()
                .collect(Collectors.joining(", "));
    }

    List<String> arrays() {
        return all.stream().map(run -> run.hardware().name()).distinct().toList();
    }

    boolean onSeveralArrays() {
        return arrays().size() > 1;
    }

    /** Distinct within the page. */
    String name(LoadedRun run) {
        String plain = plainName(run);
        List<LoadedRun> alike =
                all.stream().filter(other -> plainName(other).equals(plain)).toList();
        return alike.size() == 1 ? plain : plain + " (" + run.folder() + ")";
    }

    private String plainName(LoadedRun run) {
        return run.title() + (onSeveralArrays() ? " on " + run.hardware().name() : "");
    }

    /** The static run of the same array with the most bits, if there is one. */
    Optional<LoadedRun> baseline(LoadedRun run) {
        return training().stream()
                .filter(LoadedRun::isStatic)
                .filter(other -> other.hardware().name().equals(run.hardware().name()))
                .filter(other -> other.traceHash().equals(run.traceHash()))
                .max(Comparator.comparing(LoadedRun::bitOps));
    }

    /** Training runs but the baselines themselves. */
    List<LoadedRun> measured() {
        List<LoadedRun> measured = new ArrayList<>();
        for (LoadedRun run : training()) {
            if (baseline(run).isPresent() && baseline(run).get() != run) {
                measured.add(run);
            }
        }
        return measured;
    }

    /** The training runs that are as accurate, or on text as little perplexed, as any; all of them where none says its accuracy. */
    List<LoadedRun> asGood() {
        double best = training().stream()
                .flatMap(run -> run.accuracy().stream())
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(0);
        double least = training().stream()
                .flatMap(run -> run.perplexity().stream())
                .mapToDouble(Double::doubleValue)
                .min()
                .orElse(0);
        return training().stream()
                .filter(run -> run.accuracy().orElse(0.0) >= best - AS_GOOD)
                .filter(run -> run.perplexity().orElse(0.0) <= least * AS_LITTLE)
                .toList();
    }

    /** The least energy among the runs that are as good as any. */
    Optional<LoadedRun> choice() {
        return asGood().stream().min(Comparator.comparing(LoadedRun::totalPj));
    }
}
