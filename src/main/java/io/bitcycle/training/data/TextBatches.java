package io.bitcycle.training.data;

import io.bitcycle.tensor.FloatTensor;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * A text cut into as many streams of equal length as a batch has samples, which are read side by side, a sequence at a time: sample n
 * of each batch goes on where that of the batch before ended. What does not fill the streams is left out. The label of each word is
 * the next one (Zaremba et al., 2014).
 */
final class TextBatches implements BatchSource {
    private final WordNumbers text;
    private final int streams;
    private final int tokens;
    private final int perStream;
    private final int perEpoch;

    /**
     * @param streams samples of a batch
     * @param tokens words of a sequence
     * @param rest whether a shorter sequence follows the last whole one of an epoch, where there are words left
     */
    TextBatches(WordNumbers text, int streams, int tokens, boolean rest) {
        if (streams < 1 || tokens < 1) {
            throw new IllegalArgumentException("no sequences of " + tokens + " words in " + streams + " streams");
        }
        this.text = text;
        this.streams = streams;
        this.tokens = tokens;
        this.perStream = text.size() / streams;
        int predicted = Math.max(0, perStream - 1);
        this.perEpoch = (predicted + (rest ? tokens - 1 : 0)) / tokens;
        if (perEpoch == 0) {
            throw new IllegalArgumentException("a text of " + text.size() + " words has no sequence of "
                    + (rest ? 1 : tokens) + " and the next one in each of " + streams + " streams");
        }
    }

    @Override
    public int perEpoch() {
        return perEpoch;
    }

    @Override
    public Batch at(long iteration) {
        Objects.checkIndex(iteration, Long.MAX_VALUE);
        int first = (int) (iteration % perEpoch) * tokens;
        int length = Math.min(tokens, perStream - 1 - first);
        float[] words = new float[streams * length];
        int[] next = new int[streams * length];
        for (int n = 0; n < streams; n++) {
            for (int t = 0; t < length; t++) {
                int at = n * perStream + first + t;
                words[n * length + t] = text.get(at);
                next[n * length + t] = text.get(at + 1);
            }
        }
        return new Batch(
                FloatTensor.of(words, streams, length, 1),
                next,
                IntStream.range(0, streams).toArray(),
                first == 0);
    }
}
