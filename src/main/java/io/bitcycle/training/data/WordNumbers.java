package io.bitcycle.training.data;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;

/** A growing list of word numbers. Grows by pieces, so that a text of hundreds of megabytes is never copied. */
final class WordNumbers {
    private static final int PIECE = 1 << 20;

    private final List<int[]> pieces = new ArrayList<>();
    private int size;

    void add(int number) {
        if (size == Integer.MAX_VALUE) {
            throw new IllegalArgumentException("a text of more than " + Integer.MAX_VALUE + " words");
        }
        if (size % PIECE == 0) {
            pieces.add(new int[PIECE]);
        }
        pieces.get(size / PIECE)[size % PIECE] = number;
        size++;
    }

    int size() {
        return size;
    }

    int get(int index) {
        return pieces.get(index / PIECE)[index % PIECE];
    }

    /** Gives every word another number. */
    void replaceAll(IntUnaryOperator renumber) {
        for (int i = 0; i < size; i++) {
            int[] piece = pieces.get(i / PIECE);
            piece[i % PIECE] = renumber.applyAsInt(piece[i % PIECE]);
        }
    }

    /** The first {@code count} words. */
    WordNumbers first(int count) {
        WordNumbers first = new WordNumbers();
        for (int i = 0; i < count; i++) {
            first.add(get(i));
        }
        return first;
    }
}
