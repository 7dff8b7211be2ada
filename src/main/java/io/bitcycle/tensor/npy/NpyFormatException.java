package io.bitcycle.tensor.npy;

import java.io.IOException;
import java.nio.file.Path;

/** A file is not an .npy file that this program can use. The message names file, place, problem and what is allowed. */
public final class NpyFormatException extends IOException {
    private static final long serialVersionUID = 1;

    NpyFormatException(Path file, String problem) {
        super(file + ": " + problem);
    }

    NpyFormatException(Path file, long byteOffset, String problem) {
        this(file, "byte " + byteOffset + ": " + problem);
    }
}
