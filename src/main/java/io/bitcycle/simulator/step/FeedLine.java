package io.bitcycle.simulator.step;

import io.bitcycle.hardware.mac.MacUnits;
import java.util.Arrays;

/**
 * The control words of the past cycles with the steps they belong to: skewed feeding starts a row, or a column, so many
 * cycles later.
 */
final class FeedLine {
    private final int[] words;
    private final int[] steps;
    private int newest;

    /** @param longest delay that is asked for */
    FeedLine(int longest) {
        int size = Integer.highestOneBit(longest) * 2;
        this.words = new int[size];
        this.steps = new int[size];
    }

    void clear() {
        Arrays.fill(words, MacUnits.IDLE);
    }

    /** One cycle passes; {@code word} is this cycle's. */
    void push(int word, int step) {
        newest = at(-1);
        words[newest] = word;
        steps[newest] = step;
    }

    int word(int delay) {
        return words[at(delay)];
    }

    int step(int delay) {
        return steps[at(delay)];
    }

    /** A ring, as long as a power of two. */
    private int at(int delay) {
        return newest + delay & words.length - 1;
    }
}
