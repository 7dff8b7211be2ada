package io.bitcycle.training.data;

import java.io.IOException;
import java.security.MessageDigest;

/** Pictures that stay where they are kept until one is asked for; any thread may ask. */
interface PictureSource {
    int size();

    /** Class of a picture. */
    int label(int index);

    /** @throws io.bitcycle.json.BadInputException when it cannot be read */
    RgbImage read(int index);

    /** The same with only the first {@code count} of them. */
    PictureSource first(int count);

    /** Adds what identifies the pictures without reading them all. */
    void identify(String split, MessageDigest digest) throws IOException;
}
