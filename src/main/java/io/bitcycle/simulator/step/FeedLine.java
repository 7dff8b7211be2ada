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

    /** @param longest delay that is asked for */
    FeedLine(int longest) {
        this.words = new int[longest + 1];
        this.steps = new int[longest + 1];
    }

    void clear() {
        Arrays.fill(words, MacUnits.IDLE);
    }

    /** One cycle passes; {@code word} is this cycle's. */
    void push(int word, int step) {
        System.arraycopy(words, 0, words, 1, words.length - 1);
        System.arraycopy(steps, 0, steps, 1, steps.length - 1);
        words[0] = word;
        steps[0] = step;
    }

    int word(int delay) {
        return words[delay];
    }

    int step(int delay) {
        return steps[delay];
    }
}
