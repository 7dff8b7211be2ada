package io.bitcycle.simulator;

import java.util.function.IntConsumer;

/** Interim. */
public final class Workers implements io.bitcycle.tensor.Parallel {
    private final int threads;

    public Workers(int threads) {
        this.threads = threads;
    }

    public int threads() {
        return threads;
    }

    @Override
    public void forEach(int tasks, IntConsumer body) {
        for (int i = 0; i < tasks; i++) {
            body.accept(i);
        }
    }
}
