package io.bitcycle.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** What holds for every option of every command. */
class OptionsTest {
    /** Types whose values we or the file system check; for others picocli would speak of Java's types. */
    private static final Set<Class<?>> CHECKED = Set.of(
            boolean.class,
            int.class,
            Integer.class,
            long.class,
            Long.class,
            double.class,
            Double.class,
            String.class,
            Path.class);

    /** DESIGN section 9, and what is for experiments. */
    private static final Set<String> CONTRACT = Set.of(
            "train",
            "simulate",
            "prt",
            "schedule",
            "compare",
            "gemm",
            "conv",
            "quantize",
            "validate",
            "explain",
            "diff",
            "check",
            "import",
            "report",
            "reproduce",
            "experiment",
            "merge",
            "landscape",
            "pack");

    private static final Map<String, CommandLine> COMMANDS = new TreeMap<>(BitCycle.commandLine(
                    new String[0],
                    Path.of(""),
                    Terminal.PLAIN,
                    new PrintWriter(new StringWriter()),
                    new PrintWriter(new StringWriter()))
            .getSubcommands());

    @Test
    void commandsAreThoseOfTheContract() {
        assertTrue(CONTRACT.containsAll(COMMANDS.keySet()), COMMANDS.keySet().toString());
        assertTrue(COMMANDS.keySet().containsAll(Set.of("train", "prt", "schedule", "gemm", "conv", "validate")));
    }

    @Test
    void everyOptionIsDescribedAndConvertedByUs() {
        int options = 0;
        for (CommandLine command : COMMANDS.values()) {
            for (OptionSpec option : command.getCommandSpec().options()) {
                String name = command.getCommandName() + " " + option.longestName();
                assertTrue(option.description().length == 1, name);
                boolean ours = option.converters().length > 0
                        || CHECKED.contains(option.auxiliaryTypes()[0])
                        || option.longestName().equals("--help")
                        || option.longestName().equals("--version");
                assertTrue(ours, name + " has type " + List.of(option.auxiliaryTypes()));
                options++;
            }
        }
        assertTrue(options > 60, "options seen: " + options);
    }

    @Test
    void commonOptionsReadTheSameEverywhere() {
        for (String common : List.of("--seed", "--threads", "--out", "--set")) {
            Set<String> types = new java.util.TreeSet<>();
            COMMANDS.values().stream()
                    .map(command -> command.getCommandSpec().findOption(common))
                    .filter(option -> option != null)
                    .forEach(option -> types.add(option.paramLabel() + " " + option.defaultValue()));
            assertEquals(1, types.size(), common + types);
        }
    }

    @Test
    void everyCommandHelps() {
        for (Map.Entry<String, CommandLine> command : COMMANDS.entrySet()) {
            CommandRun run = CommandRun.of(command.getKey(), "--help");
            assertEquals(0, run.exitCode());
            for (OptionSpec option : command.getValue().getCommandSpec().options()) {
                assertTrue(run.out().contains(option.longestName()), command.getKey() + " " + option.longestName());
            }
        }
    }

    @Test
    void defaultsAreAccepted() {
        for (CommandLine command : COMMANDS.values()) {
            CommandRun run = CommandRun.of(command.getCommandName(), "--nonsense");
            // Whatever else is wrong is missing; a default that its own converter refuses would be reported too.
            assertTrue(
                    run.errLines().stream()
                            .allMatch(line -> line.startsWith("--nonsense: ")
                                    || line.contains(": is missing")
                                    || line.startsWith("Try ")),
                    run.err());
        }
    }

    @Test
    void manifestsKeepTheArgumentsThatMatter() {
        assertEquals(
                List.of("gemm", "--hw", "x", "--seed=3", "--a-bits", "4"),
                OutOption.withEffect(List.of(
                        "gemm",
                        "--out",
                        "a",
                        "--hw",
                        "x",
                        "--threads=2",
                        "--seed=3",
                        "--out=b",
                        "--a-bits",
                        "4",
                        "--threads",
                        "1")));
    }
}
