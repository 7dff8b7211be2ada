package io.bitcycle.cli;

import io.bitcycle.report.OpsColumns;
import io.bitcycle.report.RunFolder;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The option that says in whose columns operations are written. */
final class OpsColumnsOption {
    @Option(
            names = "--ops-columns",
            paramLabel = "bitcycle|scalesim|scalesim-v2",
            defaultValue = "bitcycle",
            converter = ColumnsChoice.class,
            description =
                    "scalesim also writes SCALE-Sim's report files and their columns at the end of ops.csv, as its v3 or"
                            + " v2 has them (default: ${DEFAULT-VALUE})")
    private OpsColumns columns;

    /** The folder, if any, writing them so. */
    Optional<RunFolder> applied(Optional<RunFolder> folder) {
        return folder.map(each -> each.with(columns));
    }

    /** The columns by name. */
    static final class ColumnsChoice extends Choice<OpsColumns> {
        ColumnsChoice() {
            super(List.of(OpsColumns.values()), OpsColumns::label);
        }
    }
}
