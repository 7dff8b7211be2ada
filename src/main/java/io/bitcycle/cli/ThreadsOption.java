package io.bitcycle.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;

/** {@code --threads}. */
final class ThreadsOption {
    private static final int MOST = 1024;

    @Option(
            names = "--threads",
            paramLabel = "N",
            converter = Count.class,
            description = "threads, 1 to " + MOST + " (default: one per processor); no result depends on them")
    private int threads = Runtime.getRuntime().availableProcessors();

    int threads() {
        return threads;
    }

    /** From 1. */
    static final class Count implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            return new WholeNumber<>(1, MOST, Long::intValue).convert(text);
        }
    }
}
