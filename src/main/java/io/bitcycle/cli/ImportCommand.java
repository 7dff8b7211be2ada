package io.bitcycle.cli;

import picocli.CommandLine.Command;

/** {@code import}: a command for each format of other programs; a new one is a class and a line here. */
@Command(
        name = "import",
        header = "Makes a trace or hwconfig of another program's file.",
        synopsisSubcommandLabel = "FORMAT",
        subcommands = {ImportScaleSimCommand.class, ImportScaleSimCfgCommand.class, ImportOnnxCommand.class})
final class ImportCommand {}
