package io.bitcycle.training.data;

import io.bitcycle.json.Problems;
import java.util.Optional;

/**
 * A way to keep training data in the files of one folder. Implementations are stateless.
 *
 * @see Datasets the list of them
 */
public interface DatasetFormat {
    /** The format's name, e.g. {@code cifar10}. */
    String name();

    /** The file names it looks for, in words, for help texts and messages. */
    String files();

    /** Whether a folder holds any of its files. */
    boolean recognizes(DataFolder folder);

    /**
     * Reads a folder that it recognises.
     *
     * @return empty when there was a problem, which is then among {@code problems}
     */
    Optional<? extends TrainingData> read(DataFolder folder, Problems problems);
}
