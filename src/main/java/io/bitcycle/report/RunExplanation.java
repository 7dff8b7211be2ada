package io.bitcycle.report;

import io.bitcycle.energy.EnergyTerm;
import io.bitcycle.simulator.Accelerator;
import io.bitcycle.simulator.RunLedger;
import io.bitcycle.simulator.RunLedger.Entry;
import io.bitcycle.simulator.Totals;
import io.bitcycle.workload.MatrixOp;
import io.bitcycle.workload.Operation;
import io.bitcycle.workload.TrainingPass;
import io.bitcycle.workload.VectorOp;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A run's costs as text for people: totals with their terms and shares, or the terms of each operation of a layer. */
public final class RunExplanation {
    private final FinishedRun run;
    private final RunLedger ledger;
    private final Accelerator accelerator;
    private final Set<String> sources = new LinkedHashSet<>();
    private final List<String> lines = new ArrayList<>();

    private RunExplanation(FinishedRun run) {
        this.run = run;
        this.ledger = run.ledger();
        this.accelerator = new Accelerator(run.hardware());
    }

    /** Totals of each phase, and what each layer and pass has of them. */
    public static List<String> totals(FinishedRun run) {
        RunExplanation text = new RunExplanation(run);
        Map<String, List<Entry>> phases = new LinkedHashMap<>();
        run.ledger()
                .entries()
                .forEach(entry -> phases.computeIfAbsent(entry.phase(), any -> new ArrayList<>())
                        .add(entry));
        phases.forEach((phase, entries) -> {
            text.lines.add("phase " + phase + ", " + count(entries.size(), "operation"));
            text.sums(entries);
            text.energy(ledgerTerms(run.ledger(), entries));
            text.shares(entries);
        });
        text.references();
        return text.lines;
    }

    /**
     * Every operation of a layer.
     *
     * @param pass null for all passes
     */
    public static List<String> layer(FinishedRun run, String layer, TrainingPass pass) {
        RunExplanation text = new RunExplanation(run);
        List<Entry> entries = entries(run.ledger(), layer, pass);
        entries.forEach(text::operation);
        if (entries.size() > 1) {
            text.lines.add(layer + (pass == null ? "" : " " + pass.label()) + ", " + count(entries.size(), "operation")
                    + " together");
            text.sums(entries);
            text.energy(ledgerTerms(run.ledger(), entries));
        }
        text.references();
        return text.lines;
    }

    /** The entries of a layer, in the order of the ledger. */
    public static List<Entry> entries(RunLedger ledger, String layer, TrainingPass pass) {
        return ledger.entries().stream()
                .filter(entry -> entry.operation().layer().equals(layer))
                .filter(entry -> pass == null || entry.operation().pass() == pass)
                .toList();
    }

    private static List<EnergyTerm> ledgerTerms(RunLedger ledger, List<Entry> entries) {
        return ledger.energyTable().terms(ledger.totals(entries).events());
    }

    private void sums(List<Entry> entries) {
        Totals totals = ledger.totals(entries);
        boolean overlap = run.hardware().vector().overlap();
        String array = Figures.grouped(totals.computeCycles()) + " compute + "
                + Figures.grouped(totals.stallCycles()) + " stall + "
                + Figures.grouped(totals.reconfigurationCycles()) + " reconfiguration";
        String vector = Figures.grouped(totals.vectorCycles()) + " vector";
        lines.add("  cycles  " + Figures.grouped(totals.totalCycles()) + " = "
                + (overlap ? "the larger of " + array + " and " + vector : array + " + " + vector));
        lines.add("  time    " + Figures.time(totals.timeSeconds()) + " = "
                + Figures.grouped(totals.totalCycles()) + " cycles / "
                + Figures.exact(run.hardware().technology().clockMhz()) + " MHz");
    }

