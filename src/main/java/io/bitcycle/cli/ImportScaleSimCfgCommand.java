package io.bitcycle.cli;

import io.bitcycle.hardware.scalesim.ConfigImport;
import io.bitcycle.json.JsonText;
import io.bitcycle.json.Problems;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code import scalesim-cfg}: a SCALE-Sim configuration to a hwconfig. */
@Command(
        name = "scalesim-cfg",
        header = "Makes a hwconfig of a SCALE-Sim configuration and a base hwconfig.",
        description = {
            "",
            "Array, dataflow and buffer sizes are SCALE-Sim's. What it does not describe (energies, clock, MAC unit, DRAM,"
                    + " vector unit) is the base's; nothing is made up.",
            ""
        })
final class ImportScaleSimCfgCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Mixin
    private ImportOptions options;

    @Option(
            names = "--base",
            paramLabel = "H",
            required = true,
            description = "a hwconfig that says the rest: a file, or the name of one in hwconfigs/")
    private String base;

    @Override
    public Integer call() throws IOException {
        Path hwconfigs = BitCycle.above(command).home().resolve("hwconfigs");
        Problems problems = new Problems();
        Optional<ConfigImport.Imported> imported =
                ConfigImport.read(options.file(), NamedFile.find("--base", base, hwconfigs, "hwconfig"), problems);
        problems.throwIfAny();
        ConfigImport.Imported hwconfig = imported.orElseThrow();
        return options.deliver(hwconfig.name(), JsonText.lines(hwconfig.hwconfig()), hwconfig.notes(), problems);
    }
}
