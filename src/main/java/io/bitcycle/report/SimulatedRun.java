package io.bitcycle.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bitcycle.precision.Precision;
import io.bitcycle.simulator.RunLedger;
import io.bitcycle.training.RangeTestRun;
import io.bitcycle.training.ShapeRun;
import io.bitcycle.training.TrainingRun;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One training run from shapes alone, with its costs.
 *
 * @param name of its precision schedule
 * @param result what was counted
 * @param cost of the training iterations
 * @param apart of the range test and of evaluation, where there were any
 * @param iterationCosts of one iteration of a full batch at each precision visited, narrow ones first
 * @param paper what a paper's bookkeeping gives, null where there is none beside the run
 */
public record SimulatedRun(
        String name,
        ShapeRun.Result result,
        RunSummary cost,
        Map<String, RunSummary> apart,
        Map<Precision, RunSummary> iterationCosts,
        PaperCount paper)
        implements ComparedRun {
    /** The CPT paper counts so many iterations of {@link #PAPER_BATCH}, for ImageNet too (Fu et al., ICLR 2021, section 4.1). */
    public static final long PAPER_ITERATIONS = 64_000;

    /** Samples of an iteration in the CPT paper. */
    public static final int PAPER_BATCH = 128;

    /** Nominal bit operations of so many full batches. */
    public record PaperCount(long iterations, int batch, BigInteger bitOps) {}

    private static final String RANGE_TEST = "range test";
    private static final String EVALUATION = "evaluation";

    /** Sums up what was counted. */
    public static SimulatedRun of(
            String name, ShapeRun.Result result, Map<Precision, RunSummary> iterationCosts, PaperCount paper) {
        Map<String, RunSummary> apart = new LinkedHashMap<>();
        cost(result, RangeTestRun.PHASE, result.rangeTestBitOps()).ifPresent(cost -> apart.put(RANGE_TEST, cost));
        cost(result, TrainingRun.EVALUATION, BigInteger.ZERO).ifPresent(cost -> apart.put(EVALUATION, cost));
        RunSummary cost = cost(result, TrainingRun.TRAINING, result.bitOps()).orElseThrow();
        return new SimulatedRun(name, result, cost, apart, iterationCosts, paper);
    }

    @Override
    public Precision narrowest() {
        return result.visits().keySet().iterator().next();
    }

    @Override
    public Precision widest() {
        Precision widest = null;
        for (Precision precision : result.visits().keySet()) {
            widest = precision;
        }
        return widest;
    }

    @Override
    public double meanForwardBits() {
        long bits = 0;
        for (Map.Entry<Precision, Long> visit : result.visits().entrySet()) {
            Precision precision = visit.getKey();
            bits += visit.getValue() * (precision.weightBits() + precision.activationBits());
        }
        return bits / (2.0 * result.plan().iterations());
    }

    @Override
    public Map<String, BigInteger> otherBitOps() {
        return paper == null
                ? Map.of()
                : Map.of("  of " + Figures.grouped(paper.iterations()) + " x " + paper.batch(), paper.bitOps());
    }

    /** Writes {@code summary.json}, {@code ops.csv} and {@code precisions.csv}. */
    public void write(RunFolder folder) throws IOException {
        ObjectNode summary = cost.toJson();
        summary.put("fidelity", "shape");
        summary.put("schedule", name);
        summary.put("iterations", result.plan().iterations());
        summary.put("batch", result.plan().batch());
        summary.put("samples", result.samples());
        summary.put("mean_forward_bits", meanForwardBits());
        if (paper != null) {
            ObjectNode json = summary.putObject("paper_bookkeeping");
            json.put("iterations", paper.iterations());
            json.put("batch", paper.batch());
            json.put("bitops", paper.bitOps());
        }
        apart.forEach((label, apartCost) -> {
            ObjectNode json = apartCost.toJson();
            if (label.equals(EVALUATION)) {
                json.remove("bitops");
            }
            summary.set(label.replace(' ', '_'), json);
        });
        folder.write("summary.json", summary);
        folder.write(result.ledger());
        folder.write("precisions.csv", precisionLines());
    }

    private List<String> precisionLines() {
        List<String> lines = new ArrayList<>();
        lines.add("weight_bits,activation_bits,backward_bits,iterations,cycles_per_iteration,time_per_iteration_s,"
                + "energy_per_iteration_pj");
        result.visits().forEach((precision, visits) -> {
            RunSummary once = iterationCosts.get(precision);
            lines.add(precision.weightBits() + "," + precision.activationBits() + "," + precision.backwardBits() + ","
                    + visits + "," + once.totals().totalCycles() + ","
                    + Figures.exact(once.totals().timeSeconds()) + ","
                    + once.totalEnergyPj().stripTrailingZeros().toPlainString());
        });
        return lines;
    }

    private static Optional<RunSummary> cost(ShapeRun.Result result, String phase, BigInteger bitOps) {
        List<RunLedger.Entry> entries = result.ledger().entries().stream()
                .filter(entry -> entry.phase().equals(phase))
                .toList();
        return entries.isEmpty() ? Optional.empty() : Optional.of(RunSummary.of(result.ledger(), entries, bitOps));
    }

    /** All runs of a command in one file. */
    public static ObjectNode comparison(List<SimulatedRun> runs) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode rows = json.putArray("runs");
        for (SimulatedRun run : runs) {
            ObjectNode row = rows.addObject();
            row.put("schedule", run.name());
            run.putCosts(row);
        }
        return json;
    }
}
