package io.bitcycle.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;

/** A command inside another one, of which nothing is shown. */
final class InnerCommand {
    private InnerCommand() {}

    /**
     * Runs it in this process.
     *
     * @return how it failed, in words that follow its name; empty when all went well
     */
    static Optional<String> failure(BitCycle root, List<String> arguments) {
        StringWriter errors = new StringWriter();
        int exitCode = BitCycle.run(
                arguments.toArray(String[]::new),
                root.home(),
                Terminal.PLAIN,
                new PrintWriter(new StringWriter()),
                new PrintWriter(errors));
        return exitCode == Errors.FINE
                ? Optional.empty()
                : Optional.of("ends with exit code " + exitCode + ": "
                        + errors.toString().strip());
    }
}
