package io.bitcycle.cli;

import io.bitcycle.json.BadInputException;
import io.bitcycle.json.Nearest;
import io.bitcycle.report.FinishedRun;
import io.bitcycle.report.RunExplanation;
import io.bitcycle.simulator.RunLedger;
import io.bitcycle.workload.TrainingPass;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code explain}: where a run's cycles and energy come from. */
@Command(
        name = "explain",
        header = "Explains a run's cycles and energy, term by term.",
        description = {
            "",
            "Without LAYER: the totals and what each layer has of them. With LAYER, and PASS if wanted: each operation's "
                    + "cycles and memory traffic as formulas with the numbers put in, and its energy as count x value "
                    + "rows with their sources. The sums are those of summary.json and ops.csv to the last digit.",
            ""
        })
final class ExplainCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Parameters(index = "0", paramLabel = "RUN", description = "a run folder, written with --out")
    private Path run;

    @Parameters(index = "1", arity = "0..1", paramLabel = "LAYER", description = "a layer of the run's network")
    private String layer;

    @Parameters(
            index = "2",
            arity = "0..1",
            paramLabel = "PASS",
            description = "forward, backward-data or backward-weight")
    private String pass;

    @Override
    public Integer call() throws IOException {
        FinishedRun finished = FinishedRun.read(run);
        PrintWriter out = command.commandLine().getOut();
        List<String> lines = layer == null
                ? RunExplanation.totals(finished)
                : RunExplanation.layer(finished, layer, checked(finished.ledger()));
        lines.forEach(out::println);
        return Errors.FINE;
    }

    /** The pass that is meant, null for all; layer and pass occur in the run. */
    private TrainingPass checked(RunLedger ledger) {
        Set<String> layers = new LinkedHashSet<>();
        Set<String> passes = new LinkedHashSet<>();
        for (RunLedger.Entry entry : ledger.entries()) {
            layers.add(entry.operation().layer());
            if (entry.operation().layer().equals(layer)) {
                passes.add(entry.operation().pass().label());
            }
        }
        if (!layers.contains(layer)) {
            throw unknown("LAYER", layer, "a layer", layers);
        }
        if (pass != null && !passes.contains(pass)) {
            throw unknown("PASS", pass, "a pass of " + layer, passes);
        }
        return List.of(TrainingPass.values()).stream()
                .filter(each -> each.label().equals(pass))
                .findFirst()
                .orElse(null);
    }

    private static BadInputException unknown(String parameter, String written, String what, Collection<String> known) {
        return Errors.option(
                parameter + " " + written,
                "is not " + what + " of this run; allowed: " + String.join(", ", known) + Nearest.hint(written, known));
    }
}
