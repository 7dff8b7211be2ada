package io.bitcycle.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;

/**
 * One command, run in this process.
 *
 * @param out what it printed
 * @param err what it complained about
 */
record CommandRun(int exitCode, String out, String err) {
    private static final Path HOME = Path.of(System.getProperty("bitcycle.home", ""));

    static CommandRun of(Object... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] words = new String[arguments.length];
        for (int i = 0; i < words.length; i++) {
            words[i] = arguments[i].toString();
        }
        int exitCode = BitCycle.run(words, HOME, Terminal.PLAIN, new PrintWriter(out), new PrintWriter(err));
        return new CommandRun(exitCode, out.toString(), err.toString());
    }

    /** The arguments of one line, separated by blanks. */
    static CommandRun line(String line) {
        return of((Object[]) line.split(" "));
    }

    List<String> errLines() {
        return err.lines().toList();
    }
}
