package io.bitcycle.training.data;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * The words of a training text. While it is read, they are numbered as they first appear; then {@link #rank} numbers them from
 * the most frequent down, equally frequent ones as they first appeared: the order that clusters of an adaptive softmax need.
 * Words are bytes, kept as ISO 8859-1, so that no two spellings are one word.
 */
final class Vocabulary {
    /** Ends each line. */
    static final String END_OF_SENTENCE = "<eos>";

    /** Stands for words outside the vocabulary. */
    static final String UNKNOWN = "<unk>";

    private final Map<String, Integer> numbers = new HashMap<>();
    private List<String> words = new ArrayList<>();
    private final List<long[]> counts = new ArrayList<>();

    /** Counts a word of the training text and gives its number so far. */
    int count(String word) {
        Integer known = numbers.get(word);
        if (known == null) {
            known = words.size();
            numbers.put(word, known);
            words.add(word);
            counts.add(new long[1]);
        }
        counts.get(known)[0]++;
        return known;
    }

    /** Ends the counting; the final number of each word by its number so far. */
    int[] rank() {
        int[] order = IntStream.range(0, words.size())
                .boxed()
                .sorted(Comparator.comparing((Integer word) -> -counts.get(word)[0]))
                .mapToInt(Integer::intValue)
                .toArray();
        int[] rank = new int[order.length];
        List<String> ranked = new ArrayList<>();
        for (int i = 0; i < order.length; i++) {
            rank[order[i]] = i;
            ranked.add(words.get(order[i]));
            numbers.put(words.get(order[i]), i);
        }
        words = ranked;
        return rank;
    }

    /** The number of a word, or that of {@link #UNKNOWN} if there is one. */
    OptionalInt find(String word) {
        Integer number = numbers.getOrDefault(word, numbers.get(UNKNOWN));
        return number == null ? OptionalInt.empty() : OptionalInt.of(number);
    }

    int size() {
        return words.size();
    }

    /** The bytes of a word. */
    byte[] bytes(int number) {
        return words.get(number).getBytes(StandardCharsets.ISO_8859_1);
    }
}
