package io.bitcycle.training.data;

import io.bitcycle.numeric.CounterRandom;
import io.bitcycle.numeric.RandomPurpose;
import io.bitcycle.numeric.RandomStream;
import java.util.List;

/**
 * A small text that a grammar makes from a seed of its own: sentences with agreement in number between subject and verb, also across a
 * relative clause, so that a model gains by remembering. It is nobody's text, and the same on every machine.
 */
final class GrammarText {
    static final String NAME = "grammar";

    private static final long SEED = 20210503;
    private static final int TRAINING_SENTENCES = 3000;
    private static final int VALIDATION_SENTENCES = 400;
    /** Phrases inside phrases. */
    private static final int MOST_DEPTH = 2;

    private static final List<String> NOUNS = List.of(
            "dog", "cat", "child", "teacher", "bird", "farmer", "horse", "river", "house", "garden", "book", "tree");
    private static final List<String> VERBS =
            List.of("see", "like", "follow", "hear", "find", "watch", "help", "meet", "know", "want");
    private static final List<String> STATES = List.of("sleep", "run", "sing", "wait", "laugh", "fall");
    private static final List<String> ADJECTIVES =
            List.of("old", "small", "red", "quiet", "happy", "tall", "young", "green");
    private static final List<String> PREPOSITIONS = List.of("near", "behind", "with", "under");
    private static final List<String> ADVERBS = List.of("often", "slowly", "today", "again");

    private final RandomStream random;
    private final Vocabulary vocabulary;
    private final boolean counting;
    private final WordNumbers text = new WordNumbers();
    private long drawn;

    private GrammarText(RandomStream random, Vocabulary vocabulary, boolean counting) {
        this.random = random;
        this.vocabulary = vocabulary;
        this.counting = counting;
    }

    static Corpus corpus() {
        Vocabulary vocabulary = new Vocabulary();
        WordNumbers train = sentences(TRAINING_SENTENCES, 0, vocabulary, true);
        int[] rank = vocabulary.rank();
        train.replaceAll(number -> rank[number]);
        return new Corpus(NAME, vocabulary, train, sentences(VALIDATION_SENTENCES, 1, vocabulary, false));
    }

    private static WordNumbers sentences(int count, int split, Vocabulary vocabulary, boolean counting) {
        RandomStream random = CounterRandom.of(SEED).stream(RandomPurpose.TEXT, 0, split);
        GrammarText grammar = new GrammarText(random, vocabulary, counting);
        for (int i = 0; i < count; i++) {
            boolean plural = grammar.chance(2);
            grammar.nounPhrase(plural, MOST_DEPTH);
            grammar.verbPhrase(plural, MOST_DEPTH);
            grammar.say(Vocabulary.END_OF_SENTENCE);
        }
        return grammar.text;
    }

    private void nounPhrase(boolean plural, int depth) {
        say(plural ? oneOf(List.of("the", "some", "these")) : oneOf(List.of("the", "a", "this")));
        if (chance(3)) {
            say(oneOf(ADJECTIVES));
        }
        String noun = oneOf(NOUNS);
        say(!plural ? noun : noun.equals("child") ? "children" : noun + "s");
        if (depth > 0 && chance(4)) {
            say("that");
            verbPhrase(plural, depth - 1);
        } else if (depth > 0 && chance(5)) {
            say(oneOf(PREPOSITIONS));
            nounPhrase(chance(2), depth - 1);
        }
    }

    private void verbPhrase(boolean plural, int depth) {
        if (chance(3)) {
            say(oneOf(STATES) + (plural ? "" : "s"));
            if (chance(2)) {
                say(oneOf(ADVERBS));
            }
        } else {
            String verb = oneOf(VERBS);
            say(plural ? verb : verb + (verb.endsWith("ch") ? "es" : "s"));
            nounPhrase(chance(2), depth - 1);
        }
    }

    private boolean chance(int oneIn) {
        return random.below(drawn++, oneIn) == 0;
    }

    /** The lesser of two draws: words at the front are more frequent. */
    private String oneOf(List<String> words) {
        int one = random.below(drawn++, words.size());
        int other = random.below(drawn++, words.size());
        return words.get(Math.min(one, other));
    }

    private void say(String word) {
        text.add(counting ? vocabulary.count(word) : vocabulary.find(word).orElseThrow());
    }
}
