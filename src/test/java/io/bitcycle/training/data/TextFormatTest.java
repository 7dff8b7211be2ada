package io.bitcycle.training.data;

import static io.bitcycle.training.data.DataFiles.gzip;
import static io.bitcycle.training.data.DataFiles.problems;
import static io.bitcycle.training.data.DataFiles.write;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bitcycle.numeric.CounterRandom;
import io.bitcycle.workload.NetworkReader;
import io.bitcycle.workload.NetworkSpec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextFormatTest {
    /** Words by frequency: b 3 times, the line end 3 times but later, a and c once, a first. */
    private static final String TRAIN = "b b a\n\n c  b\t\n";

    private static final NetworkSpec NETWORK = NetworkReader.read(Path.of("traces/lstm-grammar.json"));

    @TempDir
    Path folder;

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static List<Integer> numbers(WordNumbers text) {
        return IntStream.range(0, text.size()).map(text::get).boxed().toList();
    }

    private Corpus load(String train, String valid) {
        write(folder, "ptb.train.txt", bytes(train));
        write(folder, "ptb.valid.txt", bytes(valid));
        return (Corpus) Datasets.open(folder.toString());
    }

    @Test
    void wordsAreNumberedByFrequencyThenByAppearance() {
        Corpus corpus = load(TRAIN, "a b\n");
        assertEquals(List.of(0, 0, 2, 1, 1, 3, 0, 1), numbers(corpus.train()));
        assertEquals(List.of(2, 0, 1), numbers(corpus.validation()));
        assertEquals(4, corpus.classes());
        assertEquals("<eos>", new String(corpus.vocabulary().bytes(1), StandardCharsets.UTF_8));
    }

    @Test
    void theLastLineNeedsNoEnd() {
        assertEquals(List.of(0, 1, 0, 1), numbers(load("a\na", "a").train()));
        assertEquals(List.of(0, 1, 0, 1), numbers(load("a\na\n", "a").train()));
    }

    @Test
    void unknownWordsBecomeUnkWhereThereIsOne() {
        Corpus corpus = load("<unk> a a\n", "a new word\n");
        assertEquals(List.of(0, 1, 1, 2), numbers(corpus.validation()));
    }

    @Test
    void unknownWordsAreReportedWhereTheyStand() {
        write(folder, "train.txt", bytes("a b\n"));
        write(folder, "valid.txt", bytes("a\nb  c d\u00e9\n"));
        String message = " is not in the training text, which has no <unk> either; allowed: words of the training text";
        assertEquals(
                List.of("valid.txt:2:4: the word \"c\"" + message, "valid.txt:2:6: the word \"d\u00e9\"" + message),
                problems(folder));
    }

    @Test
    void compressedTextIsTheSameText() {
        String plain = load(TRAIN, "a b\n").sha256();
        Path other = folder.resolve("other");
        assertTrue(other.toFile().mkdir());
        write(other, "wiki.train.tokens.gz", gzip(bytes(TRAIN)));
        write(other, "wiki.valid.tokens", bytes("a b\n"));
        assertEquals(plain, Datasets.open(other.toString()).sha256());
        assertNotEquals(plain, load(TRAIN, "b a\n").sha256());
    }

    /** More than one read of the buffer and one piece of the list. */
    @Test
    void longTextsKeepEveryWord() {
        StringBuilder text = new StringBuilder();
        List<Integer> expected = new ArrayList<>();
        int words = 1_100_000;
        for (int i = 0; i < words; i++) {
            int word = i % 10 * 9 % 10;
            text.append("w").append(word).append(i % 1000 == 999 ? "\n" : " ");
            expected.add(word);
        }
        Corpus corpus = load(text.toString(), "w0\n");
        assertEquals(words + words / 1000, corpus.train().size());
        // Every word is as frequent as any other, so numbers follow appearance: 0, 9, 8, …
        for (int i = 0; i < 999; i++) {
            assertEquals((10 - expected.get(i)) % 10, corpus.train().get(words + words / 1000 - 1001 + i), "word " + i);
        }
    }

    @Test
    void missingAndSeveralFilesAreNamed() {
        write(folder, "wiki.valid.tokens", bytes("a\n"));
        assertTrue(problems(folder).get(0).startsWith("FOLDER: has a validation text but no training text; allowed: "));
        write(folder, "wiki.train.tokens", bytes("a\n"));
        write(folder, "ptb.train.txt", bytes("a\n"));
        assertEquals(
                List.of("FOLDER: has several training texts: ptb.train.txt, wiki.train.tokens; allowed: one"),
                problems(folder));
    }

    @Test
    void theValidationTextIsThatOfTheTrainingText() {
        write(folder, "ptb.train.txt.gz", gzip(bytes("a\n")));
        write(folder, "wiki.valid.tokens", bytes("a\n"));
        assertEquals(List.of("FOLDER: has no file ptb.valid.txt or ptb.valid.txt.gz"), problems(folder));
    }

    @Test
    void emptyTextsAreRefused() {
        write(folder, "train.txt", bytes("a\n"));
        write(folder, "valid.txt", new byte[0]);
        assertEquals(List.of("valid.txt: byte 0: the file is empty; allowed: lines of words"), problems(folder));
    }

    /** 11 words in 2 streams of 5, of which 4 have a next one: a sequence of 3 and one of 1. */
    @Test
    void streamsAreReadSideBySide() {
        WordNumbers text = new WordNumbers();
        for (int i = 0; i < 11; i++) {
            text.add(i);
        }
        TextBatches batches = new TextBatches(text, 2, 3, true);
        assertEquals(2, batches.perEpoch());
        Batch first = batches.at(0);
        assertArrayEquals(new int[] {2, 3, 1}, first.images().shape());
        assertArrayEquals(new float[] {0, 1, 2, 5, 6, 7}, first.images().data());
        assertArrayEquals(new int[] {1, 2, 3, 6, 7, 8}, first.labels());
        assertTrue(first.begins());
        Batch second = batches.at(1);
        assertArrayEquals(new float[] {3, 8}, second.images().data());
        assertArrayEquals(new int[] {4, 9}, second.labels());
        assertFalse(second.begins());
        assertTrue(batches.at(2).begins());
        assertEquals(1, new TextBatches(text, 2, 3, false).perEpoch());
        assertThrows(IllegalArgumentException.class, () -> new TextBatches(text, 3, 3, false));
        assertThrows(IllegalArgumentException.class, () -> new TextBatches(text, 6, 3, true));
    }

    /** Penn Treebank by its counts: 929,589 words, of which 20 streams of 46,479 have 1,327 sequences of 35 to learn from. */
    @Test
    void sequencesOfAnEpoch() {
        WordNumbers text = new WordNumbers();
        for (int i = 0; i < 929_589; i++) {
            text.add(0);
        }
        assertEquals(1327, new TextBatches(text, 20, 35, false).perEpoch());
        assertEquals(1328, new TextBatches(text, 20, 35, true).perEpoch());
    }

    @Test
    void theGrammarFitsItsTrace() {
        TrainingData grammar = Datasets.open("grammar");
        assertTrue(grammar.fits(NETWORK));
        assertTrue(grammar.isText());
        assertEquals(grammar.sha256(), Datasets.open("grammar").sha256());
        int perEpoch = grammar.trainingBatches(16, NETWORK, CounterRandom.of(0)).perEpoch();
        assertEquals((grammar.trainingSize() / 16 - 1) / 16, perEpoch);
        assertFalse(Datasets.open("optdigits").fits(NETWORK));
    }
}
