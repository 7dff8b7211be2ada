package io.bitcycle.cli;

import picocli.CommandLine.Option;

/** {@code --seed}. */
final class SeedOption {
    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "a whole number of 64 bits, from which all random numbers follow (default: ${DEFAULT-VALUE})")
    private long seed;

    long seed() {
        return seed;
    }
}
