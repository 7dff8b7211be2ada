package io.bitcycle.simulator;

import java.util.function.IntConsumer;

/** Interim. */
public final class Workers {
    private final int threads;

    public Workers(int threads) {
        this.threads = threads;
    }

    public int threads() {
        return threads;
    }

    public void forEach(int tasks, IntConsumer body) {
        for (int i = 0; i < tasks; i++) {
            body.accept(i);
        }
    }
}
