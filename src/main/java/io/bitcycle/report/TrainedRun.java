package io.bitcycle.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bitcycle.precision.Precision;
import io.bitcycle.simulator.RunLedger;
import io.bitcycle.training.Evaluation;
import io.bitcycle.training.IterationRecord;
import io.bitcycle.training.Recipe;
import io.bitcycle.training.TrainingRun;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One finished training run with its costs.
 *
 * @param name of its precision schedule
 * @param recipe what was learnt, and how
 * @param narrowest lowest forward bits that occurred, with the error bits then
 * @param widest highest forward bits
 * @param meanForwardBits over the iterations, weights and activations
 * @param result what training gave
 * @param cost of the training iterations, evaluation apart
 */
public record TrainedRun(
        String name,
        Recipe recipe,
        Precision narrowest,
        Precision widest,
        double meanForwardBits,
        TrainingRun.Result result,
        RunSummary cost)
        implements ComparedRun {
    /** One line per iteration; no other kind of run has that file. */
    public static final String ITERATIONS = "iterations.csv";

    public static TrainedRun of(String name, Recipe recipe, TrainingRun.Result result) {
        Precision narrowest = null;
        Precision widest = null;
        long bits = 0; // of weights and activations together
        for (IterationRecord iteration : result.iterations()) {
            Precision now = iteration.precision();
            narrowest = narrowest == null || now.forwardBits() < narrowest.forwardBits() ? now : narrowest;
            widest = widest == null || now.forwardBits() > widest.forwardBits() ? now : widest;
            bits += now.weightBits() + now.activationBits();
        }
        return new TrainedRun(
                name,
                recipe,
                narrowest,
                widest,
                (double) bits / (2L * result.iterations().size()),
                result,
                cost(result, TrainingRun.TRAINING, result.bitOps()));
    }

    @Override
    public Map<String, Double> shares() {
        Map<String, Double> shares = new LinkedHashMap<>();
        if (recipe.data().isText()) {
            return shares;
        }
        shares.put("test accuracy", result.last().accuracy());
        shares.put("  best of the run", result.best().accuracy());
        result.averaged().ifPresent(average -> shares.put("  averaged weights", average.accuracy()));
        return shares;
    }

    @Override
    public Map<String, Double> measures() {
        Map<String, Double> measures = new LinkedHashMap<>();
        if (recipe.data().isText()) {
            measures.put("validation perplexity", result.last().perplexity());
            measures.put("  best of the run", result.leastLoss().perplexity());
        }
        return measures;
    }

    /** How well it learnt: of images accuracy, of text perplexity. */
    private void putMeasure(ObjectNode json) {
        if (recipe.data().isText()) {
            json.put("perplexity", result.last().perplexity());
            json.put("best_perplexity", result.leastLoss().perplexity());
        } else {
            json.put("accuracy", result.last().accuracy());
            json.put("best_accuracy", result.best().accuracy());
        }
    }

    /** Writes {@code summary.json}, {@code ops.csv}, {@code iterations.csv} and {@code evaluations.csv}. */
    public void write(RunFolder folder) throws IOException {
        ObjectNode summary = cost.toJson();
        putMeasure(summary);
        summary.put("loss", result.last().loss());
        result.averaged()
                .ifPresent(average ->
                        summary.put("averaged_accuracy", average.accuracy()).put("averaged_loss", average.loss()));
        summary.put("schedule", name);
        summary.put("network", recipe.network().name());
        summary.put("data", recipe.data().name());
        summary.put("batch", recipe.batch());
        summary.put("iterations", result.iterations().size());
        summary.put("mean_forward_bits", meanForwardBits);
        ObjectNode evaluation =
                cost(result, TrainingRun.EVALUATION, BigInteger.ZERO).toJson();
        evaluation.remove("bitops");
        summary.set("evaluation", evaluation);
        if (result.averaged().isPresent()) {
            ObjectNode averaging =
                    cost(result, TrainingRun.AVERAGING, BigInteger.ZERO).toJson();
            averaging.remove("bitops");
            summary.set("averaging", averaging);
        }
        folder.write("summary.json", summary);
        folder.write(result.ledger());
        folder.write(ITERATIONS, iterationLines());
        folder.write("evaluations.csv", evaluationLines());
    }

    private List<String> iterationLines() {
        List<String> lines = new ArrayList<>();
        lines.add(
                "iteration,forward_bits,backward_bits,learning_rate,loss,correct,samples,weight_bits,activation_bits");
        for (IterationRecord i : result.iterations()) {
            lines.add(i.iteration() + "," + i.precision().forwardBits() + ","
                    + i.precision().backwardBits() + "," + Figures.exact(i.learningRate()) + ","
                    + Figures.exact(i.loss()) + "," + i.correct() + "," + i.samples() + ","
                    + i.precision().weightBits() + "," + i.precision().activationBits());
        }
        return lines;
    }

    private List<String> evaluationLines() {
        List<String> lines = new ArrayList<>();
        boolean text = recipe.data().isText();
        lines.add("iterations,loss,accuracy" + (text ? ",perplexity" : ""));
        for (Evaluation e : result.evaluations()) {
            lines.add(e.iterations() + "," + Figures.exact(e.loss()) + "," + Figures.exact(e.accuracy())
                    + (text ? "," + Figures.exact(e.perplexity()) : ""));
        }
        return lines;
    }

    private static RunSummary cost(TrainingRun.Result result, String phase, BigInteger bitOps) {
        RunLedger ledger = result.ledger();
        return RunSummary.of(
                ledger,
                ledger.entries().stream()
                        .filter(entry -> entry.phase().equals(phase))
                        .toList(),
                bitOps);
    }

    /**
     * All runs of a command in one file.
     *
     * @param rangeTest what found their lower bound, if a test did
     */
    public static ObjectNode comparison(List<TrainedRun> runs, Optional<Comparison.RangeTest> rangeTest) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode rows = json.putArray("runs");
        for (TrainedRun run : runs) {
            ObjectNode row = rows.addObject();
            row.put("schedule", run.name());
            run.putMeasure(row);
            run.putCosts(row);
        }
        rangeTest.ifPresent(test -> json.putObject("range_test")
                .put("lower_bound_bits", test.lowerBound())
                .put("bitops", test.cost().bitOps())
                .put("cycles", test.cost().totals().totalCycles())
                .put("time_s", test.cost().totals().timeSeconds())
                .put("energy_pj", test.cost().totalEnergyPj()));
        return json;
    }
}
