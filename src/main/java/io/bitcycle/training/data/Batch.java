package io.bitcycle.training.data;

import io.bitcycle.tensor.FloatTensor;
import java.util.Arrays;

/**
 * What a network sees in one iteration. The receiver owns the arrays.
 *
 * @param images network inputs [N, C, H, W]; of text, the words' numbers [N, T, 1]
 * @param labels class numbers [N]; of text, the number of each next word [N · T]
 * @param samples where the images stand in their split [N]; of text, the streams' numbers
 * @param begins whether it begins its samples: that of an image always does, that of text goes on from the batch before
 *     until the epoch ends
 */
public record Batch(FloatTensor images, int[] labels, int[] samples, boolean begins) {
    /** The inputs of text as the numbers they are. */
    public int[] words() {
        int[] words = new int[images.size()];
        Arrays.setAll(words, i -> (int) images.data()[i]);
        return words;
    }

    /** Number of labels. */
    public int size() {
        return labels.length;
    }
}
