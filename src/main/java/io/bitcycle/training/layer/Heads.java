package io.bitcycle.training.layer;

import io.bitcycle.tensor.FloatTensor;

/**
 * Features of tokens [N · T, W] and of heads [N · heads, T, F / heads].
 *
 * @param count heads
 * @param features of one head
 */
record Heads(int count, int features) {
    /** The heads' features from column {@code from} on. */
    FloatTensor split(FloatTensor tokens, int batch, int from) {
        FloatTensor heads = FloatTensor.zeros(batch * count, tokens.dim(0) / batch, features);
        copy(tokens, from, heads, true);
        return heads;
    }

    /** Writes the heads' features to the columns from {@code from} on. */
    void merge(FloatTensor heads, FloatTensor tokens, int from) {
        copy(tokens, from, heads, false);
    }

    private void copy(FloatTensor tokens, int from, FloatTensor heads, boolean split) {
        int width = tokens.dim(1);
        int length = heads.dim(1);
        for (int head = 0; head < heads.dim(0); head++) {
            for (int t = 0; t < length; t++) {
                int inTokens = (head / count * length + t) * width + from + head % count * features;
                int inHeads = (head * length + t) * features;
                if (split) {
                    System.arraycopy(tokens.data(), inTokens, heads.data(), inHeads, features);
                } else {
                    System.arraycopy(heads.data(), inHeads, tokens.data(), inTokens, features);
                }
            }
        }
    }

    /** [G, a, b] as [G, b, a]. */
    static FloatTensor transposed(FloatTensor matrices) {
        int rows = matrices.dim(1);
        int cols = matrices.dim(2);
        FloatTensor result = FloatTensor.zeros(matrices.dim(0), cols, rows);
        for (int group = 0; group < matrices.dim(0); group++) {
            int first = group * rows * cols;
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < cols; j++) {
                    result.data()[first + j * rows + i] = matrices.data()[first + i * cols + j];
                }
            }
        }
        return result;
    }
}
