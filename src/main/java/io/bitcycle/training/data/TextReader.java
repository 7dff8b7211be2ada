package io.bitcycle.training.data;

import io.bitcycle.json.Position;
import io.bitcycle.json.Problems;
import io.bitcycle.json.Quoted;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Reads tokenised text, one sentence or paragraph a line, words split by white space; each line, an empty one too, ends with
 * {@link Vocabulary#END_OF_SENTENCE}. This is the preprocessing of Zaremba et al. (2014) and of PyTorch's
 * {@code word_language_model}. A text is read piece by piece, only the words' numbers stay.
 */
final class TextReader {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int MOST_WORD_BYTES = 1 << 16;
    private static final int MOST_PROBLEMS = 20;

    /** Takes one word; empty when it has no number. */
    private interface Numbering {
        OptionalInt of(String word);
    }

    private final Numbering numbering;
    private final Path path;
    private final Problems problems;
    private final WordNumbers text = new WordNumbers();
    private byte[] word = new byte[64];
    private int length;
    private int line = 1;
    private int column = 1;
    private int reported;

    private TextReader(Numbering numbering, Path path, Problems problems) {
        this.numbering = numbering;
        this.path = path;
        this.problems = problems;
    }

    /** A training text, whose words the vocabulary counts. */
    static Optional<WordNumbers> training(Path path, Vocabulary vocabulary, Problems problems) {
        return new TextReader(word -> OptionalInt.of(vocabulary.count(word)), path, problems).read();
    }

    /** A text of which every word must be in the vocabulary, unless that has a word for the others. */
    static Optional<WordNumbers> other(Path path, Vocabulary vocabulary, Problems problems) {
        return new TextReader(vocabulary::find, path, problems).read();
    }

    private Optional<WordNumbers> read() {
        Optional<WordNumbers> read = DataFile.read(path, this::parse, problems);
        return reported > 0 ? Optional.empty() : read;
    }

    private WordNumbers parse(DataFile file) throws DataFile.BadData, IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        for (int read = file.some(buffer); read >= 0; read = file.some(buffer)) {
            for (int i = 0; i < read; i++) {
                accept(buffer[i], file);
            }
        }
        if (length > 0 || column > 1) {
            endLine();
        }
        if (text.size() == 0) {
            throw new DataFile.BadData(0, "the file is empty; allowed: lines of words");
        }
        return text;
    }

    private void accept(byte next, DataFile file) throws DataFile.BadData {
        if (next == '\n') {
            endLine();
            return;
        }
        if (next >= 0 && next <= ' ') {
            endWord();
            column++;
            return;
        }
        column++;
        if (length == MOST_WORD_BYTES) {
            throw new DataFile.BadData(
                    file.position(),
                    "line " + line + " has a word of more than " + MOST_WORD_BYTES + " bytes; allowed: text");
        }
        if (length == word.length) {
            word = Arrays.copyOf(word, 2 * length);
        }
        word[length++] = next;
    }

    private void endLine() {
        endWord();
        add(Vocabulary.END_OF_SENTENCE, column);
        line++;
        column = 1;
    }

    private void endWord() {
        if (length > 0) {
            add(new String(word, 0, length, StandardCharsets.ISO_8859_1), column - length);
            length = 0;
        }
    }

    /** @param at column of the word's first byte */
    private void add(String spelling, int at) {
        OptionalInt number = numbering.of(spelling);
        if (number.isPresent()) {
            text.add(number.getAsInt());
        } else if (++reported <= MOST_PROBLEMS) {
            String readable = new String(spelling.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
            problems.add(
                    new Position(path.toString(), line, at),
                    "",
                    "the word " + Quoted.of(readable) + " is not in the training text, which has no "
                            + Vocabulary.UNKNOWN + " either; allowed: words of the training text");
        }
    }
}
