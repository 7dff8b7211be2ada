package io.bitcycle.cli;

import picocli.CommandLine.Option;

/** {@code --threads}. */
final class ThreadsOption {
    private static final int MOST = 1024;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "threads, 1 to " + MOST + " (default: one per processor); no result depends on them")
    private int threads = Runtime.getRuntime().availableProcessors();

    /**
     * How many threads to use.
     *
     * @throws io.bitcycle.json.BadInputException for less than one
     */
    int threads() {
        if (threads < 1 || threads > MOST) {
            throw Errors.option("--threads " + threads, "is out of range; allowed: 1 to " + MOST);
        }
        return threads;
    }
}
