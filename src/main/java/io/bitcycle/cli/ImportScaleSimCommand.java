package io.bitcycle.cli;

import io.bitcycle.json.JsonText;
import io.bitcycle.json.Problems;
import io.bitcycle.workload.ImportedTrace;
import io.bitcycle.workload.NetworkReader;
import io.bitcycle.workload.scalesim.Topology.Form;
import io.bitcycle.workload.scalesim.TopologyImport;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code import scalesim}: a SCALE-Sim topology to a trace. */
@Command(
        name = "scalesim",
        header = "Makes a trace of a SCALE-Sim topology (CSV of convolutions or of M, N, K).",
        description = {
            "",
            "The trace is a list of layers that do not feed each other, as in SCALE-Sim. Padding is 0: SCALE-Sim has none.",
            ""
        })
final class ImportScaleSimCommand implements Callable<Integer> {
    @Mixin
    private ImportOptions options;

    @Option(
            names = "--form",
            paramLabel = "conv|gemm",
            converter = FormChoice.class,
            description = "what the columns are, where the header does not tell")
    private Form form;

    @Override
    public Integer call() throws IOException {
        Problems problems = new Problems();
        Optional<ImportedTrace> trace = TopologyImport.read(options.file(), Optional.ofNullable(form), problems);
        return deliver(trace, options, problems);
    }

    /** Checks a trace as any other and hands it over. */
    static int deliver(Optional<ImportedTrace> imported, ImportOptions options, Problems problems) throws IOException {
        problems.throwIfAny();
        ImportedTrace trace = imported.orElseThrow();
        List<String> lines = JsonText.lines(trace.trace());
        NetworkReader.parse(options.file() + " as a trace", String.join("\n", lines), problems);
        return options.deliver(trace.trace().get("name").textValue(), lines, trace.notes(), problems);
    }

    /** The forms by name. */
    static final class FormChoice extends Choice<Form> {
        FormChoice() {
            super(List.of(Form.values()), form -> form.name().toLowerCase(Locale.ROOT));
        }
    }
}
