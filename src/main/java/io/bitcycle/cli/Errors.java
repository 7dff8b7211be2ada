package io.bitcycle.cli;

import io.bitcycle.energy.NoEnergyFigureException;
import io.bitcycle.json.BadInputException;
import io.bitcycle.json.Nearest;
import io.bitcycle.json.Position;
import io.bitcycle.json.Problem;
import io.bitcycle.mapping.TilesDoNotFitException;
import io.bitcycle.numeric.AccumulatorOverflowException;
import io.bitcycle.precision.LossNeededException;
import io.bitcycle.simulator.ValuesNeededException;
import io.bitcycle.tensor.NonFiniteException;
import io.bitcycle.training.checkpoint.ForeignCheckpointException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns what went wrong into lines for the user and an exit code. A stack trace is only shown on request. */
final class Errors {
    /** All went well. */
    static final int FINE = CommandLine.ExitCode.OK;
    /** A check, a comparison or a trap failed. */
    static final int CHECK_FAILED = 1;
    /** The program or its surroundings failed: a bug, a full disk, too little memory. */
    static final int FAULT = 1;
    /** What the user wrote cannot be used. */
    static final int BAD_INPUT = 2;

    private Errors() {}

    /** The end of a command whose option cannot be used, e.g. {@code --bits 9:3}. */
    static BadInputException option(String option, String message) {
        return new BadInputException(List.of(Problem.at(Position.of(option), "", message)));
    }

    /** Runs the command if its line could be parsed, else reports everything that is wrong with the line. */
    static int executeUnlessMisspelt(ParseResult parsed) {
        Integer helped = CommandLine.executeHelpRequest(parsed);
        if (helped != null) {
            return helped;
        }
        List<CommandLine> commands = parsed.asCommandLineList();
        CommandLine last = commands.get(commands.size() - 1);
        Set<String> lines = new LinkedHashSet<>();
        for (CommandLine command : commands) {
            for (Exception error : command.getParseResult().errors()) {
                lines.addAll(describe(error, last.getCommandSpec()));
            }
        }
        if (lines.isEmpty() && !last.getCommandSpec().subcommands().isEmpty()) {
            last.usage(last.getErr());
            return BAD_INPUT;
        }
        if (lines.isEmpty()) {
            return new CommandLine.RunLast().execute(parsed);
        }
        lines.forEach(last.getErr()::println);
        last.getErr().println("Try '" + last.getCommandSpec().qualifiedName() + " --help'.");
        return BAD_INPUT;
    }

    /** Reports what a command threw. */
    static int report(Exception thrown, CommandLine command, ParseResult parsed) {
        PrintWriter err = command.getErr();
        String name = command.getCommandSpec().qualifiedName();
        if (thrown instanceof BadInputException) {
            err.println(thrown.getMessage());
            return BAD_INPUT;
        }
        if (thrown instanceof ForeignCheckpointException) {
            err.println(thrown.getMessage());
            return BAD_INPUT;
        }
        if (thrown instanceof ValuesNeededException
                || thrown instanceof LossNeededException
                || thrown instanceof TilesDoNotFitException
                || thrown instanceof NoEnergyFigureException) {
            err.println(name + ": " + thrown.getMessage());
            return BAD_INPUT;
        }
        if (thrown instanceof AccumulatorOverflowException || thrown instanceof NonFiniteException) {
            err.println(name + ": " + thrown.getMessage());
            return CHECK_FAILED;
        }
        if (thrown instanceof UncheckedIOException unchecked) {
            return report(unchecked.getCause(), command, parsed);
        }
        if (thrown instanceof IOException failed) {
            err.println(name + ": " + describe(failed));
            return FAULT;
        }
        return fault(thrown, command);
    }

    /** Reports a mistake of ours. */
    static int fault(Throwable thrown, CommandLine command) {
        PrintWriter err = command.getErr();
        err.println(command.getCommandSpec().qualifiedName() + ": a fault of the program, please report it: " + thrown
                + " (--stacktrace shows where it happened)");
        if (BitCycle.above(command.getCommandSpec()).stackTrace()) {
            thrown.printStackTrace(err);
        }
        return FAULT;
    }

    private static String describe(IOException failed) {
        if (failed instanceof FileSystemException file) {
            String reason = file.getReason() == null ? file.getClass().getSimpleName() : file.getReason();
            return file.getFile() + ": " + reason;
        }
        return failed.getMessage() == null ? failed.toString() : failed.getMessage();
    }

    private static List<String> describe(Exception error, CommandSpec command) {
        if (error instanceof UnmatchedArgumentException unmatched) {
            return unmatched(unmatched.getUnmatched(), command);
        }
        if (error instanceof MissingParameterException missing) {
            boolean valueAlone = !missing.getMessage().startsWith("Missing required option");
            return missing.getMissing().stream()
                    .map(argument -> missing(argument, valueAlone && argument.isOption()))
                    .toList();
        }
        if (error instanceof OverwrittenOptionException twice) {
            return List.of(label(twice.getOverwritten()) + ": is given twice; allowed: once");
        }
        if (error instanceof ParameterException wrong && wrong.getArgSpec() != null) {
            // picocli: "Invalid value for option '--bits' (<bits>): reason"
            String reason = wrong.getMessage().replaceFirst("^Invalid value for [^:]*: ", "");
            return List.of(label(wrong.getArgSpec()) + " " + wrong.getValue() + ": " + reason);
        }
        return List.of(command.qualifiedName() + ": " + error.getMessage());
    }

    private static String missing(ArgSpec missing, boolean valueAlone) {
        String[] description = missing.description();
        String allowed =
                description.length == 0 ? "" : "; allowed: " + description[0].replaceFirst(" \\(default.*", "");
        return label(missing) + (valueAlone ? ": has no value" : ": is missing") + allowed;
    }

    /** A misspelt option leaves its value behind as well, which is no second mistake. */
    private static List<String> unmatched(List<String> arguments, CommandSpec command) {
        List<String> lines = new ArrayList<>();
        boolean afterOption = false;
        for (String argument : arguments) {
            if (argument.startsWith("-")) {
                String name = argument.replaceFirst("=.*", "");
                Set<String> options = new LinkedHashSet<>();
                command.options().stream()
                        .filter(option -> !option.hidden())
                        .map(OptionSpec::longestName)
                        .forEach(options::add);
                lines.add(unknown(name, "option", options));
                afterOption = !argument.contains("=");
            } else if (afterOption) {
                afterOption = false;
            } else if (!command.subcommands().isEmpty()) {
                lines.add(unknown(argument, "command", command.subcommands().keySet()));
                break;
            } else {
                lines.add(argument + ": is one argument too many");
            }
        }
        return lines;
    }

    private static String unknown(String written, String what, Set<String> known) {
        return written + ": is an unknown " + what + "; allowed: " + String.join(", ", known)
                + Nearest.hint(written, known);
    }

    private static String label(ArgSpec argument) {
        return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
    }
}