    private void energy(List<EnergyTerm> terms) {
        BigDecimal total = terms.stream().map(EnergyTerm::energyPj).reduce(BigDecimal.ZERO, BigDecimal::add);
        lines.add("  energy  " + plain(total) + " pJ =");
        TextTable table = new TextTable("event", "count", "pJ each", "pJ", "share", "source");
        for (EnergyTerm term : terms) {
            sources.add(term.row().source());
            table.row(
                    term.row().name(),
                    term.count() + "",
                    plain(term.row().energyPj()),
                    plain(term.energyPj()),
                    share(term.energyPj(), total),
                    "[" + (List.copyOf(sources).indexOf(term.row().source()) + 1) + "]");
        }
        table.lines().forEach(line -> lines.add("    " + line));
        lines.add("");
    }

    private void shares(List<Entry> all) {
        Map<List<String>, List<Entry>> groups = new LinkedHashMap<>();
        for (Entry entry : all) {
            Operation operation = entry.operation();
            groups.computeIfAbsent(List.of(operation.layer(), operation.pass().label()), any -> new ArrayList<>())
                    .add(entry);
        }
        BigDecimal cycles = BigDecimal.valueOf(ledger.totals(all).totalCycles());
        BigDecimal energyPj = energyPj(all);
        TextTable table =
                new TextTable("layer", "pass", "compute", "stall", "vector", "cycles", "share", "energy", "share");
        groups.forEach((name, entries) -> {
            Totals totals = ledger.totals(entries);
            BigDecimal part = energyPj(entries);
            table.row(
                    name.get(0),
                    name.get(1),
                    Figures.grouped(totals.computeCycles()),
                    Figures.grouped(totals.stallCycles()),
                    Figures.grouped(totals.vectorCycles()),
                    Figures.grouped(totals.totalCycles()),
                    share(BigDecimal.valueOf(totals.totalCycles()), cycles),
                    Figures.energy(part),
                    share(part, energyPj));
        });
        table.lines().forEach(line -> lines.add("  " + line));
        lines.add("");
    }

    private void operation(Entry entry) {
        CostExplanation explanation = CostExplanation.of(accelerator, ledger, entry);
        lines.add(title(entry));
        if (!explanation.mapping().isEmpty()) {
            lines.add("  " + explanation.mapping());
        }
        explanation.cycles().forEach(this::term);
        explanation.traffic().forEach(this::term);
        energy(explanation.energy());
    }

    private void term(CostExplanation.Line line) {
        if (line.value() != 0) {
            lines.add("  " + line.kind() + "  " + Figures.grouped(line.value()) + " = " + line.formula());
            lines.add("    " + line.meaning());
        }
    }

    private static String title(Entry entry) {
        String what;
        if (entry.operation() instanceof MatrixOp op) {
            what = "matrix product " + op.m() + " x " + op.k() + " times " + op.k() + " x " + op.n()
                    + (op.groups() == 1 ? "" : " in " + op.groups() + " groups") + ", " + op.a() + " by " + op.b()
                    + (op.phase() == 0 ? "" : ", stride phase " + op.phase());
        } else {
            what = ((VectorOp) entry.operation()).name() + " of "
                    + Figures.grouped(((VectorOp) entry.operation()).elements()) + " elements";
        }
        return entry.operation().layer() + " " + entry.operation().pass().label() + ": " + what + ", phase "
                + entry.phase() + ", " + count(entry.executions(), "execution");
    }

    private void references() {
        int number = 0;
        for (String source : sources) {
            lines.add("[" + ++number + "] " + source);
        }
    }

    private BigDecimal energyPj(List<Entry> entries) {
        return ledgerTerms(ledger, entries).stream().map(EnergyTerm::energyPj).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static String share(BigDecimal part, BigDecimal whole) {
        return whole.signum() == 0 ? "-" : Figures.percent(part.doubleValue() / whole.doubleValue());
    }

    private static String plain(BigDecimal value) {
        return value.stripTrailingZeros().toPlainString();
    }

    private static String count(long count, String what) {
        return Figures.grouped(count) + " " + what + (count == 1 ? "" : "s");
    }
}
