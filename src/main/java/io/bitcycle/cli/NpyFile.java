package io.bitcycle.cli;

import io.bitcycle.json.BadInputException;
import io.bitcycle.tensor.FloatTensor;
import io.bitcycle.tensor.Shapes;
import io.bitcycle.tensor.npy.NpyArray;
import io.bitcycle.tensor.npy.NpyReader;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Function;

/**
 * An .npy file that the user named.
 *
 * @param option that named it, e.g. {@code --in}
 * @param path as the user wrote it
 */
record NpyFile(String option, Path path) {
    /**
     * Its content.
     *
     * @throws BadInputException when there is no such file or it is not an .npy file
     */
    NpyArray read() {
        try {
            return NpyReader.read(path);
        } catch (NoSuchFileException e) {
            throw bad("no such file");
        } catch (IOException e) {
            String prefix = path + ": ";
            String message = String.valueOf(e.getMessage());
            throw bad(message.startsWith(prefix) ? message.substring(prefix.length()) : message);
        }
    }

    /** Its values as binary32. */
    FloatTensor readFloats() {
        return convert(NpyArray::toFloatTensor);
    }

    /** Its values as binary32, to be quantized. */
    FloatTensor readFinite() {
        FloatTensor tensor = readFloats();
        float[] values = tensor.data();
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw bad("element " + Shapes.describe(i, tensor.shape()) + " is " + values[i]
                        + "; allowed: finite values");
            }
        }
        return tensor;
    }

    /** Its content as something else; what does not fit is the user's mistake. */
    <T> T convert(Function<NpyArray, T> conversion) {
        NpyArray array = read();
        try {
            return conversion.apply(array);
        } catch (IllegalArgumentException e) {
            throw bad(e.getMessage());
        }
    }

    /** The end of a command that cannot use the file. */
    BadInputException bad(String message) {
        return Errors.option(option + " " + path, message);
    }
}
