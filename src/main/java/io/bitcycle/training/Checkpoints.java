package io.bitcycle.training;

import io.bitcycle.training.checkpoint.Checkpoint;
import io.bitcycle.training.checkpoint.CheckpointStore;
import io.bitcycle.training.checkpoint.ForeignCheckpointException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Where a run is saved, and whether it goes on from there.
 *
 * @param every iterations from one checkpoint to the next; one always follows the last iteration
 * @param resume whether to start from the newest checkpoint
 * @param warnings hears of damaged checkpoints and of a start from the beginning
 */
public record Checkpoints(CheckpointStore store, long every, boolean resume, Consumer<String> warnings) {
    /**
     * What to go on from; empty for a start from the beginning.
     *
     * @throws ForeignCheckpointException when it is of another run
     * @throws UncheckedIOException when it cannot be read
     */
    Optional<Checkpoint> latest() {
        if (!resume) {
            return Optional.empty();
        }
        try {
            Optional<Checkpoint> saved = store.latest(warnings);
            if (saved.isEmpty()) {
                warnings.accept("no checkpoint in " + store + ": starts from the beginning");
            }
            return saved;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Saves the state after an iteration if it is time to.
     *
     * @param count iterations done
     * @param last whether there are no more
     * @throws UncheckedIOException when it cannot be written
     */
    void save(long count, boolean last, Supplier<Checkpoint> state) {
        if (!last && count % every != 0) {
            return;
        }
        try {
            store.save(state.get());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
