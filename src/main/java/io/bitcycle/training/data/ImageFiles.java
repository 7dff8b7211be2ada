package io.bitcycle.training.data;

import java.nio.file.Path;
import java.util.List;

/**
 * Pictures that stay in their files.
 *
 * @param files in the order of their numbers
 * @param labels class of each
 */
record ImageFiles(List<Path> files, List<Integer> labels) {
    ImageFiles {
        files = List.copyOf(files);
        labels = List.copyOf(labels);
    }

    int size() {
        return files.size();
    }

    ImageFiles first(int count) {
        int kept = Math.min(count, size());
        return new ImageFiles(files.subList(0, kept), labels.subList(0, kept));
    }
}
