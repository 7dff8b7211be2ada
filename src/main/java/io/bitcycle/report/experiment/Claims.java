package io.bitcycle.report.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The claims of the CPT paper (Fu et al., ICLR 2021), judged by an experiment: cyclic precision finds wider minima that
 * generalise better, varies less over runs, saves time and energy. A claim held where the difference has its direction and
 * p is below 0.05; it is contradicted where that is so of the other direction.
 */
final class Claims {
    /** Significance that is asked for. */
    static final double ALPHA = 0.05;

    static final String METHOD =
            "Paired by seed: two-sided paired t-test; variances: one-sided F-test; significance 0.05, not"
                    + " corrected for the number of tests. \"Not shown\" is no proof of equality: the confidence interval says how"
                    + " large a difference could have gone unseen.";

    private final Results results;
    private final List<Verdict> verdicts = new ArrayList<>();

    private Claims(Results results) {
        this.results = results;
    }

    /** The verdicts on the schedule whose claims the experiment judges; none where it names no such schedule. */
    static List<Verdict> judge(Results results) {
        Claims claims = new Claims(results);
        results.spec().claims().ifPresent(schedule -> {
            for (ExperimentRun group : results.groups()) {
                results.spec().schedules().stream()
                        .filter(other -> !other.equals(schedule))
                        .forEach(other -> claims.judge(group, schedule, other));
            }
        });
        return List.copyOf(claims.verdicts);
    }

    /** The answers about one opponent in a sentence, what held first. */
    static String sentence(List<Verdict> verdicts) {
        return Stream.of(Verdict.Answer.values())
                .map(answer -> verdicts.stream()
                        .filter(verdict -> verdict.answer() == answer)
                        .map(Verdict::shortClaim)
                        .collect(Collectors.collectingAndThen(
                                Collectors.joining(", "),
                                claims -> claims.isEmpty() ? "" : answer.label() + ": " + claims)))
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining("; "));
    }

    private void judge(ExperimentRun group, String schedule, String against) {
        Metric quality =
                results.paired(group, Metric.ACCURACY, schedule, against).isPresent()
                        ? Metric.ACCURACY
                        : Metric.PERPLEXITY;
        mean(group, "1. wider minima: less sharpness", Metric.SHARPNESS, schedule, against);
        if (results.paired(group, Metric.CURVATURE, schedule, against).isPresent()) {
            mean(group, "1. wider minima by the Hessian: less largest eigenvalue", Metric.CURVATURE, schedule, against);
        }
        mean(group, "1. generalises better: " + quality.title(), quality, schedule, against);
        variance(group, "2. varies less over runs: " + quality.title(), quality, schedule, against);
        mean(group, "3. saves time", Metric.TIME, schedule, against);
        mean(group, "3. saves energy", Metric.ENERGY, schedule, against);
    }

    private void mean(ExperimentRun group, String claim, Metric metric, String schedule, String against) {
        Optional<Paired> paired = results.paired(group, metric, schedule, against);
        if (paired.isEmpty()) {
            add(group, claim, against, Verdict.Answer.NOT_TESTED, metric.title() + " was not computed for these runs");
            return;
        }
        Paired pair = paired.get();
        double difference = pair.differences().mean();
        boolean better = metric.moreIsBetter() ? difference > 0 : difference < 0;
        OptionalDouble p = pair.tTest();
        boolean certain =
                p.isPresent() ? p.getAsDouble() < ALPHA : pair.values().size() > 1 && difference != 0;
        Verdict.Answer answer =
                !certain ? Verdict.Answer.NOT_SHOWN : better ? Verdict.Answer.HELD : Verdict.Answer.CONTRADICTED;
        String evidence = metric.format().apply(pair.values().mean()) + " and "
                + metric.format().apply(pair.baseline().mean()) + ": " + Differences.text(metric, pair);
        add(group, claim, against, answer, evidence + test(pair, p));
    }

    private static String test(Paired pair, OptionalDouble p) {
        if (p.isPresent()) {
            return ", p " + Differences.p(p.getAsDouble());
        }
        return pair.values().size() == 1 ? ", one seed: no statistics" : ", the same for every seed";
    }

    private void variance(ExperimentRun group, String claim, Metric metric, String schedule, String against) {
        Optional<Paired> paired = results.paired(group, metric, schedule, against);
        if (paired.isEmpty() || paired.get().values().size() < 2) {
            add(group, claim, against, Verdict.Answer.NOT_TESTED, "needs two seeds and more");
            return;
        }
        Paired pair = paired.get();
        OptionalDouble less = pair.lessVariance();
        Verdict.Answer answer = less.isEmpty()
                ? Verdict.Answer.NOT_SHOWN
                : less.getAsDouble() < ALPHA
                        ? Verdict.Answer.HELD
                        : less.getAsDouble() > 1 - ALPHA ? Verdict.Answer.CONTRADICTED : Verdict.Answer.NOT_SHOWN;
        String evidence =
                "standard deviation " + Differences.spread(metric, pair.values().deviation()) + " and "
                        + Differences.spread(metric, pair.baseline().deviation())
                        + less.stream()
                                .mapToObj(p -> ", p " + Differences.p(p))
                                .findFirst()
                                .orElse("");
        add(group, claim, against, answer, evidence);
    }

    private void add(ExperimentRun group, String claim, String against, Verdict.Answer answer, String evidence) {
        verdicts.add(new Verdict(group, claim, against, answer, evidence));
    }
}
