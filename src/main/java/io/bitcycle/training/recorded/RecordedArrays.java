package io.bitcycle.training.recorded;

import io.bitcycle.json.BadInputException;
import io.bitcycle.json.Position;
import io.bitcycle.json.Problem;
import io.bitcycle.tensor.FloatTensor;
import io.bitcycle.tensor.npy.NpyArray;
import io.bitcycle.tensor.npy.NpyReader;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The .npy files of a recorded run. */
public final class RecordedArrays {
    private RecordedArrays() {}

    /**
     * Sample numbers, a row per iteration.
     *
     * @param samples there are: numbers are 0 to samples - 1
     */
    public static int[][] batches(Path file, int samples) {
        NpyArray.Integers array = integers(file, 0, samples - 1L);
        if (array.shape().length != 2 || array.values().length == 0) {
            throw bad(
                    file,
                    "has shape " + Arrays.toString(array.shape())
                            + "; allowed: [iterations, batch], the samples of each iteration in a row");
        }
        int[][] batches = new int[array.shape()[0]][array.shape()[1]];
        for (int i = 0; i < array.values().length; i++) {
            batches[i / array.shape()[1]][i % array.shape()[1]] = (int) array.values()[i];
        }
        return batches;
    }

    /** Forward bits, one per iteration. */
    public static int[] bits(Path file, int widest) {
        NpyArray.Integers array = integers(file, 1, widest);
        if (array.shape().length != 1 || array.values().length == 0) {
            throw bad(file, "has shape " + Arrays.toString(array.shape()) + "; allowed: [iterations]");
        }
        return Arrays.stream(array.values()).mapToInt(Math::toIntExact).toArray();
    }

    static FloatTensor floats(Path file) {
        try {
            return read(file).toFloatTensor();
        } catch (IllegalArgumentException e) {
            throw bad(file, e.getMessage());
        }
    }

    private static NpyArray.Integers integers(Path file, long least, long most) {
        if (!(read(file) instanceof NpyArray.Integers array)) {
            throw bad(file, "does not hold integers; allowed: an integer type such as int32");
        }
        for (int i = 0; i < array.values().length; i++) {
            if (array.values()[i] < least || array.values()[i] > most) {
                throw bad(file, "element " + i + " is " + array.values()[i] + "; allowed: " + least + " to " + most);
            }
        }
        return array;
    }

    private static NpyArray read(Path file) {
        try {
            return NpyReader.read(file);
        } catch (NoSuchFileException e) {
            throw bad(file, "no such file");
        } catch (IOException e) {
            String message = String.valueOf(e.getMessage());
            throw bad(file, message.startsWith(file + ": ") ? message.substring((file + ": ").length()) : message);
        }
    }

    static BadInputException bad(Path file, String message) {
        return new BadInputException(List.of(Problem.at(Position.of(file.toString()), "", message)));
    }
}
